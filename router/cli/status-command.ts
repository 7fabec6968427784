import { findRuntimePlaces } from '../listeners/runtime-dir.ts';
import { askRouter, isUnreachable } from './connect-owner.ts';
import type { Invocation } from './invocation.ts';
import { describeStatus } from './describe-status.ts';
import { explainNoAnswer } from './explain-no-answer.ts';

/** `woollama status`: asks the running router. Exit code 1 when none runs. */
export async function statusCommand({ flags, env }: Invocation): Promise<number> {
  const places = findRuntimePlaces(env);
  try {
    const status = await askRouter(places, 'status.get', {});
    const { questions } = await askRouter(places, 'questions.list', {});
    if (flags['json'] === true) {
      const all = { running: true, ...status, questions: questions.length };
      process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
    } else process.stdout.write(describeStatus(status, questions.length));
    return 0;
  } catch (error) {
    process.stderr.write(`woollama: ${explainNoAnswer(error, places)}\n`);
    if (flags['json'] === true && isUnreachable(error)) {
      process.stdout.write('{"running":false}\n');
    }
    return 1;
  }
}
