/** What the router says about one field of a form. */
import type { ConfigIssue } from '#contract/config.ts';
import { revealHidden } from '#components/plain-text.tsx';
import type { Draft } from './use-draft.ts';

export interface FieldIssue {
  readonly severity: ConfigIssue['severity'];
  readonly text: string;
}

/** Longer advice, such as a list of forty names, stands beside the text of the file only. */
const LONGEST = 200;

/** Of the key itself or of a part of it; errors first. Undefined when all is well. */
export function fieldIssue(
  draft: Pick<Draft, 'refusals' | 'preview'>,
  path: readonly string[],
): FieldIssue | undefined {
  const key = path.join('.');
  const all = [...draft.refusals, ...(draft.preview?.issues ?? [])];
  const about = all.filter((issue) => issue.key === key || issue.key?.startsWith(`${key}.`));
  const worst = about.find(({ severity }) => severity === 'error') ?? about[0];
  if (worst === undefined) return undefined;
  const { severity, message, hint } = worst;
  const whole = hint === undefined ? message : `${message}. ${hint}`;
  return { severity, text: revealHidden(whole.length > LONGEST ? message : whole) };
}
