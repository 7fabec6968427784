/** The last log lines while somebody looks at them. */
import type { ControlClient } from '#contract/control-client.ts';
import { LOG_LIMIT, type LogLine } from '#contract/logs.ts';
import type { Connection } from './connection.ts';
import { createStore, type Store } from './store.ts';

export interface LogStore extends Store<readonly LogLine[]> {
  /** Begins to follow the log; returns an idempotent end. */
  readonly follow: () => () => void;
}

export function createLogStore(client: ControlClient, connection: Connection): LogStore {
  const store = createStore<readonly LogLine[]>([]);

  async function read(): Promise<void> {
    const { lines } = await client.call('logs.list', { limit: LOG_LIMIT });
    const known = lines.at(-1)?.seq ?? 0;
    store.set([...lines, ...store.get().filter(({ seq }) => seq > known)]);
  }

  function readQuietly(): void {
    // The connection tells that the router is away, and reads again when it is back.
    read().catch(() => undefined);
  }

  return {
    get: store.get,
    subscribe: store.subscribe,
    follow() {
      const unwant = connection.wantLogs();
      const unlisten = connection.listen({
        onHello({ resumed }) {
          if (resumed) return;
          store.set([]);
          readQuietly();
        },
        onBatch({ logs, missed }) {
          if (missed) readQuietly();
          else if (logs.length > 0) store.set(append(store.get(), logs));
        },
      });
      readQuietly();
      return () => {
        unwant();
        unlisten();
      };
    },
  };
}

function append(lines: readonly LogLine[], more: readonly LogLine[]): readonly LogLine[] {
  const known = lines.at(-1)?.seq ?? 0;
  return [...lines, ...more.filter(({ seq }) => seq > known)].slice(-LOG_LIMIT);
}
