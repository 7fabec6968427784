/**
 * A transport whose `subscriptions/listen` messages are overheard: the SDK answers them without
 * asking us, but somebody must take the seat, and watch the resources they name.
 */
import type { Transport, TransportSendOptions } from '@modelcontextprotocol/server';
import { isJSONRPCNotification, type JSONRPCMessage } from '@modelcontextprotocol/server';

import type { PeerSeat } from '#core/ports/aggregator.ts';
import type { Logger } from '#core/ports/logger.ts';
import type { SitDown } from '../mcp-server-options.ts';
import { readListen, type ListenRequest } from './read-listen.ts';

export class ListenTap implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: NonNullable<Transport['onmessage']>;
  readonly #wire: Transport;
  readonly #logger: Logger;
  readonly #listens = new Map<string | number, ListenRequest>();
  readonly #watched = new Set<string>();
  readonly #open = new AbortController();
  #sit: SitDown | undefined;

  constructor(wire: Transport, logger: Logger) {
    this.#wire = wire;
    this.#logger = logger;
  }

  /** From then on listeners are seated. */
  offerSeat(sit: SitDown): void {
    this.#sit = sit;
    this.#settle();
  }

  async start(): Promise<void> {
    this.#wire.onclose = () => {
      this.#open.abort();
      this.onclose?.();
    };
    this.#wire.onerror = (error) => this.onerror?.(error);
    this.#wire.onmessage = (message, extra) => {
      this.onmessage?.(message, extra);
      this.#overhear(message);
    };
    await this.#wire.start();
  }

  send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    return this.#wire.send(message, options);
  }

  close(): Promise<void> {
    return this.#wire.close();
  }

  #overhear(message: JSONRPCMessage): void {
    if (!('method' in message)) return;
    if (message.method === 'subscriptions/listen') {
      const listen = readListen(message);
      if (listen === undefined) return;
      this.#listens.set(listen.id, listen);
      this.#settle();
    } else if (message.method === 'notifications/cancelled' && isJSONRPCNotification(message)) {
      const id = message.params?.['requestId'];
      if (typeof id !== 'string' && typeof id !== 'number') return;
      if (this.#listens.delete(id)) this.#settle();
    }
  }

  /** Watches what any listener names, and nothing else. */
  #settle(): void {
    const [first] = this.#listens.values();
    const meta = first?.meta ?? {};
    if (first === undefined && this.#watched.size === 0) return;
    const seat = this.#sit?.(meta);
    if (seat === undefined) return;
    const wanted = new Set(Array.from(this.#listens.values(), ({ uris }) => uris).flat());
    for (const uri of wanted) if (!this.#watched.has(uri)) this.#watch(seat, uri);
    for (const uri of this.#watched) if (!wanted.has(uri)) this.#unwatch(seat, uri);
  }

  #watch(seat: PeerSeat, uri: string): void {
    this.#watched.add(uri);
    seat.subscribe(uri, { signal: this.#open.signal }).catch((err: unknown) => {
      this.#watched.delete(uri);
      this.#explain(err, uri);
    });
  }

  #unwatch(seat: PeerSeat, uri: string): void {
    this.#watched.delete(uri);
    const { signal } = this.#open;
    seat.unsubscribe(uri, { signal }).catch((err: unknown) => this.#explain(err, uri));
  }

  #explain(err: unknown, uri: string): void {
    if (this.#open.signal.aborted) return;
    this.#logger.debug({ err, uri }, 'a resource cannot be watched');
  }
}
