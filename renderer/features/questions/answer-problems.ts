/** What the router finds wrong with an answer, at the field it is about. */
import { ControlError } from '#contract/control-client.ts';
import { pathOf } from '#schema-form/read-arguments.ts';
import { revealHidden } from '#components/plain-text.tsx';

const CONTENT = 'answer.content.';

/** By the path of the field; undefined when the error is about no field of the form. */
export function answerProblems(
  error: unknown,
  names: readonly string[],
): ReadonlyMap<string, string> | undefined {
  if (!(error instanceof ControlError) || error.code !== 'INVALID_REQUEST') return undefined;
  if (error.param?.startsWith(CONTENT) !== true) return undefined;
  const about = error.param.slice(CONTENT.length);
  // Names may have dots in them, and the router may name a part of a value.
  const name = names
    .filter((one) => about === one || about.startsWith(`${one}.`))
    .toSorted((a, b) => b.length - a.length)[0];
  if (name === undefined) return undefined;
  return new Map([[pathOf('', name), revealHidden(error.message)]]);
}
