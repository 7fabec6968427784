/** What the files said before our last writes; in memory only, because it may hold secrets. */
import type { ConfigFileName } from '#contract/config-editing.ts';

/** Writes that can be taken back, of each file. */
const REMEMBERED = 20;

export interface UndoList {
  /** `text` is what was there before; null for a file that did not exist. `hash` is of what is there now. */
  remember(
    name: ConfigFileName,
    write: { readonly hash: string; readonly text: string | null },
  ): void;
  /** What stood there before the write that left this hash; undefined when it is not known. */
  find(name: ConfigFileName, hash: string): { readonly text: string | null } | undefined;
}

export function createUndoList(): UndoList {
  const writes = new Map<ConfigFileName, { hash: string; text: string | null }[]>();
  return {
    remember(name, write) {
      const list = writes.get(name) ?? [];
      writes.set(
        name,
        [...list.filter(({ hash }) => hash !== write.hash), write].slice(-REMEMBERED),
      );
    },
    find: (name, hash) => writes.get(name)?.find((write) => write.hash === hash),
  };
}
