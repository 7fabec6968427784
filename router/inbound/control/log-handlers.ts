import type { ControlParts, Handlers } from './handler.ts';

type Parts = Pick<ControlParts, 'run' | 'lines'>;

export function logHandlers({ run, lines }: Parts): Handlers<'logs.list'> {
  return {
    'logs.list': ({ limit }) => ({ run, seq: lines.seq(), lines: lines.list(limit) }),
  };
}
