/** The names of the servers' prompts beside our own. */
import type { Aggregator, NameCollision, PromptEntry } from '#core/ports/aggregator.ts';

export interface PromptNaming {
  /** Names of our own prompts, which win. */
  readonly own: ReadonlySet<string>;
  readonly find: Aggregator['findPrompt'];
  readonly report: (collision: NameCollision) => void;
}

/** In the order of the entries. What cannot have a name of its own is left out. */
export function namePrompts(
  entries: readonly PromptEntry[],
  { own, find, report }: PromptNaming,
): ReadonlyMap<PromptEntry, string> {
  const names = new Map<PromptEntry, string>();
  for (const entry of entries) {
    const { server, prompt, name } = entry;
    if (!own.has(name)) {
      names.set(entry, name);
      continue;
    }
    report({ kind: 'prompt', server, item: prompt, keptServer: 'woollama' });
    const other = [`${server}.${prompt}`, `${server}__${prompt}`].find(
      (name) => !own.has(name) && find(name) === entry,
    );
    if (other !== undefined) names.set(entry, other);
  }
  return names;
}
