/** `woollama check-config`: the same reading as at start, told instead of used. */
import type { ConfigIssue } from '#contract/config.ts';
import { checkReferences } from './check-references.ts';
import {
  type ConfigSources,
  type ConfigState,
  fileIssues,
  type FileState,
  partsOf,
  readState,
} from './config-state.ts';

export interface ConfigCheck {
  /** For standard output: one line a file. */
  readonly lines: readonly string[];
  readonly issues: readonly ConfigIssue[];
  /** No errors. Warnings do not count, entries that were left out do. */
  readonly ok: boolean;
}

export async function checkConfig(sources: ConfigSources): Promise<ConfigCheck> {
  const state = await readState(sources);
  const parts = partsOf(state);
  const issues = [...fileIssues(state), ...(parts ? checkReferences(parts) : [])];
  const ok = issues.every(({ severity }) => severity !== 'error');
  return { lines: describeFiles(state), issues, ok };
}

function describeFiles(state: ConfigState): readonly string[] {
  return [
    describeFile(state.servers, ({ entries, names }) => {
      const usable = [...entries.keys()].join(', ');
      const skipped = names.size - entries.size;
      return `${entries.size} usable${usable && ` (${usable})`}, ${skipped} skipped`;
    }),
    describeFile(state.recipes, ({ entries, fromPatterns }) => {
      const patterns = fromPatterns.length > 0 ? ` and ${fromPatterns.length} patterns` : '';
      return `${entries.size} recipes${patterns}`;
    }),
    describeFile(state.inferencers, ({ log }) => (log.failed() ? 'has errors' : 'OK')),
    describeFile(state.settings, ({ log }) => (log.failed() ? 'has errors' : 'OK')),
  ];
}

function describeFile<Part>(
  { name, part }: FileState<Part>,
  describe: (part: Part) => string,
): string {
  return `${name}: ${part ? describe(part) : 'cannot be used'}`;
}
