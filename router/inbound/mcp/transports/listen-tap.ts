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
import { watchResources } from './watch-resources.ts';

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
    void this.#settle();
  }

  async start(): Promise<void> {
    this.#wire.onclose = () => {
      this.#open.abort();
      this.#listens.clear();
      this.onclose?.();
    };
    this.#wire.onerror = (error) => this.onerror?.(error);
    this.#wire.onmessage = (message, extra) => {
      const pass = (): void => this.onmessage?.(message, extra);
      const listen = readListen(message);
      if (listen !== undefined) return void this.#seat(listen, pass);
      pass();
      this.#overhearEnd(message);
    };
    await this.#wire.start();
  }

  send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    return this.#wire.send(message, options);
  }

  close(): Promise<void> {
    return this.#wire.close();
  }

  /** Passed on, and so acknowledged, only when the servers watch: updates in between would be missed. */
  async #seat(listen: ListenRequest, pass: () => void): Promise<void> {
    this.#listens.set(listen.id, listen);
    await this.#settle();
    if (this.#listens.get(listen.id) === listen) pass();
  }

  #overhearEnd(message: JSONRPCMessage): void {
    if (!isJSONRPCNotification(message) || message.method !== 'notifications/cancelled') return;
    const id = message.params?.['requestId'];
    if (typeof id !== 'string' && typeof id !== 'number') return;
    if (this.#listens.delete(id)) void this.#settle();
  }

  /** Watches what any listener names, and nothing else. */
  async #settle(): Promise<void> {
    const [first] = this.#listens.values();
    const meta = first?.meta ?? {};
    if (first === undefined && this.#watched.size === 0) return;
    const seat = this.#sit?.(meta);
    if (seat === undefined) return;
    const wanted = new Set(Array.from(this.#listens.values(), ({ uris }) => uris).flat());
    for (const uri of this.#watched) if (!wanted.has(uri)) this.#unwatch(seat, uri);
    const fresh = [...wanted].filter((uri) => !this.#watched.has(uri));
    for (const uri of fresh) this.#watched.add(uri);
    await watchResources(seat, {
      uris: fresh,
      signal: this.#open.signal,
      logger: this.#logger,
      onRefused: (uri) => this.#watched.delete(uri),
    });
  }

  #unwatch(seat: PeerSeat, uri: string): void {
    this.#watched.delete(uri);
    const { signal } = this.#open;
    seat.unsubscribe(uri, { signal }).catch((err: unknown) => {
      if (!signal.aborted) this.#logger.debug({ err, uri }, 'a resource is still watched');
    });
  }
}
