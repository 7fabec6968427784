/**
 * Tasks of servers of 2026-07-28 that clients of that revision look after themselves: each has an
 * id of ours that cannot be guessed, and an owner, who alone may ask for it.
 */
import { randomBytes } from 'node:crypto';

import type { RelayOptions, TaskMethod } from '#core/ports/aggregator.ts';
import type { JsonObject, ToolEntry } from '#core/ports/tools.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import { HandedTask, type HandedTaskOptions } from './handed-task.ts';

const ID_BYTES = 16;
const MAX_TASKS = 1000;
const INVALID_PARAMS = -32602;
const INTERNAL_ERROR = -32603;

export interface HandedTasksOptions extends Omit<HandedTaskOptions, 'entry' | 'taskId'> {
  /** Milliseconds, of any beginning. */
  readonly clock?: () => number;
}

interface Handed {
  readonly owner: string;
  readonly task: HandedTask;
}

export class HandedTasks {
  readonly #options: HandedTasksOptions;
  readonly #clock: () => number;
  readonly #handed = new Map<string, Handed>();

  constructor(options: HandedTasksOptions) {
    this.#options = options;
    this.#clock = options.clock ?? (() => performance.now());
  }

  /** What the owner is answered; `result` is the server's answer to the call. */
  begun(entry: ToolEntry, result: JsonObject, owner: string): RpcOutcome {
    const { taskId } = result;
    if (typeof taskId !== 'string') {
      const message = 'The server began a task without an id';
      return { ok: false, error: { code: INTERNAL_ERROR, message } };
    }
    this.#forgetExpired();
    const id = randomBytes(ID_BYTES).toString('base64url');
    const task = new HandedTask({ ...this.#options, entry, taskId });
    task.seen(result, this.#clock());
    this.#handed.set(id, { owner, task });
    const [oldest] = this.#handed.keys();
    if (this.#handed.size > MAX_TASKS && oldest !== undefined) this.#giveUp(oldest);
    return { ok: true, result: { ...result, taskId: id } };
  }

  async ask(method: TaskMethod, params: JsonObject, options: RelayOptions): Promise<RpcOutcome> {
    this.#forgetExpired();
    const id = String(params['taskId']);
    const handed = this.#handed.get(id);
    if (handed === undefined || handed.owner !== options.taskOwner) {
      const message = 'There is no such task: it is over for long, or was never yours';
      return { ok: false, error: { code: INVALID_PARAMS, message } };
    }
    const outcome = await handed.task.ask(method, params, options);
    if (!outcome.ok || method !== 'tasks/get') return outcome;
    handed.task.seen(outcome.result, this.#clock());
    return { ok: true, result: { ...outcome.result, taskId: id } };
  }

  /** Nobody can ask for its tasks any more. */
  left(owner: string): void {
    for (const [id, handed] of this.#handed) if (handed.owner === owner) this.#giveUp(id);
  }

  stop(): void {
    for (const { task } of this.#handed.values()) task.forget();
    this.#handed.clear();
  }

  #giveUp(id: string): void {
    const handed = this.#handed.get(id);
    this.#handed.delete(id);
    handed?.task.giveUp();
  }

  /** Their servers know that time, too. */
  #forgetExpired(): void {
    const now = this.#clock();
    for (const [id, { task }] of this.#handed) {
      if (task.until > now) continue;
      this.#handed.delete(id);
      task.forget();
    }
  }
}
