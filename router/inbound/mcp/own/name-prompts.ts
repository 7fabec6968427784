/** The names of the servers' prompts beside our own. */
import type { Aggregator, DisplacedItem, PromptEntry } from '#core/ports/aggregator.ts';

export interface PromptNaming {
  /** Names of our own prompts, which win. */
  readonly own: ReadonlySet<string>;
  readonly find: Aggregator['findPrompt'];
}

export interface NamedPrompts {
  /** In the order of the entries; without what cannot have a name of its own. */
  readonly names: ReadonlyMap<PromptEntry, string>;
  readonly displaced: readonly DisplacedItem[];
}

export function namePrompts(
  entries: readonly PromptEntry[],
  { own, find }: PromptNaming,
): NamedPrompts {
  const names = new Map<PromptEntry, string>();
  const displaced: DisplacedItem[] = [];
  for (const entry of entries) {
    const { server, prompt, name } = entry;
    if (!own.has(name)) {
      names.set(entry, name);
      continue;
    }
    const other = [`${server}.${prompt}`, `${server}__${prompt}`].find(
      (name) => !own.has(name) && find(name) === entry,
    );
    if (other !== undefined) names.set(entry, other);
    const shown = other === undefined ? {} : { shownAs: other };
    displaced.push({ kind: 'prompt', server, item: prompt, keptServer: 'woollama', ...shown });
  }
  return { names, displaced };
}
