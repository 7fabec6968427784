import { changesWhatRuns } from '#contract/changes-what-runs.ts';
import type { ImportCandidate } from '#contract/imports.ts';

/** What a change of the file would start that ran in no entry before. Addresses start nothing. */
export function newCommands(
  before: readonly ImportCandidate[],
  after: readonly ImportCandidate[],
): readonly ImportCandidate[] {
  const known = new Set(before.filter(runs).map(commandOf));
  return after.filter(runs).filter((candidate) => !known.has(commandOf(candidate)));
}

function runs({ disabled, commandLine }: ImportCandidate): boolean {
  return !disabled && commandLine.length > 0;
}

/** All names of variables count, and the values of those that decide what a program does. */
function commandOf({ commandLine, cwd, env }: ImportCandidate): string {
  const variables = env.map(({ name, value }) => [name, changesWhatRuns(name) ? value : null]);
  return JSON.stringify([
    commandLine,
    cwd,
    variables.map((pair) => JSON.stringify(pair)).toSorted(),
  ]);
}
