/** The port `Tools`: all configured MCP servers, started side by side and kept alive. */
import { isDeepStrictEqual } from 'node:util';

import type { ServerEntry } from '#contract/config.ts';
import type { ServerStatus } from '#contract/status.ts';
import type { ServerFeatures, ToolInfo } from '#contract/tools.ts';
import type { Events } from '#core/ports/events.ts';
import type { ServerOutput } from '#core/ports/log-lines.ts';
import type { Logger } from '#core/ports/logger.ts';
import type { StartNode } from '#core/ports/own-node.ts';
import type {
  JsonObject,
  ToolCallOptions,
  ToolEntry,
  ToolResult,
  Tools,
} from '#core/ports/tools.ts';
import { RouterError } from '#core/router-error.ts';
import { untilAborted } from '#core/until-aborted.ts';
import { buildInventory } from './build-inventory.ts';
import { Connection, type ConnectionLimits } from './connection.ts';
import { createMemoryMeter } from './memory-meter.ts';
import { sameLaunch } from './same-launch.ts';
import { serversByFirstPart } from './servers-by-first-part.ts';
import { buildToolIndex, type ToolIndex } from './tool-index.ts';
import { readingsOf } from './tool-names.ts';
import type { Environment } from '#core/processes/child-env.ts';
import { createGuardian, type Guardian } from '#core/processes/guardian.ts';

export interface McpToolsOptions {
  readonly logger: Logger;
  readonly events: Pick<Events, 'publish'>;
  readonly limits: ConnectionLimits;
  /** The router's one mask: blanks all configured and environment secrets in a text. */
  readonly mask: (text: string) => string;
  /** What the safe part of the servers' environment is taken from. */
  readonly baseEnv: Environment;
  /** Runs servers on the app's own Node; absent where that is a binary like any other. */
  readonly startNode?: StartNode | undefined;
  /** Our version, told to servers. */
  readonly version: string;
  /** Where servers' stderr goes as it comes; without it only the last lines are kept, for the status. */
  readonly output?: ServerOutput;
  /** 0 to below 1; spreads retries. */
  readonly random?: () => number;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

export interface McpTools extends Tools {
  /** Starts, stops and restarts what differs from before. Returns at once. */
  apply(servers: ReadonlyMap<string, ServerEntry>): void;
  /** Resolves when all connections and processes are gone. Idempotent. */
  stop(): Promise<void>;
}

export function createMcpTools(options: McpToolsOptions): McpTools {
  return new ServerRegistry(options);
}

class ServerRegistry implements McpTools {
  readonly #options: McpToolsOptions;
  readonly #guardian: Guardian;
  readonly #connections = new Map<string, Connection>();
  /** Replaced or removed connections on their way out. */
  readonly #leaving = new Map<Connection, Promise<void>>();
  /** How often each server's connection came about. */
  readonly #connects = new Map<string, number>();
  readonly #measure: () => Promise<ReadonlyMap<string, number>>;
  #index: ToolIndex = buildToolIndex(new Map());
  /** Made when somebody asks. */
  #inventory: readonly ToolInfo[] | undefined;
  /** Those of the current index, which are in the log already. */
  #collisions: ReadonlySet<string> = new Set();
  #stopped: Promise<void> | undefined;

  constructor(options: McpToolsOptions) {
    this.#options = options;
    this.#guardian = createGuardian(options.logger);
    this.#measure = createMemoryMeter({
      processes: () => this.#processes(),
      now: () => performance.now(),
    });
  }

  apply(servers: ReadonlyMap<string, ServerEntry>): void {
    if (this.#stopped !== undefined) return;
    for (const name of this.#connections.keys()) {
      if (!servers.has(name)) this.#remove(name);
    }
    for (const [name, entry] of servers) {
      const current = this.#connections.get(name);
      if (current === undefined || !sameLaunch(current.entry, entry)) this.#launch(name, entry);
      else if (!isDeepStrictEqual(current.entry, entry)) this.#adopt(name, entry, current);
    }
  }

  restart(name: string): boolean {
    const current = this.#connections.get(name);
    if (current === undefined || this.#stopped !== undefined) return false;
    this.#launch(name, current.entry);
    return true;
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stopAll();
    return this.#stopped;
  }

  list(): readonly ToolEntry[] {
    return this.#index.list;
  }

  find(name: string): ToolEntry | undefined {
    return this.#index.find(name);
  }

  serverOf(name: string): string | undefined {
    const servers = serversByFirstPart(this.#connections);
    const [reading] = readingsOf(name, servers.keys());
    return this.find(name)?.server ?? (reading && servers.get(reading.server));
  }

  async call(entry: ToolEntry, args: JsonObject, options: ToolCallOptions): Promise<ToolResult> {
    const connection = this.#connections.get(entry.server);
    if (connection === undefined) {
      throw new RouterError('TOOLS_UNAVAILABLE', `Tool server "${entry.server}" is not configured`);
    }
    const { name, tool, inputSchema } = entry;
    return await connection.call({ ...options, name, tool, inputSchema, args });
  }

  async settled(servers: readonly string[], signal: AbortSignal): Promise<void> {
    const wanted = new Set(servers);
    for (;;) {
      const starting = [...this.#connections]
        .filter(([name, connection]) => wanted.has(name) && connection.state === 'starting')
        .map(([, connection]) => connection.settled);
      if (starting.length === 0 || this.#stopped !== undefined) return;
      await untilAborted(Promise.all(starting), signal);
    }
  }

  servers(): readonly ServerStatus[] {
    return [...this.#connections]
      .map(([name, connection]) => ({
        name,
        ...connection.status(),
        tools: connection.tools.length,
        restarts: Math.max(0, (this.#connects.get(name) ?? 0) - 1),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  inventory(): readonly ToolInfo[] {
    this.#inventory ??= buildInventory(
      new Map(
        Array.from(this.#connections, ([name, { offered, entry }]) => {
          return [name, { offered, prefix: entry.prefix }] as const;
        }),
      ),
    );
    return this.#inventory;
  }

  features(server: string): ServerFeatures | undefined {
    if (!this.#connections.has(server)) return undefined;
    return { capabilities: [], prompts: [], resources: [], collisions: [] };
  }

  memory(): Promise<ReadonlyMap<string, number>> {
    return this.#measure();
  }

  #processes(): ReadonlyMap<string, number> {
    const pids = [...this.#connections].flatMap(([name, connection]) => {
      const { pid } = connection.status();
      return pid === undefined ? [] : [[name, pid] as const];
    });
    return new Map(pids);
  }

  /** Replaces what has that name, if anything has. */
  #launch(name: string, entry: ServerEntry): void {
    const { logger, limits, baseEnv, startNode, version, mask, output } = this.#options;
    const { connectTimeoutMs } = limits;
    const previous = this.#connections.get(name);
    const connection = new Connection({
      server: name,
      entry,
      limits,
      links: {
        baseEnv,
        guardian: this.#guardian,
        startNode,
        connectTimeoutMs,
        mask,
        onStderr: output && ((show) => output(name, show)),
      },
      client: { name: 'woollama', version },
      logger: logger.child({ server: name }),
      random: this.#options.random ?? Math.random,
      clock: this.#options.clock ?? Date.now,
      onState: () => this.#publishState(name, connection),
      onTools: () => this.#publishTools(name, connection),
    });
    this.#connections.set(name, connection);
    const busy = previous?.busy === true;
    const left = previous === undefined ? undefined : this.#retire(previous);
    if (previous !== undefined && previous.offered.length > 0) this.#publishTools(name, connection);
    this.#publishState(name, connection);
    // What an idle predecessor holds (a port, a lock) is free before the next one starts.
    connection.start(busy ? undefined : left);
  }

  /** A new prefix changes names although the server's tools stay the same. */
  #adopt(name: string, entry: ServerEntry, connection: Connection): void {
    const renamed = connection.entry.prefix !== entry.prefix;
    connection.adopt(entry);
    if (renamed && connection.offered.length > 0) this.#publishTools(name, connection);
  }

  #remove(name: string): void {
    const connection = this.#connections.get(name);
    if (connection === undefined) return;
    this.#connections.delete(name);
    this.#connects.delete(name);
    if (connection.offered.length > 0) {
      this.#reindex();
      this.#options.events.publish({ kind: 'tools-changed', server: name, tools: 0 });
    }
    void this.#retire(connection);
  }

  #retire(connection: Connection): Promise<void> {
    const left = connection.drain().finally(() => this.#leaving.delete(connection));
    this.#leaving.set(connection, left);
    return left;
  }

  async #stopAll(): Promise<void> {
    const all = [...this.#connections.values(), ...this.#leaving.keys()];
    await Promise.all(all.map((connection) => connection.stop()));
    await Promise.all(this.#leaving.values());
    await this.#guardian.stop();
    this.#reindex();
  }

  #publishState(name: string, connection: Connection): void {
    // A replaced connection speaks for nobody any more.
    if (this.#connections.get(name) !== connection) return;
    const { state, attempts, reason, nextRetryAt } = connection.status();
    const facts = {
      server: name,
      state,
      attempts,
      ...(reason === undefined ? {} : { reason }),
      ...(nextRetryAt === undefined ? {} : { nextRetryAt }),
    };
    if (state === 'connected') this.#connects.set(name, (this.#connects.get(name) ?? 0) + 1);
    const { logger, events } = this.#options;
    const troubled = state === 'failed' || (state === 'retrying' && attempts === 1);
    if (troubled) logger.warn(facts, 'MCP server cannot be used');
    else if (state === 'connected') logger.info(facts, 'MCP server connected');
    else logger.debug(facts, 'MCP server changed');
    events.publish({ kind: 'server-changed', ...facts });
  }

  #publishTools(name: string, connection: Connection): void {
    if (this.#connections.get(name) !== connection) return;
    this.#reindex();
    const tools = connection.tools.length;
    this.#options.events.publish({ kind: 'tools-changed', server: name, tools });
  }

  #reindex(): void {
    const offers = [...this.#connections].map(([name, { tools, entry }]) => {
      return [name, { tools, prefix: entry.prefix }] as const;
    });
    this.#index = buildToolIndex(new Map(offers));
    this.#inventory = undefined;
    const reported = this.#collisions;
    this.#collisions = new Set(this.#index.collisions.map((one) => JSON.stringify(one)));
    for (const collision of this.#index.collisions) {
      if (reported.has(JSON.stringify(collision))) continue;
      this.#options.logger.warn(collision, 'tool left out: another one has its name');
    }
  }
}
