/** Tasks that clients began at servers, and may ask for later: only their own. */
import type { RelayOptions, TaskMethod } from '#core/ports/aggregator.ts';
import type { Peer } from '#core/ports/peer.ts';
import type { JsonObject, ToolEntry } from '#core/ports/tools.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import type { Relay } from './relay.ts';
import { isObject } from '../offers/remote-tool.ts';
import { RELATED_TASK, renameTask, renameTaskMeta } from '../names/rename-result.ts';
import { hasEnded, taskName, type KnownTask, type TaskBook } from './task-book.ts';
import { isModernTask, toOlderTask } from './task-shapes.ts';

const INVALID_PARAMS = -32602;
/** How long a server may take to end the task of a client that left. */
const GOODBYE_MS = 5000;

export class TaskDesk {
  readonly #relay: Relay;
  readonly #book: TaskBook;

  constructor(relay: Relay, book: TaskBook) {
    this.#relay = relay;
    this.#book = book;
  }

  /** The server's answer to a call that asked for a task; it may have answered at once. */
  begun(entry: ToolEntry, result: JsonObject, peer: Peer | undefined): RpcOutcome {
    const isModern = isModernTask(result);
    const task = isModern ? toOlderTask(result) : result['task'];
    if (peer === undefined || !isObject(task) || typeof task['taskId'] !== 'string') {
      return { ok: true, result };
    }
    const id = taskName(entry.server, task['taskId']);
    const renamer = this.#relay.renamer(entry.server);
    const named = renameTask(task, renamer);
    this.#book.add({ id, entry, peer, isModern, task: named });
    if (isModern) return { ok: true, result: { task: named } };
    return { ok: true, result: renameTaskMeta({ ...result, task: named }, renamer) };
  }

  async ask(method: TaskMethod, params: JsonObject, options: RelayOptions): Promise<RpcOutcome> {
    const known = this.#book.get(String(params['taskId']));
    if (known === undefined || known.peer.id !== options.peer?.id) {
      return { ok: false, error: { code: INVALID_PARAMS, message: 'There is no such task' } };
    }
    return await this.#send(known, { method, params }, options);
  }

  /** As last heard of; those that have not ended are asked for. */
  async list(peerId: string, options: RelayOptions): Promise<RpcOutcome> {
    const unfinished = this.#book.ofPeer(peerId).filter((known) => !hasEnded(known));
    await Promise.all(
      unfinished.map((known) =>
        this.#send(known, { method: 'tasks/get', params: {} }, options).catch(() => {
          // Its server is gone; the task may still be there when it is back.
        }),
      ),
    );
    return { ok: true, result: { tasks: this.#book.ofPeer(peerId).map(({ task }) => task) } };
  }

  /** Nobody can ask for its tasks any more. */
  left(peer: Peer): void {
    for (const known of this.#book.ofPeer(peer.id)) {
      this.#book.forget(known.id);
      if (hasEnded(known)) continue;
      const options = { signal: AbortSignal.timeout(GOODBYE_MS) };
      this.#send(known, { method: 'tasks/cancel', params: {} }, options).catch(() => {
        // Then the server will find out by itself that nobody asks.
      });
    }
  }

  async #send(
    known: KnownTask,
    { method, params }: { readonly method: TaskMethod; readonly params: JsonObject },
    options: RelayOptions,
  ): Promise<RpcOutcome> {
    const { entry, id } = known;
    const { server } = entry;
    const taskId = id.slice(taskName(server, '').length);
    const own = { ...params, taskId };
    const errand = { server, params: own, name: id, options };
    let outcome = await this.#relay.send({ ...errand, method });
    if (!outcome.ok) return outcome;
    if (method === 'tasks/result') {
      const result = this.#relay.finish(entry, outcome.result);
      return { ok: true, result: known.isModern ? related(result, id) : result };
    }
    if (known.isModern && method === 'tasks/cancel') {
      // There, that answer says nothing of the task.
      outcome = await this.#relay.send({ ...errand, method: 'tasks/get' });
      if (!outcome.ok) return outcome;
    }
    const said = known.isModern ? toOlderTask(outcome.result) : outcome.result;
    const renamer = this.#relay.renamer(server);
    const result = renameTaskMeta(renameTask(said, renamer), renamer);
    const { _meta: _, ...task } = result;
    this.#book.update(id, task);
    return { ok: true, result };
  }
}

/** As each result of a task is in 2025-11-25. */
function related(result: JsonObject, taskId: string): JsonObject {
  const { _meta: meta } = result;
  return { ...result, _meta: { ...(isObject(meta) ? meta : {}), [RELATED_TASK]: { taskId } } };
}
