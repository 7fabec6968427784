import type { ConfigChange } from '#contract/config-editing.ts';
import type { ConfigIssue } from '#contract/config.ts';
import type { TextCheck } from './check-text.ts';
import { isUnsetVariable } from './unset-variable.ts';

interface Comparison {
  readonly before: TextCheck;
  readonly after: TextCheck;
  readonly change: ConfigChange;
}

/**
 * The errors that a change would bring. Those of a file that could not be read at all before are
 * no news; faults that were there before must not stand in the way of other changes. Nor must a
 * variable that is not set: its key may be typed in later.
 */
export function findRefusals({ before, after, change }: Comparison): readonly ConfigIssue[] {
  const errors = after.issues.filter(({ severity }) => severity === 'error');
  if (!after.usable) return errors;
  const faults = errors.filter(({ message }) => !isUnsetVariable(message));
  return before.usable ? findNew(before.issues, faults, change) : [];
}

/** What the change brings to other files. */
export function findSideEffects({ before, after, change }: Comparison): readonly ConfigIssue[] {
  return findNew(before.elsewhere, after.elsewhere, change);
}

/** Compared by key and message: lines move with every edit. */
function findNew(
  before: readonly ConfigIssue[],
  after: readonly ConfigIssue[],
  change: ConfigChange,
): readonly ConfigIssue[] {
  const nameOf = ({ key, message }: ConfigIssue, where = key): string => `${where}\n${message}`;
  const known = new Set(before.map((issue) => nameOf(issue, renamedKey(issue.key, change))));
  return after.filter((issue) => !known.has(nameOf(issue)));
}

/** What a dotted key is called after the change. */
function renamedKey(key: string | undefined, change: ConfigChange): string | undefined {
  if (key === undefined || change.kind === 'text') return key;
  return change.edits.reduce((current, edit) => {
    if (edit.kind !== 'rename') return current;
    const from = edit.path.join('.');
    if (current !== from && !current.startsWith(`${from}.`)) return current;
    return [...edit.path.slice(0, -1), edit.to].join('.') + current.slice(from.length);
  }, key);
}
