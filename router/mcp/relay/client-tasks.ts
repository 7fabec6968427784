/** Tasks that clients look after, in the way of the revision that they speak. */
import type { RelayOptions, TaskMethod } from '#core/ports/aggregator.ts';
import type { Peer } from '#core/ports/peer.ts';
import type { JsonObject, ToolEntry } from '#core/ports/tools.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import { HandedTasks, type HandedTasksOptions } from './handed-tasks.ts';
import type { Relay } from './relay.ts';
import type { TaskBook } from './task-book.ts';
import { TaskDesk } from './task-desk.ts';
import { isModernTask } from './task-shapes.ts';

export interface ClientTasksOptions extends HandedTasksOptions {
  readonly relay: Relay;
  readonly book: TaskBook;
}

export class ClientTasks {
  /** Of clients of 2025-11-25. */
  readonly #desk: TaskDesk;
  /** Of clients of 2026-07-28. */
  readonly #handed: HandedTasks;

  constructor(options: ClientTasksOptions) {
    this.#desk = new TaskDesk(options.relay, options.book);
    this.#handed = new HandedTasks(options);
  }

  /** The server's answer to a call whose client takes a task; it may have answered at once. */
  begun(entry: ToolEntry, result: JsonObject, { taskOwner, peer }: RelayOptions): RpcOutcome {
    if (taskOwner === undefined) return this.#desk.begun(entry, result, peer);
    return isModernTask(result)
      ? this.#handed.begun(entry, result, taskOwner)
      : { ok: true, result };
  }

  ask(method: TaskMethod, params: JsonObject, options: RelayOptions): Promise<RpcOutcome> {
    const place = options.taskOwner === undefined ? this.#desk : this.#handed;
    return place.ask(method, params, options);
  }

  list(peerId: string, options: RelayOptions): Promise<RpcOutcome> {
    return this.#desk.list(peerId, options);
  }

  /** Nobody can ask for its tasks any more. */
  left(peer: Peer): void {
    this.#desk.left(peer);
    this.#handed.left(peer.id);
  }

  stop(): void {
    this.#handed.stop();
  }
}
