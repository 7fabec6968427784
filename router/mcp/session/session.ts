/** One initialised MCP session: the SDK's client, what the server lists, and requests both ways. */
import { Client } from '@modelcontextprotocol/client';

import { LONGEST_TIMER_MS } from '#core/longest-timer.ts';
import type { Logger } from '#core/ports/logger.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import { TASKS_EXTENSION } from '#core/tasks-extension.ts';
import { untilAborted } from '#core/until-aborted.ts';
import type { Link } from './link.ts';
import type { RelayCall } from './relay-call.ts';
import type { ServerFacts, ServerOffer } from '../offers/server-offer.ts';
import { isCapable } from '../offers/server-offer.ts';
import { SessionListening } from './session-listening.ts';
import { SessionLists } from './session-lists.ts';
import { SessionQuestions, type AnswerAsk } from './session-questions.ts';
import { SessionRequests } from './session-requests.ts';
import { letTasksThrough } from './task-answers.ts';

/** The handshake: the newer one only over a pipe, because there finding out costs a second process. */
export type Handshake = 'auto' | 'initialize' | 'modern';

const MODERN_REVISION = '2026-07-28';
const NEGOTIATIONS = {
  auto: { mode: 'auto' },
  initialize: { mode: 'legacy' },
  modern: { mode: { pin: MODERN_REVISION } },
} as const;

/** What a server tells us that is neither about its lists nor about the progress of a call. */
export interface ServerNotice {
  readonly method: string;
  readonly params: JsonObject;
  /** All calls in flight that it can belong to. */
  readonly callers: readonly RelayCall[];
}

/** Whom a session reports to, and asks. */
export interface SessionHost {
  readonly onOffer: () => void;
  readonly onNotice: (notice: ServerNotice) => void;
  readonly answer: AnswerAsk;
  /** The lowest level that any client wants; undefined as long as none said. */
  readonly logLevel: () => string | undefined;
}

export interface SessionOptions {
  /** Name of the server, for messages. */
  readonly server: string;
  readonly link: Link;
  readonly handshake: Handshake;
  readonly client: { readonly name: string; readonly version: string };
  /** Whether the server may ask for the clients' folders. */
  readonly roots: boolean;
  /** Limit of a later list; the first one of the tools is bounded by `signal`. */
  readonly listTimeoutMs: number;
  readonly logger: Logger;
  /** Bounds the opening, not the session. */
  readonly signal: AbortSignal;
  readonly host: SessionHost;
}

export interface Session {
  readonly facts: ServerFacts;
  readonly modern: boolean;
  /** The same object until something was read again. */
  offer(): ServerOffer;
  /** Resolves with the reason when the session is over. */
  readonly lost: Promise<string>;
  /** A refusal of the server is a value. Rejects with RouterError as `Tools.call`. */
  request(call: RelayCall): Promise<RpcOutcome>;
  /** Without an answer; best effort. */
  notify(method: string): void;
  /**
   * For servers that tell of changed resources only while we listen: these, in place of earlier ones.
   * What the server agreed to (`resourceSubscriptions`), or its refusal. Never rejects.
   */
  watch(uris: readonly string[]): Promise<RpcOutcome>;
  /** Calls in flight are rejected with TOOLS_UNAVAILABLE. Resolves when the link is gone. */
  close(reason: string): Promise<void>;
}

/**
 * Handshake and first lists. The caller owns the link: on rejection it explains the error and
 * closes the link.
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const session = new ClientSession(options);
  await untilAborted(session.open(), options.signal);
  return session;
}

class ClientSession implements Session {
  readonly lost: Promise<string>;
  readonly #options: SessionOptions;
  readonly #client: Client;
  readonly #lists: SessionLists;
  readonly #requests: SessionRequests;
  readonly #questions: SessionQuestions;
  readonly #listening: SessionListening;
  #offer: ServerOffer | undefined;
  #opened = false;
  readonly #ended = new AbortController();
  /** Why the session is over; undefined while it is not. */
  #over: string | undefined;
  #announceLoss: (reason: string) => void = () => {};

  constructor(options: SessionOptions) {
    const { server, link, logger, listTimeoutMs, host, roots } = options;
    this.#options = options;
    this.lost = new Promise((resolve) => {
      this.#announceLoss = resolve;
    });
    const client = createClient(options);
    const onFatal = (reason: string): void => this.#end(reason);
    const common = { client, link, logger, onFatal };
    this.#client = client;
    this.#lists = new SessionLists({ ...common, listTimeoutMs, onRead: () => this.#read() });
    this.#requests = new SessionRequests({
      ...common,
      server,
      logLevel: host.logLevel,
      onInputRequired: (requests, pending) => this.#questions.handleAll(requests, pending),
      over: () => this.#over,
      ended: this.#ended.signal,
    });
    this.#questions = new SessionQuestions({
      answer: host.answer,
      callers: () => this.#requests.callers(),
      roots,
    });
    const onGap = (): void => this.#lists.refreshSoon();
    this.#listening = new SessionListening({ ...common, timeoutMs: listTimeoutMs, onGap });
  }

  async open(): Promise<void> {
    const { link } = this.#options;
    this.#client.onclose = () => this.#end(link.explain().reason);
    link.transport.onerror = (error) => this.#suspect(error);
    this.#handleMessages();
    if (link.kind === 'http') this.#requests.giveCallsTheirStream(link.transport);
    await this.#client.connect(link.transport, { timeout: LONGEST_TIMER_MS });
    if (this.modern) letTasksThrough(link.transport);
    await this.#lists.open();
    this.#opened = true;
  }

  get facts(): ServerFacts {
    const program = this.#client.getServerVersion();
    return {
      protocol: this.#client.getNegotiatedProtocolVersion() ?? '',
      program: program && { name: program.name, version: program.version },
    };
  }

  get modern(): boolean {
    return this.#client.getProtocolEra() === 'modern';
  }

  offer(): ServerOffer {
    this.#offer ??= {
      tools: this.#lists.tools.items,
      prompts: this.#lists.prompts.items,
      resources: this.#lists.resources.items,
      templates: this.#lists.templates.items,
      capabilities: { ...this.#client.getServerCapabilities() },
      instructions: this.#client.getInstructions(),
    };
    return this.#offer;
  }

  request(call: RelayCall): Promise<RpcOutcome> {
    return this.#requests.request(call);
  }

  notify(method: string): void {
    if (this.#over !== undefined || this.modern) return;
    this.#client.notification({ method }).catch((error: unknown) => {
      const { reason } = this.#options.link.explain(error);
      this.#options.logger.debug({ method, reason }, 'the server could not be told');
    });
  }

  watch(uris: readonly string[]): Promise<RpcOutcome> {
    return this.#listening.watch(uris);
  }

  async close(reason: string): Promise<void> {
    this.#end(reason);
    await this.#options.link.close();
    await this.#client.close();
  }

  #handleMessages(): void {
    // The SDK's own progress handling can lose the last one and knows only its own tokens; handlers
    // by name would strip what they do not know.
    this.#client.removeNotificationHandler('notifications/progress');
    this.#client.fallbackNotificationHandler = async ({ method, params = {} }) =>
      this.#notice(method, params);
    this.#client.fallbackRequestHandler = async (request, { mcpReq }) => ({
      ...(await this.#questions.handle(request, mcpReq.signal)),
    });
  }

  #notice(method: string, params: JsonObject): void {
    if (method === 'notifications/progress') {
      this.#requests.progressed(params);
    } else if (!this.#lists.changed(method)) {
      const callers = this.#requests.callers().map(({ call }) => call);
      this.#options.host.onNotice({ method, params, callers });
    }
  }

  #read(): void {
    this.#offer = undefined;
    if (this.#opened) this.#options.host.onOffer();
  }

  /** An error outside of any call: over HTTP only asking tells whether the server still lives. */
  #suspect(error: Error): void {
    const { link } = this.#options;
    // Before that, the error shows in the opening itself.
    if (!this.#opened) return;
    if (link.isFatal(error)) this.#end(link.explain(error).reason);
    else if (link.kind === 'http') this.#lists.tools.refreshSoon();
  }

  #end(reason: string): void {
    if (this.#over !== undefined) return;
    this.#over = reason;
    this.#ended.abort();
    this.#lists.stop();
    this.#listening.stop();
    this.#announceLoss(reason);
  }
}

function createClient({ client, handshake, roots }: SessionOptions): Client {
  return new Client(client, {
    capabilities: {
      sampling: { tools: {} },
      elicitation: { form: {}, url: {} },
      ...(roots ? { roots: { listChanged: true } } : {}),
      extensions: { [TASKS_EXTENSION]: {} },
    },
    versionNegotiation: NEGOTIATIONS[handshake],
  });
}

/** Whether the server can be told to say more or less. */
export function takesLogLevel(session: Session): boolean {
  return !session.modern && isCapable(session.offer().capabilities, 'logging');
}
