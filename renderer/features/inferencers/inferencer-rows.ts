/** One row for each inferencer: those that count, and those of the file that do not. */
import type { Result } from '#contract/api.ts';
import type { ConfigDocument } from '#contract/config-editing.ts';
import { CLAUDE_CODE, DEMO } from '#contract/names.ts';
import type { InferencerStatus, RouterStatus } from '#contract/status.ts';
import type { StateTone } from '#components/state-label.tsx';
import { entriesOf, isBuiltIn, type Entry } from './inferencer-entries.ts';

export interface InferencerRow {
  readonly name: string;
  /** Undefined when it is switched off or left out. */
  readonly status: InferencerStatus | undefined;
  /** What inferencers.toml says about it. */
  readonly entry: Entry | undefined;
  /** Why the router left it out, if it did. */
  readonly fault: string | undefined;
}

export type InferencerTest = Result<'inferencers.test'>;

export interface RowState {
  readonly tone: StateTone;
  readonly word: string;
  /** Why it cannot be used. */
  readonly reason?: string;
  readonly help?: Help;
}

/** The next step when it does not work. */
export type Help =
  'add-key' | 'replace-key' | 'use-key' | 'edit' | 'start-ollama' | 'start-it' | 'install-claude';

/** Those that can be used first, each part by name. */
export function inferencerRows(
  status: RouterStatus,
  document: ConfigDocument | undefined,
): readonly InferencerRow[] {
  const entries = entriesOf(document);
  const known = status.inferencers.map((one): InferencerRow => {
    return { name: one.name, status: one, entry: entries.get(one.name), fault: undefined };
  });
  const names = new Set(known.map(({ name }) => name));
  const others = [...entries].flatMap(([name, entry]): InferencerRow[] => {
    if (names.has(name)) return [];
    const fault = entry['enabled'] === false ? undefined : faultOf(name, status);
    return [{ name, status: undefined, entry, fault }];
  });
  return [...known, ...others].sort(
    (a, b) => rank(a) - rank(b) || (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1),
  );
}

function rank({ status }: InferencerRow): number {
  if (status === undefined) return 2;
  return status.key === 'missing' ? 1 : 0;
}

function faultOf(name: string, { issues }: RouterStatus): string {
  const key = `inferencers.${name}`;
  const issue = issues.find((one) => one.key === key || one.key?.startsWith(`${key}.`) === true);
  if (issue !== undefined) return issue.message;
  return name === DEMO ? 'The demo is switched off in settings.toml' : 'The router left it out';
}

export function isOff({ status, fault }: InferencerRow): boolean {
  return status === undefined && fault === undefined;
}

/** Part of the router: there is nothing in the file that could be changed about it. */
export function isFixed({ name }: InferencerRow): boolean {
  return name === CLAUDE_CODE;
}

/** What the router knows, or what a test said since then. */
export function describeRow(row: InferencerRow, test: InferencerTest | undefined): RowState {
  const { name, status, fault } = row;
  if (fault !== undefined) return { tone: 'bad', word: 'Left out', reason: fault, help: 'edit' };
  if (status === undefined) return { tone: 'off', word: 'Off' };
  if (name === DEMO && status.baseUrl === '') return { tone: 'idle', word: 'Demo' };
  if (name === CLAUDE_CODE) return describeClaude(status);
  if (status.key === 'missing') {
    const reason = `$${status.keyName ?? ''} is not set`;
    return { tone: 'off', word: 'No key', reason, help: 'add-key' };
  }
  const problem = test === undefined ? status.problem : (test.problem ?? undefined);
  if (problem !== undefined) return describeProblem(problem, status);
  const hasAnswered = test !== undefined || status.latencyMs !== undefined;
  return hasAnswered ? { tone: 'ok', word: 'Reachable' } : { tone: 'idle', word: 'Not tested' };
}

/** A program and no address: it is there or it is not. */
function describeClaude({ problem }: InferencerStatus): RowState {
  if (problem === undefined) return { tone: 'ok', word: 'Found' };
  return { tone: 'off', word: 'Not found', reason: problem, help: 'install-claude' };
}

/** Statuses stand as `answered 403: ...` or `refused the key $NAME (401)`. */
const STATUS = /\banswered (\d{3})\b|\((\d{3})\)$/;

/** Whose problem it is, says the place where it is shown. */
const WHOSE = /^inferencer '[^']*' at /;

function describeProblem(told: string, status: InferencerStatus): RowState {
  const problem = told.replace(WHOSE, '');
  const [, answered, ended] = STATUS.exec(problem) ?? [];
  const code = answered ?? ended;
  if (code === '401' || code === '403') {
    const help = status.key === 'none-needed' ? 'use-key' : 'replace-key';
    return { tone: 'bad', word: 'Key refused', reason: problem, help };
  }
  if (code !== undefined) return { tone: 'bad', word: 'Error', reason: problem, help: 'edit' };
  const isHere = /^https?:\/\/(localhost|127\.|\[::1\])/.test(status.baseUrl);
  const here = status.name === 'ollama' ? 'start-ollama' : 'start-it';
  const help = isHere && /cannot be reached/.test(problem) ? here : 'edit';
  return { tone: 'warn', word: 'Not reachable', reason: problem, help };
}

/** Where its key comes from, in few words. */
export function describeKey({ name, key, keyName = '' }: InferencerStatus): string {
  if (name === CLAUDE_CODE) return 'Its own sign-in';
  switch (key) {
    case 'none-needed':
      return 'No key needed';
    case 'missing':
      return 'Key not set';
    case 'environment':
      return `$${keyName}`;
    case 'file':
      return 'Key in the file';
    case 'stored':
      return 'Key kept here';
  }
}

/** What removing its entry means. */
export function removalOf({ name, entry }: InferencerRow): 'remove' | 'reset' | undefined {
  if (entry === undefined) return undefined;
  return isBuiltIn(name) ? 'reset' : 'remove';
}
