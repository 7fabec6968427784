/** Requests to one server: sent with our progress token, answered verbatim, explained when they fail. */
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  LOG_LEVEL_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  ProtocolError,
  ResourceNotFoundError,
  SdkError,
  SdkErrorCode,
  type Transport,
} from '@modelcontextprotocol/client';
import { AsyncLocalStorage } from 'node:async_hooks';
import { z, ZodError } from 'zod';

import { LONGEST_TIMER_MS } from '#core/longest-timer.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import { RouterError } from '#core/router-error.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import { PendingCalls, type PendingCall } from './pending-calls.ts';
import type { RelayCall } from './relay-call.ts';
import { failedResult, isObject, mustBeTask } from '../offers/remote-tool.ts';
import { isCapable } from '../offers/server-offer.ts';
import { SessionTasks, type SessionTasksOptions } from './session-tasks.ts';
import { heldTask } from './task-answers.ts';
import { TaskProgress } from './task-progress.ts';

/** Of one call that the server answers with questions. */
const MAX_ROUNDS = 10;
const INTERNAL_ERROR = -32603;
const RESOURCE_NOT_FOUND = -32002;
const ENVELOPE_KEYS = [
  PROTOCOL_VERSION_META_KEY,
  CLIENT_INFO_META_KEY,
  CLIENT_CAPABILITIES_META_KEY,
  LOG_LEVEL_META_KEY,
];
const UNUSABLE = 'The server sent an unusable answer';
const NO_TASK_HERE = 'The server answered with a task where the protocol has none';

/** In the course of these a server may ask something; the others are done at once. */
const ASKING = ['tools/call', 'prompts/get', 'resources/read', 'tasks/result'];

/** Whatever it is. */
const anything = z.looseObject({});

export interface SessionRequestsOptions extends SessionTasksOptions {
  readonly server: string;
  /** In which words log messages are wanted, where each request must say so. */
  readonly logLevel: () => string | undefined;
  /** The session's end, as soon as it is known. */
  readonly over: () => string | undefined;
}

export class SessionRequests {
  readonly calls = new PendingCalls();
  readonly #options: SessionRequestsOptions;
  readonly #streams = new AsyncLocalStorage<PendingCall>();
  readonly #taskProgress = new TaskProgress();
  readonly #tasks: SessionTasks;
  readonly #headerTools = new WeakMap<JsonObject, boolean>();

  constructor(options: SessionRequestsOptions) {
    this.#options = options;
    this.#tasks = new SessionTasks(options, (pending, method, params) =>
      this.#exchange(pending, method, params),
    );
  }

  /** A refusal of the server is a value. Rejects with RouterError as `Tools.call`. */
  request(call: RelayCall): Promise<RpcOutcome> {
    return this.calls.run(call, async (pending) => {
      try {
        return await this.#answer(pending);
      } catch (error) {
        if (pending.signal.aborted) throw error;
        return this.#explain(call, error);
      }
    });
  }

  /** The calls that something from the server may belong to: over HTTP its stream tells. */
  callers(): readonly PendingCall[] {
    const own = this.#streams.getStore();
    const isPending = own !== undefined && this.calls.find(own.token) === own;
    return isPending ? [own] : this.calls.all().filter(({ call }) => ASKING.includes(call.method));
  }

  progressed({ progressToken, ...progress }: JsonObject): void {
    const pending = this.calls.find(progressToken);
    if (pending === undefined) this.#taskProgress.tell(progressToken, progress);
    else pending.progressed(progress);
  }

  /** Over HTTP every call has a stream of its own: cancelling ends it, and its end is noticed. */
  giveCallsTheirStream(transport: Transport): void {
    const send = transport.send.bind(transport);
    transport.send = (message, options) => {
      const token = 'method' in message ? message.params?._meta?.progressToken : undefined;
      const pending = this.calls.find(token);
      if (pending === undefined) return send(message, options);
      return this.#streams.run(pending, () =>
        send(message, {
          ...options,
          requestSignal: pending.signal,
          onRequestStreamEnd: () => pending.cut(),
        }),
      );
    };
  }

  async #answer(pending: PendingCall): Promise<RpcOutcome> {
    const { call } = pending;
    if (this.#isModern) return await this.#answerOfModern(pending);
    const capabilities = { ...this.#options.client.getServerCapabilities() };
    const knowsTasks = isCapable(capabilities, 'tasks.requests.tools.call');
    const { task, ...params } = call.params;
    if (call.tool === undefined || (task !== undefined && knowsTasks)) {
      const outcome = await this.#exchange(pending, call.method, call.params);
      if (outcome.ok && isObject(outcome.result['task'])) this.#taskProgress.begin(pending);
      return outcome;
    }
    if (!knowsTasks || !mustBeTask(call.tool)) {
      return await this.#exchange(pending, call.method, params);
    }
    return await this.#tasks.run(pending);
  }

  /** In this revision no client wishes for a task: the server makes one as it likes. */
  async #answerOfModern(pending: PendingCall): Promise<RpcOutcome> {
    const { method, params, tool, takesTask } = pending.call;
    if (method === 'tasks/result') return await this.#tasks.result(pending);
    const { task: _, ...plain } = params;
    const given = tool === undefined ? params : plain;
    const outcome = await this.#exchange(pending, method, given);
    const task = outcome.ok ? heldTask(outcome.result) : undefined;
    if (task === undefined) return outcome;
    if (method !== 'tools/call') {
      return { ok: false, error: { code: INTERNAL_ERROR, message: NO_TASK_HERE } };
    }
    if (takesTask === true) return { ok: true, result: task };
    return await this.#tasks.follow(pending, task);
  }

  get #isModern(): boolean {
    return this.#options.client.getProtocolEra() === 'modern';
  }

  /** Until the server has no more questions. */
  async #exchange(pending: PendingCall, method: string, given: JsonObject): Promise<RpcOutcome> {
    let params: JsonObject = { ...given, _meta: this.#metaOf(pending, given) };
    for (let round = 0; ; round++) {
      const result = await this.#send(pending, method, params);
      if (result['resultType'] !== 'input_required') return { ok: true, result };
      if (round === MAX_ROUNDS) break;
      const { inputRequests = {}, requestState } = result;
      const requests = isObject(inputRequests) ? inputRequests : {};
      const answered = await this.#options.onInputRequired(requests, pending);
      if (!answered.ok) return answered;
      pending.progressed();
      params = { ...params, inputResponses: answered.result };
      if (requestState !== undefined) params = { ...params, requestState };
    }
    const message = `The server asked more than ${MAX_ROUNDS} times in one call`;
    return { ok: false, error: { code: INTERNAL_ERROR, message } };
  }

  async #send(pending: PendingCall, method: string, params: JsonObject): Promise<JsonObject> {
    const { client } = this.#options;
    const { tool } = pending.call;
    const { signal } = pending;
    const options = { signal, timeout: LONGEST_TIMER_MS, allowInputRequired: true } as const;
    // In the newer revision some arguments travel as HTTP headers too, which callTool sees to.
    if (tool !== undefined && method === 'tools/call' && this.#hasHeaders(tool.inputSchema)) {
      const inputSchema = { ...tool.inputSchema, type: 'object' as const };
      const toolDefinition = { name: tool.tool, inputSchema };
      return {
        ...(await client.callTool({ ...params, name: tool.tool }, { ...options, toolDefinition })),
      };
    }
    return await client.request({ method, params }, anything, options);
  }

  #hasHeaders(inputSchema: JsonObject): boolean {
    if (!this.#isModern) return false;
    const known = this.#headerTools.get(inputSchema);
    if (known !== undefined) return known;
    const has = JSON.stringify(inputSchema).includes('x-mcp-header');
    this.#headerTools.set(inputSchema, has);
    return has;
  }

  /** What the client said about its call, and our token. */
  #metaOf(pending: PendingCall, params: JsonObject): JsonObject {
    const meta = isObject(params['_meta']) ? params['_meta'] : {};
    const given = Object.entries(meta);
    // A client of the same era names the level with each of its requests.
    const level = meta[LOG_LEVEL_META_KEY] ?? this.#options.logLevel();
    return {
      ...Object.fromEntries(given.filter(([key]) => !ENVELOPE_KEYS.includes(key))),
      ...(this.#isModern && level !== undefined ? { [LOG_LEVEL_META_KEY]: level } : {}),
      progressToken: pending.token,
    };
  }

  /** What the server itself says is a value; everything else rejects. */
  #explain(call: RelayCall, error: unknown): RpcOutcome {
    const { link, server } = this.#options;
    if (ProtocolError.isInstance(error)) {
      const { data } = error;
      // The SDK gives it the newer revision's code, which does not tell it from other mistakes.
      const code = ResourceNotFoundError.isInstance(error) ? RESOURCE_NOT_FOUND : error.code;
      const message = link.mask(error.message);
      return { ok: false, error: { code, message, ...(data === undefined ? {} : { data }) } };
    }
    if (isUnusableAnswer(error)) {
      if (call.tool !== undefined) return { ok: true, result: failedResult(UNUSABLE) };
      return { ok: false, error: { code: INTERNAL_ERROR, message: UNUSABLE } };
    }
    const { reason } = link.explain(error);
    if (link.isFatal(error)) this.#options.onFatal(reason);
    const message = `Tool server "${server}": ${this.#options.over() ?? reason}`;
    throw new RouterError('TOOLS_UNAVAILABLE', message, { param: call.param });
  }
}

function isUnusableAnswer(error: unknown): boolean {
  if (error instanceof ZodError) return true;
  if (!SdkError.isInstance(error)) return false;
  const { InvalidResult, UnsupportedResultType, InputRequiredRoundsExceeded } = SdkErrorCode;
  return [InvalidResult, UnsupportedResultType, InputRequiredRoundsExceeded].includes(error.code);
}
