/** What the router would say of one file's text, the other files being as they are. */
import type { ConfigIssue } from '#contract/config.ts';
import { checkReferences } from './check-references.ts';
import type { ConfigFile } from './config-files.ts';
import { type ConfigSources, filesOf, partsOf, readState } from './config-state.ts';
import type { ConfigText } from './open-file.ts';

export interface TextCheck {
  /** False when nothing of the text can be used. */
  readonly usable: boolean;
  readonly issues: readonly ConfigIssue[];
  /** In other files, such as recipes that name a server which is gone. */
  readonly elsewhere: readonly ConfigIssue[];
}

export async function checkText(
  sources: ConfigSources,
  name: ConfigFile,
  source: ConfigText,
): Promise<TextCheck> {
  const state = await readState({ ...sources, draft: { name, source } });
  const own = filesOf(state).find((file) => file.name === name);
  const parts = partsOf(state);
  const references = parts ? checkReferences(parts) : [];
  const isOwn = (issue: ConfigIssue): boolean => issue.file === source.file;
  return {
    usable: own?.failure === undefined,
    issues: [...(own?.failure ?? own?.part?.log.issues ?? []), ...references.filter(isOwn)],
    elsewhere: references.filter((issue) => !isOwn(issue)),
  };
}
