import { RouterError } from '#core/router-error.ts';
import type { ControlParts, Handlers } from './handler.ts';

type Parts = Pick<ControlParts, 'tools'>;

export function serverHandlers({ tools }: Parts): Handlers<'servers.restart' | 'servers.memory'> {
  return {
    'servers.restart'({ name }) {
      if (tools.restart(name)) return {};
      throw new RouterError('UNKNOWN_SERVER', `there is no server '${name}' in mcp.json`, {
        param: 'name',
      });
    },
    'servers.memory': async () => ({ bytes: Object.fromEntries(await tools.memory()) }),
  };
}
