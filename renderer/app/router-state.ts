/** The one word about the router that every page shows. Never "Running" while something it needs is dead. */
import { CLAUDE_CODE } from '#contract/names.ts';
import type { InferencerStatus, RouterStatus } from '#contract/status.ts';
import type { ConnectionState } from '#client/connection.ts';
import type { StateTone } from '#components/state-label.tsx';

export interface RouterState {
  readonly word: 'Starting' | 'Running' | 'Degraded' | 'Stopped';
  readonly tone: StateTone;
  /** Why it is so, in sentences; empty when all is well. */
  readonly reasons: readonly string[];
}

export function describeRouterState(
  connection: ConnectionState,
  status: RouterStatus | undefined,
): RouterState {
  if (connection.kind === 'lost') {
    return { word: 'Stopped', tone: 'bad', reasons: ['The router does not answer.'] };
  }
  if (connection.kind === 'refused') {
    return { word: 'Stopped', tone: 'bad', reasons: ['This window is not signed in.'] };
  }
  if (status === undefined) return { word: 'Starting', tone: 'busy', reasons: [] };
  const reasons = findTroubles(status);
  if (reasons.length > 0) return { word: 'Degraded', tone: 'warn', reasons };
  const starting = status.servers.filter(({ state }) => state === 'starting');
  if (starting.length > 0) {
    const names = starting.map(({ name }) => name).join(', ');
    return { word: 'Starting', tone: 'busy', reasons: [`Starting: ${names}.`] };
  }
  return { word: 'Running', tone: 'ok', reasons: [] };
}

function findTroubles({ servers, inferencers, issues }: RouterStatus): readonly string[] {
  const broken = servers.filter(({ state }) => state === 'failed' || state === 'retrying');
  const errors = issues.filter(({ severity }) => severity === 'error');
  return [
    ...broken.map(({ name, reason }) => `Server ${name}: ${reason ?? 'not connected'}.`),
    ...inferencers.flatMap(describeNeeded),
    ...errors.map(({ file, message }) => `${file.split(/[\\/]/).at(-1) ?? file}: ${message}.`),
  ];
}

/**
 * What recipes rely on; an inferencer that nobody uses may be away. So may Claude Code: recipes for it
 * come with Woollama whether anybody has the program, and say themselves that they cannot run.
 */
function describeNeeded({ name, recipes = 0, key, problem }: InferencerStatus): readonly string[] {
  if (recipes === 0 || name === CLAUDE_CODE) return [];
  if (key === 'missing') return [`Inferencer ${name}: it has no key.`];
  return problem === undefined ? [] : [`Inferencer ${name}: ${problem}.`];
}
