import type { Connection } from '#core/ports/requests.ts';
import { RouterError } from '#core/router-error.ts';
import type { ControlParts, Handlers } from './handler.ts';

type Parts = Pick<ControlParts, 'inferencers'>;

export function inferencerHandlers({ inferencers }: Parts): Handlers<'inferencers.test'> {
  return {
    async 'inferencers.test'({ name }, { connection }) {
      const tested = await inferencers.test(name, closeSignal(connection));
      if (tested !== undefined) return tested;
      throw new RouterError('UNKNOWN_NAMESPACE', `there is no inferencer '${name}'`, {
        param: 'name',
      });
    },
  };
}

/** Fires when nobody waits for the answer any more. */
function closeSignal(connection: Connection): AbortSignal {
  const controller = new AbortController();
  connection.once('close', () => controller.abort(new RouterError('CANCELLED')));
  return controller.signal;
}
