/** Keeps the event stream open: connects, resumes, waits, and says how it stands. */
import { ControlError, type ControlClient } from '#contract/control-client.ts';
import type { StreamBatch, StreamHello } from '#contract/stream.ts';
import { createStore, type Store } from './store.ts';

export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** Nobody answers; `since` is milliseconds since 1970. */
  | { readonly kind: 'lost'; readonly since: number; readonly reason: string }
  /** The router answers, but not to us. */
  | { readonly kind: 'refused' };

export interface ConnectionListener {
  /** With `resumed: false` everything that is known must be read anew. */
  readonly onHello: (hello: StreamHello) => void;
  readonly onBatch: (batch: StreamBatch) => void;
}

export interface Connection {
  readonly state: Store<ConnectionState>;
  readonly listen: (listener: ConnectionListener) => () => void;
  /** Log lines cost bandwidth, so they flow only while somebody looks. Returns an idempotent end. */
  readonly wantLogs: () => () => void;
  /** Tries again at once. */
  readonly retry: () => void;
  readonly close: () => void;
}

export interface ConnectionOptions {
  readonly client: Pick<ControlClient, 'stream'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Resolves after so many milliseconds or when the signal fires. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 3_000;

/** Begins to connect at once and never gives up until it is closed. */
export function createConnection(options: ConnectionOptions): Connection {
  const stream = new EventStream(options);
  void stream.run();
  return {
    state: stream.state,
    listen(listener) {
      stream.listeners.add(listener);
      return () => void stream.listeners.delete(listener);
    },
    wantLogs: () => stream.wantLogs(),
    retry: () => stream.interrupt(),
    close: () => stream.close(),
  };
}

class EventStream {
  readonly state = createStore<ConnectionState>({ kind: 'connecting' });
  readonly listeners = new Set<ConnectionListener>();
  readonly #options: ConnectionOptions;
  readonly #closing = new AbortController();
  /** Fires when the present connection, or the wait for the next one, shall end. */
  #current = new AbortController();
  #after: string | undefined;
  #logWishes = 0;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    let waitMs = FIRST_WAIT_MS;
    while (!this.#closing.signal.aborted) {
      const isOnPurpose = await this.#attempt();
      if (isOnPurpose) continue;
      if (this.state.get().kind === 'open') waitMs = FIRST_WAIT_MS;
      this.#tellLoss();
      await this.#options.wait(waitMs, this.#signal());
      this.#current = new AbortController();
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
    }
  }

  wantLogs(): () => void {
    this.#logWishes += 1;
    if (this.#logWishes === 1) this.interrupt();
    let over = false;
    return () => {
      if (!over) this.#logWishes -= 1;
      over = true;
    };
  }

  interrupt(): void {
    this.#current.abort();
  }

  close(): void {
    this.#closing.abort();
  }

  #reason = '';

  /** True when the connection ended because something of ours asked for it. */
  async #attempt(): Promise<boolean> {
    this.#current = new AbortController();
    const { signal } = this.#current;
    this.#reason = 'the connection ended';
    try {
      this.#after = await this.#connect();
    } catch (error) {
      if (isRefusal(error)) this.state.set({ kind: 'refused' });
      this.#reason = error instanceof Error ? error.message : String(error);
    }
    return signal.aborted;
  }

  #connect(): Promise<string | undefined> {
    return this.#options.client.stream({
      after: this.#after,
      logs: this.#logWishes > 0,
      signal: this.#signal(),
      onHello: (hello) => {
        this.state.set({ kind: 'open' });
        for (const listener of this.listeners) listener.onHello(hello);
      },
      onBatch: (batch) => {
        for (const listener of this.listeners) listener.onBatch(batch);
      },
    });
  }

  #signal(): AbortSignal {
    return AbortSignal.any([this.#current.signal, this.#closing.signal]);
  }

  #tellLoss(): void {
    const before = this.state.get();
    if (before.kind === 'refused') return;
    const since = before.kind === 'lost' ? before.since : this.#options.now();
    this.state.set({ kind: 'lost', since, reason: this.#reason });
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof ControlError && ['OWNER_ONLY', 'UNAUTHORIZED'].includes(error.code);
}
