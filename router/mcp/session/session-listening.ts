/** The newer revision sends changes only to those who listen for them. */
import type { Client, McpSubscription } from '@modelcontextprotocol/client';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Logger } from '#core/ports/logger.ts';
import type { Link } from './link.ts';
import { isCapable } from '../offers/server-offer.ts';

const LISTEN_AGAIN_MS = 1000;

export interface SessionListeningOptions {
  readonly client: Client;
  readonly link: Link;
  readonly logger: Logger;
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
  /** What to listen for is not what the current subscription has. */
  #outdated = false;

  constructor(options: SessionListeningOptions) {
    this.#options = options;
  }

  /** Listens for the lists, and for these resources. Returns at once. */
  watch(uris: readonly string[]): void {
    this.#uris = uris;
    this.#outdated = true;
    if (this.#running) void this.#current?.close();
    else void this.#run();
  }

  stop(): void {
    this.#stopped = true;
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      while (!this.#stopped) {
        const filter = this.#filter();
        if (Object.keys(filter).length === 0) return;
        this.#outdated = false;
        await this.#listen(filter);
        if (this.#stopped) return;
        // Either the server is gone or changes were missed meanwhile; asking tells which.
        this.#options.onGap();
        if (!this.#outdated) await sleep(LISTEN_AGAIN_MS, undefined, { ref: false });
      }
    } catch (error) {
      const { reason } = this.#options.link.explain(error);
      this.#options.logger.debug({ reason }, 'the server takes no subscription');
    } finally {
      this.#running = false;
    }
  }

  async #listen(filter: Parameters<Client['listen']>[0]): Promise<void> {
    const { client, timeoutMs } = this.#options;
    const subscription = await client.listen(filter, { timeout: timeoutMs });
    this.#current = subscription;
    if (this.#outdated) await subscription.close();
    await subscription.closed;
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
