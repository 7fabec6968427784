import type { Answerer } from '#core/ports/questions.ts';
import type { RpcOutcome } from '#core/rpc.ts';

const METHOD_NOT_FOUND = -32601;

/** For routers where nobody is there to answer servers but the calling clients. */
export const refusingAnswerer: Answerer = {
  sample: () => refuse('No model can be asked: the calling client offers none'),
  elicit: () => refuse('Nobody can be asked: the calling client shows no questions'),
};

function refuse(message: string): Promise<RpcOutcome> {
  return Promise.resolve({ ok: false, error: { code: METHOD_NOT_FOUND, message } });
}
