import type { ConfigEditRequest } from '#contract/config-editing.ts';

/** From one table of names and texts to another, name by name, so that comments between them stay. */
export function pairEdits(
  path: readonly string[],
  was: ReadonlyMap<string, string>,
  is: ReadonlyMap<string, string>,
): readonly ConfigEditRequest[] {
  if (is.size === 0) return was.size === 0 ? [] : [{ kind: 'remove', path: [...path] }];
  if (was.size === 0) {
    return [{ kind: 'set', path: [...path], value: Object.fromEntries(is) }];
  }
  const removed = [...was.keys()].filter((name) => !is.has(name));
  const set = [...is].filter(([name, value]) => was.get(name) !== value);
  return [
    ...set.map(([name, value]): ConfigEditRequest => {
      return { kind: 'set', path: [...path, name], value };
    }),
    ...removed.map((name): ConfigEditRequest => ({ kind: 'remove', path: [...path, name] })),
  ];
}
