/** The models a recipe can run on, as the picker lists them. */
import { AUTO_MODEL } from '#contract/config.ts';

export interface ModelGroup {
  readonly group: string;
  readonly items: readonly string[];
}

/** `auto/default` first, then the others by inferencer. Recipes cannot run on recipes. */
export function groupModels(ids: readonly string[]): readonly ModelGroup[] {
  const groups = new Map<string, string[]>([['Automatic', [AUTO_MODEL]]]);
  const others = ids.filter((id) => id !== AUTO_MODEL && !id.startsWith('woollama/'));
  for (const id of new Set(others.toSorted())) {
    const name = id.split('/')[0] ?? id;
    const group = groups.get(name) ?? [];
    groups.set(name, group);
    group.push(id);
  }
  return [...groups].map(([group, items]) => ({ group, items }));
}

/** Why the name may be a slip; undefined when it is a known model. */
export function modelWarning(typed: string, ids: readonly string[]): string | undefined {
  const model = typed.trim();
  if (model === AUTO_MODEL || ids.includes(model)) return undefined;
  const slash = model.indexOf('/');
  if (slash < 1 || slash === model.length - 1) return undefined;
  const name = model.slice(0, slash);
  const isKnown = ids.some((id) => id.startsWith(`${name}/`));
  return isKnown
    ? `${name} does not list this model. It is asked for as written.`
    : `Nothing is known of the models of ${name} now. It is asked for as written.`;
}
