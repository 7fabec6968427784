/** Threads as files, `<dir>/<id>.json`; changes of one thread happen one after the other. */
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

export interface ThreadFolder {
  /** An empty thread, unless it is there. */
  create(id: string): Promise<void>;
  /** Undefined when there is none. */
  read(id: string): Promise<readonly unknown[] | undefined>;
  /** False when there is none. */
  append(id: string, messages: readonly unknown[]): Promise<boolean>;
  /** False when there was none. */
  remove(id: string): Promise<boolean>;
}

/** Nothing that could lead out of the folder. */
export function isThreadId(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,128}$/.test(text);
}

export async function openThreadFolder(dir: string): Promise<ThreadFolder> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const pathOf = (id: string): string => join(dir, `${id}.json`);
  /** The last change of each thread that has one under way. */
  const queues = new Map<string, Promise<void>>();

  const read = async (id: string): Promise<readonly unknown[] | undefined> => {
    try {
      const messages: unknown = JSON.parse(await readFile(pathOf(id), 'utf8'));
      return Array.isArray(messages) ? messages : [];
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };
  const inOrder = async <T>(id: string, work: () => Promise<T>): Promise<T> => {
    const before = queues.get(id);
    const { promise: settled, resolve } = Promise.withResolvers<void>();
    queues.set(id, settled);
    try {
      await before;
      return await work();
    } finally {
      if (queues.get(id) === settled) queues.delete(id);
      resolve();
    }
  };

  return {
    read: (id) => inOrder(id, () => read(id)),
    create: (id) =>
      inOrder(id, async () => {
        if ((await read(id)) === undefined) await replace(pathOf(id), '[]');
      }),
    append: (id, messages) =>
      inOrder(id, async () => {
        const before = await read(id);
        if (before === undefined) return false;
        await replace(pathOf(id), JSON.stringify([...before, ...messages]));
        return true;
      }),
    remove: (id) =>
      inOrder(id, async () => {
        try {
          await rm(pathOf(id));
          return true;
        } catch (error) {
          if (isMissing(error)) return false;
          throw error;
        }
      }),
  };
}

/** On the disk before it takes the place of the old one, so that a crash leaves one of the two. */
async function replace(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
