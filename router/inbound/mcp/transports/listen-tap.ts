/**
 * A transport whose `subscriptions/listen` messages are overheard: the SDK answers them without
 * asking us, but somebody must take the seat, and watch the resources they name.
 */
import type { Transport, TransportSendOptions } from '@modelcontextprotocol/server';
import {
  isJSONRPCNotification,
  type JSONRPCMessage,
  type MessageExtraInfo,
} from '@modelcontextprotocol/server';

import type { Logger } from '#core/ports/logger.ts';
import type { SitDown } from '../mcp-server-options.ts';
import { readListen, type ListenRequest } from './read-listen.ts';
import { ResourceWatch } from './resource-watch.ts';

export class ListenTap implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: NonNullable<Transport['onmessage']>;
  readonly #wire: Transport;
  readonly #logger: Logger;
  /** Those that were neither answered nor cancelled. */
  readonly #listens = new Map<unknown, ListenRequest>();
  readonly #open = new AbortController();
  #sit: SitDown | undefined;
  #watch: ResourceWatch | undefined;

  constructor(wire: Transport, logger: Logger) {
    this.#wire = wire;
    this.#logger = logger;
  }

  /** From then on listeners are seated. Resolves when one that came before watches. */
  async offerSeat(sit: SitDown): Promise<void> {
    this.#sit = sit;
    await this.#settle();
  }

  async start(): Promise<void> {
    this.#wire.onclose = () => {
      this.#open.abort();
      this.#listens.clear();
      this.onclose?.();
    };
    this.#wire.onerror = (error) => this.onerror?.(error);
    this.#wire.onmessage = (message, extra) => {
      const listen = readListen(message);
      if (listen !== undefined) return void this.#seat(listen, extra);
      this.onmessage?.(message, extra);
      if (isJSONRPCNotification(message) && message.method === 'notifications/cancelled') {
        this.#ended(message.params?.['requestId']);
      }
    };
    await this.#wire.start();
  }

  async send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    // Only the end of listening is answered; until then there are notifications.
    if (!('method' in message)) this.#ended(message.id);
    await this.#wire.send(message, options);
  }

  close(): Promise<void> {
    return this.#wire.close();
  }

  /** Passed on, and so acknowledged, only when the servers watch: updates in between would be missed. */
  async #seat(listen: ListenRequest, extra: MessageExtraInfo | undefined): Promise<void> {
    this.#listens.set(listen.id, listen);
    const watched = await this.#settle();
    if (this.#listens.get(listen.id) === listen) this.onmessage?.(listen.limitedTo(watched), extra);
  }

  #ended(id: unknown): void {
    if (this.#listens.delete(id)) void this.#settle();
  }

  /** Watches what any listener names, and nothing else. */
  async #settle(): Promise<ReadonlySet<string>> {
    const listens = [...this.#listens.values()];
    const uris = new Set(listens.flatMap((listen) => listen.uris));
    this.#watch ??= this.#sitDown(listens[0]);
    // The first message of all is read before its client can be seated.
    return (await this.#watch?.watch(uris)) ?? uris;
  }

  #sitDown(first: ListenRequest | undefined): ResourceWatch | undefined {
    const seat = first && this.#sit?.(first.meta);
    return seat && new ResourceWatch(seat, { signal: this.#open.signal, logger: this.#logger });
  }
}
