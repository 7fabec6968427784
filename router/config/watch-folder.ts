/**
 * Tells when one of the named files of a folder may have changed. The system's notices are the
 * fast way; a look at the files' dates finds what they miss: targets of links, network folders,
 * folders that appear later.
 */
import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Writing a file often takes several steps. */
const DEBOUNCE_MS = 50;
/** With reading it again, an edit takes effect within a second. */
const POLL_MS = 500;

/** Both return a function that cancels; neither keeps the process alive. */
export interface Timers {
  after(ms: number, run: () => void): () => void;
  every(ms: number, run: () => void): () => void;
}

export const systemTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms).unref();
    return () => clearTimeout(timer);
  },
  every(ms, run) {
    const timer = setInterval(run, ms).unref();
    return () => clearInterval(timer);
  },
};

export interface FolderWatch {
  readonly dir: string;
  /** Base names. */
  readonly files: readonly string[];
  readonly onChange: () => void;
  readonly timers: Timers;
  /** `stampFolder` from before the files were read, so that no edit falls between. */
  readonly stamp: FolderStamp;
}

export interface FolderStamp {
  /** Tells one folder from another of the same name; empty when there is none. */
  readonly folder: string;
  readonly files: string;
}

export async function stampFolder(dir: string, files: readonly string[]): Promise<FolderStamp> {
  const [folder, ...dates] = await Promise.all([
    identityOf(dir),
    ...files.map((file) => dateOf(join(dir, file))),
  ]);
  return { folder, files: dates.join() };
}

/** Resolves when it listens, with a function that ends it. */
export async function watchFolder(options: FolderWatch): Promise<() => void> {
  const { dir, files, onChange, timers } = options;
  let watcher: FSWatcher | undefined;
  let watched = '';
  let seen = options.stamp.files;
  let looking = false;
  let closed = false;
  let cancelNotice = (): void => undefined;

  const notice = (): void => {
    cancelNotice();
    cancelNotice = timers.after(DEBOUNCE_MS, onChange);
  };

  function unwatch(): void {
    watcher?.close();
    watcher = undefined;
    watched = '';
  }

  /** A folder that was replaced needs a new watcher: the old one looks at the old folder. */
  function rewatch(identity: string): void {
    if (watched === identity) return;
    unwatch();
    if (identity === '') return;
    try {
      watcher = watch(dir, { persistent: false }, (_, name) => {
        if (name === null || files.includes(name)) notice();
      });
      watcher.on('error', unwatch);
      watched = identity;
    } catch {
      // Too many watchers, or the folder is gone again: the next look tries once more.
    }
  }

  async function look(): Promise<void> {
    if (looking || closed) return;
    looking = true;
    const stamp = await stampFolder(dir, files);
    looking = false;
    if (closed) return;
    rewatch(stamp.folder);
    if (stamp.files !== seen) onChange();
    seen = stamp.files;
  }

  await look();
  const cancelPoll = timers.every(POLL_MS, () => void look());
  return () => {
    closed = true;
    cancelPoll();
    cancelNotice();
    unwatch();
  };
}

async function identityOf(dir: string): Promise<string> {
  return stat(dir).then(
    // A new folder may get the old one's number, so its birth tells them apart.
    ({ dev, ino, birthtimeMs }) => [dev, ino, birthtimeMs].join(':'),
    () => '',
  );
}

async function dateOf(file: string): Promise<string> {
  return stat(file, { bigint: true }).then(
    ({ mtimeNs, ctimeNs, size, ino }) => [mtimeNs, ctimeNs, size, ino].join(':'),
    () => '',
  );
}
