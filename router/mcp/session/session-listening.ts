/** The newer revision sends changes only to those who listen for them. */
import { ProtocolError, type Client, type McpSubscription } from '@modelcontextprotocol/client';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Logger } from '#core/ports/logger.ts';
import type { RpcError, RpcOutcome } from '#core/rpc.ts';
import type { Link } from './link.ts';
import { isCapable } from '../offers/server-offer.ts';

const LISTEN_AGAIN_MS = 1000;
const INTERNAL_ERROR = -32603;
const OVER: RpcOutcome = {
  ok: false,
  error: { code: INTERNAL_ERROR, message: 'The connection to the server is over' },
};

type Settle = (outcome: RpcOutcome) => void;

export interface SessionListeningOptions {
  readonly client: Client;
  readonly link: Link;
  readonly logger: Logger;
  /** How long the server may take to agree. */
  readonly timeoutMs: number;
  /** Changes may have been missed. */
  readonly onGap: () => void;
}

export class SessionListening {
  readonly #options: SessionListeningOptions;
  #uris: readonly string[] = [];
  #current: McpSubscription | undefined;
  #running = false;
  #stopped = false;
  /** Who waits for what the server says to the request in flight. */
  #asking: readonly Settle[] = [];
  /** Who waits for the next one; some do when what is listened for is outdated. */
  #waiting: Settle[] = [];

  constructor(options: SessionListeningOptions) {
    this.#options = options;
  }

  /**
   * Listens for the lists, and for these resources in place of earlier ones. What the server agreed
   * to is the result; after a refusal nothing is listened for. Never rejects.
   */
  watch(uris: readonly string[]): Promise<RpcOutcome> {
    if (this.#stopped) return Promise.resolve(OVER);
    const { promise, resolve } = Promise.withResolvers<RpcOutcome>();
    this.#uris = uris;
    this.#waiting.push(resolve);
    if (this.#running) void this.#current?.close();
    else void this.#run();
    return promise;
  }

  stop(): void {
    this.#stopped = true;
    for (const settle of [...this.#asking, ...this.#waiting]) settle(OVER);
    this.#waiting = [];
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (!this.#stopped) {
      const filter = this.#filter();
      this.#asking = this.#waiting;
      this.#waiting = [];
      const agreed = Object.keys(filter).length > 0 && (await this.#listen(filter));
      if (!agreed) this.#answer({ ok: true, result: {} });
      if (this.#stopped || (!agreed && !this.#isOutdated())) break;
      // Either the server is gone or changes were missed meanwhile; asking tells which.
      this.#options.onGap();
      if (!this.#isOutdated()) await sleep(LISTEN_AGAIN_MS, undefined, { ref: false });
    }
    this.#running = false;
  }

  /** Until it is over; false when the server refused. */
  async #listen(filter: Parameters<Client['listen']>[0]): Promise<boolean> {
    const { client, link, logger, timeoutMs } = this.#options;
    try {
      const subscription = await client.listen(filter, { timeout: timeoutMs });
      this.#current = subscription;
      this.#answer({ ok: true, result: { ...subscription.honoredFilter } });
      if (this.#stopped || this.#isOutdated()) await subscription.close();
      await subscription.closed;
      return true;
    } catch (error) {
      logger.debug({ reason: link.explain(error).reason }, 'the server takes no subscription');
      this.#answer({ ok: false, error: this.#toRpcError(error) });
      return false;
    }
  }

  #isOutdated(): boolean {
    return this.#waiting.length > 0;
  }

  #answer(outcome: RpcOutcome): void {
    for (const settle of this.#asking) settle(outcome);
    this.#asking = [];
  }

  #toRpcError(error: unknown): RpcError {
    const { link } = this.#options;
    if (!ProtocolError.isInstance(error)) {
      return { code: INTERNAL_ERROR, message: link.explain(error).reason };
    }
    const { code, message, data } = error;
    return { code, message: link.mask(message), ...(data === undefined ? {} : { data }) };
  }

  #filter(): Parameters<Client['listen']>[0] {
    const capabilities = { ...this.#options.client.getServerCapabilities() };
    const lists = {
      toolsListChanged: isCapable(capabilities, 'tools.listChanged'),
      promptsListChanged: isCapable(capabilities, 'prompts.listChanged'),
      resourcesListChanged: isCapable(capabilities, 'resources.listChanged'),
    };
    const wanted = Object.entries(lists).filter(([, changes]) => changes);
    return {
      ...Object.fromEntries(wanted),
      ...(this.#uris.length === 0 ? {} : { resourceSubscriptions: [...this.#uris] }),
    };
  }
}
