/** What a server asks us: requests of its own on older connections, in place of an answer on newer ones. */
import { ProtocolError, type JSONRPCRequest } from '@modelcontextprotocol/client';

import type { PeerMethod } from '#core/ports/peer.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import type { PendingCall } from './pending-calls.ts';
import type { RelayCall } from './relay-call.ts';
import { isObject } from '../offers/remote-tool.ts';

const METHOD_NOT_FOUND = -32601;
const METHODS: readonly string[] = [
  'sampling/createMessage',
  'elicitation/create',
  'roots/list',
] satisfies readonly PeerMethod[];

export interface ServerAsk {
  readonly method: PeerMethod;
  /** As the server sent them. */
  readonly params: JsonObject;
  /** In whose name it may be asked: all calls in flight that it can belong to. */
  readonly callers: readonly RelayCall[];
}

export type AnswerAsk = (ask: ServerAsk, signal: AbortSignal) => Promise<RpcOutcome>;

export interface SessionQuestionsOptions {
  readonly answer: AnswerAsk;
  readonly callers: () => readonly PendingCall[];
  /** Whether it may know the folders of the clients; else the question is refused like any unknown one. */
  readonly roots: boolean;
}

export class SessionQuestions {
  readonly #options: SessionQuestionsOptions;

  constructor(options: SessionQuestionsOptions) {
    this.#options = options;
  }

  /** Rejects with the refusal, as the SDK wants it. */
  async handle(request: JSONRPCRequest, signal: AbortSignal): Promise<JsonObject> {
    const { method, params = {} } = request;
    if (!this.#mayAsk(method)) throw new ProtocolError(METHOD_NOT_FOUND, 'Method not found');
    const pending = this.#options.callers();
    const outcome = await this.#ask({ method, params, pending }, signal);
    if (outcome.ok) return outcome.result;
    throw new ProtocolError(outcome.error.code, outcome.error.message, outcome.error.data);
  }

  /** The answers by key, asked for side by side; of several refusals the first. */
  async handleAll(requests: JsonObject, caller: PendingCall): Promise<RpcOutcome> {
    const answers = await Promise.all(
      Object.entries(requests).map(async ([key, request]) => {
        return [key, await this.#handleOne(request, caller)] as const;
      }),
    );
    const result: Record<string, unknown> = {};
    for (const [key, outcome] of answers) {
      if (!outcome.ok) return outcome;
      result[key] = outcome.result;
    }
    return { ok: true, result };
  }

  async #handleOne(request: unknown, caller: PendingCall): Promise<RpcOutcome> {
    const { method, params } = isObject(request) ? request : {};
    if (!this.#mayAsk(method)) {
      const message = `The server asks for ${String(method)}, which nobody can answer`;
      return { ok: false, error: { code: METHOD_NOT_FOUND, message } };
    }
    const asked = { method, params: isObject(params) ? params : {}, pending: [caller] };
    return await this.#ask(asked, caller.signal);
  }

  #mayAsk(method: unknown): method is PeerMethod {
    return isPeerMethod(method) && (method !== 'roots/list' || this.#options.roots);
  }

  async #ask(
    asked: Omit<ServerAsk, 'callers'> & { readonly pending: readonly PendingCall[] },
    signal: AbortSignal,
  ): Promise<RpcOutcome> {
    const { method, params, pending } = asked;
    const releases = pending.map((one) => one.hold());
    const [only] = pending;
    // Nobody needs the answer any more when the only call it can be for is given up.
    const wanted =
      only !== undefined && pending.length === 1 ? AbortSignal.any([signal, only.signal]) : signal;
    try {
      const callers = pending.map(({ call }) => call);
      return await this.#options.answer({ method, params, callers }, wanted);
    } finally {
      for (const release of releases) release();
    }
  }
}

export function isPeerMethod(method: unknown): method is PeerMethod {
  return typeof method === 'string' && METHODS.includes(method);
}
