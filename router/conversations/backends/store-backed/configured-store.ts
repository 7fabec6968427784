/** The store that mcp.json names now; another one from the next turn on when the file changes. */
import { isDeepStrictEqual } from 'node:util';

import type { ConversationStoreEntry } from '#contract/config.ts';
import type { Tools } from '#core/ports/tools.ts';
import { createHttpThreadStore } from './http-thread-store.ts';
import { createMcpThreadStore } from './mcp-thread-store.ts';
import type { ThreadStore } from './thread-store.ts';

export interface ConfiguredStore {
  /** Undefined when none is configured. */
  current(): ThreadStore | undefined;
  close(): Promise<void>;
}

interface StoreOptions {
  readonly tools: Tools;
  readonly entry: () => ConversationStoreEntry | undefined;
}

interface OpenStore {
  readonly entry: ConversationStoreEntry;
  readonly store: ThreadStore;
  readonly close: () => Promise<void>;
}

export function createConfiguredStore({ tools, entry }: StoreOptions): ConfiguredStore {
  let open: OpenStore | undefined;
  /** Also those of before: a turn that runs still brings its answer there. */
  const opened: OpenStore[] = [];
  return {
    current() {
      const wanted = entry();
      if (!isDeepStrictEqual(wanted, open?.entry)) {
        open = wanted && openStore(wanted, tools);
        if (open !== undefined) opened.push(open);
      }
      return open?.store;
    },
    async close() {
      open = undefined;
      await Promise.all(opened.splice(0).map((one) => one.close()));
    },
  };
}

function openStore(entry: ConversationStoreEntry, tools: Tools): OpenStore | undefined {
  const { server, url, headers } = entry;
  if (server !== undefined) {
    return { entry, store: createMcpThreadStore(tools, server), close: async () => undefined };
  }
  if (url === undefined) return undefined;
  const store = createHttpThreadStore({ url, headers });
  return { entry, store, close: () => store.close() };
}
