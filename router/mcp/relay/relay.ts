/** Sends requests to servers by name, and names and judges what comes back. */
import type { RelayOptions } from '#core/ports/aggregator.ts';
import type { JsonObject, ToolEntry } from '#core/ports/tools.ts';
import { RouterError } from '#core/router-error.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import { untilAborted } from '#core/until-aborted.ts';
import type { Connection } from '../servers/connection.ts';
import { judgeResult, type Judge } from './judge-result.ts';
import { renameToolResult, type Renamer } from '../names/rename-result.ts';
import { taskName } from './task-book.ts';
import { isModernTask } from './task-shapes.ts';
import { firstPart } from '../names/tool-names.ts';
import { renamedUri, slugOf } from '../names/uri-names.ts';

export interface Errand {
  readonly server: string;
  readonly method: string;
  readonly params: JsonObject;
  /** As clients name it. */
  readonly name: string;
  readonly options: RelayOptions;
}

export class Relay {
  readonly #connections: ReadonlyMap<string, Connection>;
  readonly #judge: Judge;

  constructor(connections: ReadonlyMap<string, Connection>, judge: Judge) {
    this.#connections = connections;
    this.#judge = judge;
  }

  /** Rejects as `Tools.call`. */
  async send(errand: Errand): Promise<RpcOutcome> {
    const { server, method, params, name, options } = errand;
    const label = `${method} of ${name}`;
    const connection = this.#readyNow(server) ?? (await this.ready(server, options.signal));
    return await connection.request({ ...options, method, params, label, param: name });
  }

  /** The result is renamed and judged; that of a task, which only some take, is not there yet. */
  async callTool(entry: ToolEntry, params: JsonObject, options: RelayOptions): Promise<RpcOutcome> {
    const { server, tool, name } = entry;
    const takesTask = params['task'] !== undefined || options.taskOwner !== undefined;
    const connection = this.#readyNow(server) ?? (await this.ready(server, options.signal));
    const outcome = await connection.request({
      ...options,
      method: 'tools/call',
      params: { ...params, name: tool },
      label: `Tool ${name}`,
      param: name,
      tool: entry,
      takesTask,
    });
    if (!outcome.ok) return outcome;
    if (takesTask && ('task' in outcome.result || isModernTask(outcome.result))) return outcome;
    return { ok: true, result: this.finish(entry, outcome.result) };
  }

  finish(entry: ToolEntry, result: JsonObject): JsonObject {
    const judged = judgeResult(entry, result, this.#judge);
    return renameToolResult(judged, this.renamer(entry.server));
  }

  renamer(server: string): Renamer {
    const prefix = this.#connections.get(server)?.entry.prefix;
    const slug = slugOf(firstPart(server, prefix));
    return { uri: (uri) => renamedUri(slug, uri), task: (id) => taskName(server, id) };
  }

  /**
   * The server's connection; waits while it is starting, also when it is replaced meanwhile. Rejects
   * with TOOLS_UNAVAILABLE when there is no such server, and with CANCELLED.
   */
  async ready(server: string, signal: AbortSignal): Promise<Connection> {
    for (;;) {
      const ready = this.#readyNow(server);
      if (ready !== undefined) return ready;
      await untilAborted(this.#connections.get(server)?.settled ?? Promise.resolve(), signal);
    }
  }

  /** A call belongs to the connection that is there when it is made, also when that is replaced at once. */
  #readyNow(server: string): Connection | undefined {
    const connection = this.#connections.get(server);
    if (connection === undefined) {
      throw new RouterError('TOOLS_UNAVAILABLE', `Tool server "${server}" is not configured`);
    }
    return connection.state === 'starting' ? undefined : connection;
  }
}
