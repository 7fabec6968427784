/** One session of a client up to 2025-11-25 over HTTP. */
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import type { EventStore, Server } from '@modelcontextprotocol/server';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { describeIdentity, toIdentity } from '../clients/client-identity.ts';
import { createMcpServer } from '../create-mcp-server.ts';
import type { McpParts } from '../mcp-parts.ts';
import type { ClientView } from '../own/view.ts';
import { estimateSize } from './estimate-size.ts';
import type { EventMemory } from './event-memory.ts';
import { SessionWire } from './session-wire.ts';
import { SlowStreams } from './slow-streams.ts';

/** A client that lost its stream should try again soon. */
const RETRY_MS = 1_000;

/** One that hung up in the middle of a call and does not come back for the answer is gone. */
const LOST_MS = 60_000;

export interface HttpSessionOptions {
  readonly view: ClientView;
  /** For clients that do not introduce themselves. */
  readonly fallbackName: string;
  readonly memory: EventMemory;
  readonly now: () => number;
  /** The client is initialized. */
  readonly onOpen: (session: HttpSession) => void;
  readonly onClose: (session: HttpSession) => void;
}

export class HttpSession {
  readonly id = randomUUID();
  readonly view: ClientView;
  readonly #wire: SessionWire;
  readonly #server: Server;
  readonly #fallbackName: string;
  readonly #now: () => number;
  readonly #slow = new SlowStreams();
  /** Open responses. */
  #busy = 0;
  /** Those among them that belong to no request. */
  #streams = 0;
  #lastUsed: number;
  #onReachable: () => void = () => undefined;
  #onSeen: () => void = () => undefined;
  #isCut = false;
  #isOpen = false;

  constructor(parts: McpParts, options: HttpSessionOptions) {
    const { view, fallbackName, memory, now } = options;
    this.view = view;
    this.#fallbackName = fallbackName;
    this.#now = now;
    this.#lastUsed = now();
    const streams = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: () => this.id,
      onsessioninitialized: () => {
        this.#isOpen = true;
        options.onOpen(this);
      },
      eventStore: this.#counted(memory.forSession(this.id)),
      retryInterval: RETRY_MS,
    });
    this.#wire = new SessionWire(streams);
    this.#server = createMcpServer(parts, {
      era: 'legacy',
      transport: 'http',
      view,
      lasting: true,
      fallbackName,
      isReachable: () => this.#streams > 0,
      whenReachable: (listener) => {
        this.#onReachable = listener;
      },
      offerSeen: (seen) => {
        this.#onSeen = seen;
      },
    });
    const { onclose } = this.#server;
    this.#server.onclose = () => {
      memory.forget(this.id);
      options.onClose(this);
      onclose?.();
    };
    this.#server.onerror = (err) => parts.logger.debug({ err }, 'an MCP session had a problem');
  }

  /** As it introduced itself; never trusted. */
  get client(): string {
    return describeIdentity(toIdentity(this.#server.getClientVersion(), this.#fallbackName));
  }

  get isBusy(): boolean {
    return this.#busy > 0;
  }

  /** Milliseconds since 1970 at which its last response ended. */
  get lastUsed(): number {
    return this.#lastUsed;
  }

  /** Whether it rests for longer than its client may stay away. */
  isOver(idleMs: number): boolean {
    const patience = this.#isCut ? Math.min(LOST_MS, idleMs) : idleMs;
    return !this.isBusy && this.#now() - this.#lastUsed >= patience;
  }

  /** It asked something that was answered elsewhere. */
  touch(): void {
    this.#lastUsed = this.#now();
    this.#isCut = false;
    this.#onSeen();
  }

  async start(): Promise<void> {
    await this.#server.connect(this.#wire);
  }

  /** Answers one request of it; a first one that does not initialize it ends it. */
  async serve(
    request: IncomingMessage,
    response: ServerResponse,
    message?: unknown,
  ): Promise<void> {
    const stream = request.method === 'GET' ? 1 : 0;
    this.#busy += 1;
    this.#streams += stream;
    this.#slow.watch(response);
    response.once('close', () => {
      this.#busy -= 1;
      this.#streams -= stream;
      this.#lastUsed = this.#now();
      this.#isCut = request.method === 'POST' && !response.writableFinished;
    });
    const served = this.#wire.handle(request, response, message);
    if (stream > 0 && this.#streams === 1) this.#onReachable();
    await served;
    if (!this.#isOpen) await this.close();
  }

  async close(): Promise<void> {
    await this.#server.close();
  }

  /** Everything that goes out on a stream is remembered first. */
  #counted(store: EventStore): EventStore {
    return {
      ...store,
      storeEvent: async (stream, message) => {
        this.#slow.said(estimateSize(message));
        return await store.storeEvent(stream, message);
      },
    };
  }
}
