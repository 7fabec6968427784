/** A control client that answers from a table; what is missing in it fails the test. */
import type { Method, Params, Result } from '#contract/api.ts';
import { ControlError, type ControlClient } from '#contract/control-client.ts';

export type Answers = {
  readonly [M in Method]?: (params: Params<M>) => Result<M> | Promise<Result<M>>;
};

export function createFakeClient(answers: Answers): ControlClient {
  return {
    async call(method, params) {
      const answer = answers[method];
      if (answer === undefined) throw new ControlError('NOT_FOUND', `no answer for ${method}`);
      return answer(params);
    },
    stream: () => new Promise(() => undefined),
  };
}
