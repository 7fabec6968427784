/** The configuration of a running router: read at start, read again when somebody edits it. */
import assert from 'node:assert';
import { isDeepStrictEqual } from 'node:util';

import type { ConfigIssue } from '#contract/config.ts';
import type { ConfigSnapshot, ConfigStore } from '#core/ports/config.ts';
import type { Logger } from '#core/ports/logger.ts';
import { buildSnapshot, deepFreeze } from './build-snapshot.ts';
import { CONFIG_FILES, type ConfigFile } from './config-files.ts';
import {
  type ConfigSources,
  type ConfigState,
  fileIssues,
  filesOf,
  partsOf,
  readState,
} from './config-state.ts';
import type { Settings } from './load-settings.ts';
import { shareNext } from './share-next.ts';
import {
  type FolderStamp,
  stampFolder,
  systemTimers,
  type Timers,
  watchFolder,
} from './watch-folder.ts';

/** A change inside the patterns folder is found by reading it again. */
const PATTERNS_MS = 10_000;

export interface ConfigStoreOptions extends ConfigSources {
  readonly logger: Logger;
  readonly clock?: Timers;
}

export interface LiveConfigStore extends ConfigStore {
  settings(): Settings;
  /** Reads the files now, without waiting for a notice; subscribers hear of it before it resolves. */
  refresh(): Promise<void>;
}

export type ConfigStart =
  | { readonly ok: true; readonly store: LiveConfigStore }
  | { readonly ok: false; readonly issues: readonly ConfigIssue[] };

/** Refuses when a file exists that cannot be read or parsed. The caller closes the store. */
export async function createConfigStore(options: ConfigStoreOptions): Promise<ConfigStart> {
  const stamp = await stampFolder(options.dir, CONFIG_FILES);
  const state = await readState(options);
  if (!partsOf(state)) return { ok: false, issues: fileIssues(state) };
  return { ok: true, store: await openStore({ state, stamp }, options) };
}

async function openStore(
  first: { readonly state: ConfigState; readonly stamp: FolderStamp },
  options: ConfigStoreOptions,
): Promise<LiveConfigStore> {
  const { dir, logger, clock = systemTimers } = options;
  const listeners = createListeners(logger);
  let { state } = first;
  let view = viewOf(state);
  let closed = false;

  const refresh = shareNext(async () => {
    if (closed) return;
    const next = await readState(options, state);
    const changed = CONFIG_FILES.filter((name) => !isSame(fileOf(state, name), fileOf(next, name)));
    state = next;
    if (changed.length === 0) return;
    view = viewOf(state, view.snapshot.secrets);
    for (const file of changed) listeners.call(view.snapshot, file);
  });
  const onChange = (): void => {
    refresh().catch((error: unknown) => {
      logger.error({ err: error }, 'the configuration could not be read again');
    });
  };
  const files = CONFIG_FILES;
  const unwatch = await watchFolder({ dir, files, onChange, timers: clock, stamp: first.stamp });
  const cancelPatterns = clock.every(PATTERNS_MS, () => {
    if (state.recipes.part?.patterns) onChange();
  });

  return {
    current: () => view.snapshot,
    settings: () => view.settings,
    refresh,
    subscribe: listeners.add,
    async close() {
      closed = true;
      unwatch();
      cancelPatterns();
      listeners.clear();
      // Waits for a reading under way; none begins any more.
      await refresh().catch(() => undefined);
    },
  };
}

type Listener = (snapshot: ConfigSnapshot, file: string) => void;

function createListeners(logger: Logger): {
  readonly add: (listener: Listener) => () => void;
  readonly call: Listener;
  readonly clear: () => void;
} {
  const listeners = new Set<Listener>();
  return {
    add(listener) {
      // Wrapped, so that the same function may subscribe twice.
      const own: Listener = (snapshot, file) => listener(snapshot, file);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    call(snapshot, file) {
      logger.info({ file, issues: snapshot.issues.length }, 'configuration changed');
      for (const listener of listeners) {
        try {
          listener(snapshot, file);
        } catch (error) {
          logger.error({ err: error, file }, 'a subscriber of the configuration failed');
        }
      }
    },
    clear: () => listeners.clear(),
  };
}

interface View {
  readonly snapshot: ConfigSnapshot;
  readonly settings: Settings;
}

/** Earlier secrets stay known: what used them may still be stopping. */
function viewOf(state: ConfigState, earlier: Iterable<string> = []): View {
  const parts = partsOf(state);
  assert(parts, 'a file that broke must keep its last good part');
  const snapshot = buildSnapshot(state, parts);
  const secrets = new Set([...earlier, ...snapshot.secrets]);
  return {
    snapshot: Object.freeze({ ...snapshot, secrets }),
    settings: deepFreeze(parts.settings.settings),
  };
}

type AnyFileState = ReturnType<typeof filesOf>[number];

function fileOf(state: ConfigState, name: ConfigFile): AnyFileState {
  const found = filesOf(state).find((file) => file.name === name);
  assert(found, `no state of ${name}`);
  return found;
}

/** Whether both say the same, wherever it stands in the file. */
function isSame(one: AnyFileState, other: AnyFileState): boolean {
  return isDeepStrictEqual(contentOf(one), contentOf(other));
}

function contentOf({ part, failure }: AnyFileState): unknown {
  if (!part) return { failure };
  const { log, ...content } = part;
  return { ...content, issues: log.issues, failure };
}
