/** The task that a server of 2026-07-28 made of a call, for callers that are to get its result alone. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { JsonObject } from '#core/ports/tools.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import type { PendingCall } from './pending-calls.ts';
import { isObject } from '../offers/remote-tool.ts';
import { pollDelay } from './poll-delay.ts';
import { TaskWords } from './task-words.ts';

/** Of one task, until the server has asked enough. */
const MAX_ROUNDS = 10;
const INTERNAL_ERROR = -32603;

export interface TaskServer {
  readonly request: (method: string, params: JsonObject) => Promise<RpcOutcome>;
  /** The answers by the questions' keys; of several refusals the first. */
  readonly ask: (requests: JsonObject) => Promise<RpcOutcome>;
  /** Best effort. Without it a task that is given up goes on. */
  readonly cancel?: (taskId: string) => void;
  readonly mask: (text: string) => string;
  /** Fires when the session is over. */
  readonly over: AbortSignal;
}

/**
 * The result of the call, or the refusal of the server or of who was asked. Rejects when the call
 * is given up or the session is over. `begun` is what the server answered to the call.
 */
export async function followTask(
  pending: PendingCall,
  begun: JsonObject,
  server: TaskServer,
): Promise<RpcOutcome> {
  const { taskId } = begun;
  if (typeof taskId !== 'string') return refusal('The server began a task without an id');
  return await new Follower(pending, taskId, server).run(begun);
}

class Follower {
  readonly #pending: PendingCall;
  readonly #taskId: string;
  readonly #server: TaskServer;
  readonly #words: TaskWords;
  readonly #since = performance.now();
  readonly #answered = new Set<string>();
  #rounds = 0;

  constructor(pending: PendingCall, taskId: string, server: TaskServer) {
    this.#pending = pending;
    this.#taskId = taskId;
    this.#server = server;
    this.#words = new TaskWords(pending);
  }

  async run(begun: JsonObject): Promise<RpcOutcome> {
    const taskId = this.#taskId;
    const signal = AbortSignal.any([this.#pending.signal, this.#server.over]);
    let isEnded = false;
    this.#words.heard(begun);
    // What the task has to say besides its status is only told to those who ask for it.
    let delayMs = begun['status'] === 'working' ? this.#delay(begun) : 0;
    try {
      for (;;) {
        await sleep(delayMs, undefined, { signal });
        const polled = await this.#server.request('tasks/get', { taskId });
        if (!polled.ok) return polled;
        const task = polled.result;
        this.#words.heard(task);
        const end = this.#endOf(task);
        isEnded = end !== undefined;
        const outcome = end ?? this.#expired(task) ?? (await this.#answer(task));
        if (outcome !== undefined) return outcome;
        delayMs = this.#delay(task);
      }
    } finally {
      if (!isEnded) this.#server.cancel?.(taskId);
    }
  }

  #delay({ pollIntervalMs, ttlMs }: JsonObject): number {
    const wished = pollDelay(pollIntervalMs, this.#pending.call.timeoutMs);
    return Math.max(0, Math.min(wished, this.#timeLeft(ttlMs)));
  }

  #timeLeft(ttlMs: unknown): number {
    return typeof ttlMs === 'number' ? this.#since + ttlMs - performance.now() : Infinity;
  }

  #endOf({ status, statusMessage, result, error }: JsonObject): RpcOutcome | undefined {
    switch (status) {
      case 'completed': {
        if (!isObject(result)) return refusal('The server ended a task without its result');
        const { resultType: _, ...rest } = result;
        return { ok: true, result: rest };
      }
      case 'failed':
        return this.#failure(error);
      case 'cancelled': {
        const why = typeof statusMessage === 'string' ? `: ${statusMessage}` : '';
        return refusal(this.#server.mask(`The server cancelled the task${why}`));
      }
      default:
        return undefined;
    }
  }

  #failure(error: unknown): RpcOutcome {
    const { code, message, data } = isObject(error) ? error : {};
    return {
      ok: false,
      error: {
        code: typeof code === 'number' ? code : INTERNAL_ERROR,
        message: this.#server.mask(typeof message === 'string' ? message : 'The task failed'),
        ...(data === undefined ? {} : { data }),
      },
    };
  }

  #expired({ ttlMs }: JsonObject): RpcOutcome | undefined {
    if (this.#timeLeft(ttlMs) > 0) return undefined;
    return refusal(
      `The task was not done within the ${Number(ttlMs) / 1000} s that its server gave it`,
    );
  }

  /** What the server asks and was not answered yet; its refusal, or that of who was asked. */
  async #answer({ status, inputRequests }: JsonObject): Promise<RpcOutcome | undefined> {
    if (status !== 'input_required' || !isObject(inputRequests)) return undefined;
    const fresh = Object.entries(inputRequests).filter(([key]) => !this.#answered.has(key));
    if (fresh.length === 0) return undefined;
    if (this.#rounds === MAX_ROUNDS) {
      return refusal(`The server asked more than ${MAX_ROUNDS} times in one task`);
    }
    this.#rounds++;
    const answers = await this.#server.ask(Object.fromEntries(fresh));
    if (!answers.ok) return answers;
    const inputResponses = answers.result;
    const taskId = this.#taskId;
    const updated = await this.#server.request('tasks/update', { taskId, inputResponses });
    if (!updated.ok) return updated;
    for (const [key] of fresh) this.#answered.add(key);
    return undefined;
  }
}

function refusal(message: string): RpcOutcome {
  return { ok: false, error: { code: INTERNAL_ERROR, message } };
}
