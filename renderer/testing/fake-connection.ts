/** A connection that says what the test wants. */
import type { StreamBatch, StreamHello } from '#contract/stream.ts';
import type { Connection, ConnectionListener, ConnectionState } from '#client/connection.ts';
import { createStore } from '#client/store.ts';

export interface FakeConnection extends Connection {
  readonly say: (batch: Partial<StreamBatch>) => void;
  readonly greet: (hello?: Partial<StreamHello>) => void;
  readonly logWishes: () => number;
}

export function createFakeConnection(): FakeConnection {
  const listeners = new Set<ConnectionListener>();
  let wishes = 0;
  return {
    state: createStore<ConnectionState>({ kind: 'open' }),
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    wantLogs() {
      wishes += 1;
      return () => void (wishes -= 1);
    },
    retry: () => undefined,
    close: () => listeners.clear(),
    logWishes: () => wishes,
    say(batch) {
      for (const one of listeners) one.onBatch({ events: [], logs: [], missed: false, ...batch });
    },
    greet(hello) {
      const whole = { run: 'r1', seq: 0, logSeq: 0, resumed: false, ...hello };
      for (const one of listeners) one.onHello(whole);
    },
  };
}
