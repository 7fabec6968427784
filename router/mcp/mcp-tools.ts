/** The port `Tools`: all configured MCP servers, started side by side and kept alive. */
import { isDeepStrictEqual } from 'node:util';

import type { ServerEntry } from '#contract/config.ts';
import type { ServerStatus } from '#contract/status.ts';
import type { Events } from '#core/ports/events.ts';
import type { Logger } from '#core/ports/logger.ts';
import type {
  JsonObject,
  ToolCallOptions,
  ToolEntry,
  ToolResult,
  Tools,
} from '#core/ports/tools.ts';
import { RouterError } from '#core/router-error.ts';
import { untilAborted } from '#core/until-aborted.ts';
import { Connection, type ConnectionLimits } from './connection.ts';
import { buildToolIndex, type ToolIndex } from './tool-index.ts';
import { firstPart, readingsOf } from './tool-names.ts';
import type { Environment } from './transports/child-env.ts';
import { createGuardian, type Guardian } from './transports/guardian.ts';

export interface McpToolsOptions {
  readonly logger: Logger;
  readonly events: Pick<Events, 'publish'>;
  readonly limits: ConnectionLimits;
  /** The router's one mask: blanks all configured and environment secrets in a text. */
  readonly mask: (text: string) => string;
  /** What the safe part of the servers' environment is taken from. */
  readonly baseEnv: Environment;
  /** Our version, told to servers. */
  readonly version: string;
  /** 0 to below 1; spreads retries. */
  readonly random?: () => number;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

export interface McpTools extends Tools {
  /** Starts, stops and restarts what differs from before. Returns at once. */
  apply(servers: ReadonlyMap<string, ServerEntry>): void;
  /** Connects anew, also when the server had failed. Unknown names are ignored. */
  restart(name: string): void;
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
  #index: ToolIndex = buildToolIndex(new Map());
  /** Those of the current index, which are in the log already. */
  #collisions: ReadonlySet<string> = new Set();
  #stopped: Promise<void> | undefined;

  constructor(options: McpToolsOptions) {
    this.#options = options;
    this.#guardian = createGuardian(options.logger);
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

  restart(name: string): void {
    const current = this.#connections.get(name);
    if (current !== undefined && this.#stopped === undefined) this.#launch(name, current.entry);
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
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Replaces what has that name, if anything has. */
  #launch(name: string, entry: ServerEntry): void {
    const { logger, limits, baseEnv, version, mask } = this.#options;
    const { connectTimeoutMs } = limits;
    const previous = this.#connections.get(name);
    const connection = new Connection({
      server: name,
      entry,
      limits,
      links: { baseEnv, guardian: this.#guardian, connectTimeoutMs, mask },
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
    if (previous !== undefined && previous.tools.length > 0) this.#publishTools(name, connection);
    this.#publishState(name, connection);
    // What an idle predecessor holds (a port, a lock) is free before the next one starts.
    connection.start(busy ? undefined : left);
  }

  /** A new prefix changes names although the server's tools stay the same. */
  #adopt(name: string, entry: ServerEntry, connection: Connection): void {
    const renamed = connection.entry.prefix !== entry.prefix;
    connection.adopt(entry);
    if (renamed && connection.tools.length > 0) this.#publishTools(name, connection);
  }

  #remove(name: string): void {
    const connection = this.#connections.get(name);
    if (connection === undefined) return;
    this.#connections.delete(name);
    if (connection.tools.length > 0) {
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
    const reported = this.#collisions;
    this.#collisions = new Set(this.#index.collisions.map((one) => JSON.stringify(one)));
    for (const collision of this.#index.collisions) {
      if (reported.has(JSON.stringify(collision))) continue;
      this.#options.logger.warn(collision, 'tool left out: another one has its name');
    }
  }
}

/**
 * Which server a first part means, sorted by how well it fits: the server of that name, one with
 * that prefix, one of that name whose tools have another prefix.
 */
function serversByFirstPart(connections: ReadonlyMap<string, Connection>): Map<string, string> {
  const sorted = [...connections].sort(([a], [b]) => (a < b ? -1 : 1));
  const firsts = sorted.map(([server, { entry }]) => [firstPart(server, entry.prefix), server]);
  const servers = new Map<string, string>();
  const claims = [
    ...firsts.filter(([first, server]) => first === server),
    ...firsts.filter(([first]) => first !== ''),
    ...sorted.map(([server]) => [server, server]),
  ];
  for (const [first = '', server = ''] of claims) {
    if (!servers.has(first)) servers.set(first, server);
  }
  return servers;
}

/** What a connection depends on; the rest of an entry it can take over while it lives. */
const LAUNCH_KEYS = [
  'command',
  'args',
  'env',
  'cwd',
  'url',
  'headers',
  'type',
  'disabled',
] as const;

function sameLaunch(a: ServerEntry, b: ServerEntry): boolean {
  return LAUNCH_KEYS.every((key) => isDeepStrictEqual(a[key], b[key]));
}
