/** All configured MCP servers: started side by side, kept alive, replaced when their entry changes. */
import { isDeepStrictEqual } from 'node:util';

import type { ServerEntry } from '#contract/config.ts';
import type { ServerStatus } from '#contract/status.ts';
import type { Events } from '#core/ports/events.ts';
import type { ServerOutput } from '#core/ports/log-lines.ts';
import type { Logger } from '#core/ports/logger.ts';
import type { StartNode } from '#core/ports/own-node.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import { untilAborted } from '#core/until-aborted.ts';
import { Connection } from './connection.ts';
import type { ConnectionLimits } from './connection-options.ts';
import { createMemoryMeter } from './memory-meter.ts';
import { sameLaunch } from './same-launch.ts';
import type { ServerOffer } from '../offers/server-offer.ts';
import type { ServerAsk } from '../session/session-questions.ts';
import type { ServerNotice, Session } from '../session/session.ts';
import type { OfferChange } from '../offers/shown-offer.ts';
import type { Environment } from '#core/processes/child-env.ts';
import { createGuardian, type Guardian } from '#core/processes/guardian.ts';

export interface ServerRegistryOptions {
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

/** What the rest of the room does with what servers are and say. */
export interface RegistryListener {
  /** The lists of that server changed, or it is gone. */
  readonly onOffer: (server: string, change: OfferChange) => void;
  readonly onSession: (server: string, session: Session) => void;
  readonly onNotice: (server: string, notice: ServerNotice) => void;
  readonly answer: (server: string, ask: ServerAsk, signal: AbortSignal) => Promise<RpcOutcome>;
  readonly logLevel: () => string | undefined;
  readonly remembered: (server: string, entry: ServerEntry) => ServerOffer | undefined;
}

const ALL_CHANGED: OfferChange = { tools: true, features: true };

export class ServerRegistry {
  readonly memory: () => Promise<ReadonlyMap<string, number>>;
  readonly #options: ServerRegistryOptions;
  readonly #listener: RegistryListener;
  readonly #guardian: Guardian;
  readonly #connections = new Map<string, Connection>();
  /** Replaced or removed connections on their way out. */
  readonly #leaving = new Map<Connection, Promise<void>>();
  /** How often each server's connection came about. */
  readonly #connects = new Map<string, number>();
  #stopped: Promise<void> | undefined;

  constructor(options: ServerRegistryOptions, listener: RegistryListener) {
    this.#options = options;
    this.#listener = listener;
    this.#guardian = createGuardian(options.logger);
    this.memory = createMemoryMeter({
      processes: () => this.#processes(),
      now: () => performance.now(),
    });
  }

  get connections(): ReadonlyMap<string, Connection> {
    return this.#connections;
  }

  /** Starts, stops and restarts what differs from before. Returns at once. */
  apply(servers: ReadonlyMap<string, ServerEntry>): void {
    if (this.#stopped !== undefined) return;
    for (const name of this.#connections.keys()) {
      if (!servers.has(name)) this.#remove(name);
    }
    for (const [name, entry] of servers) {
      const current = this.#connections.get(name);
      if (current === undefined || !isSameServer(current.entry, entry)) this.#launch(name, entry);
      else if (!isDeepStrictEqual(current.entry, entry)) this.#adopt(name, entry, current);
    }
  }

  restart(name: string): boolean {
    const current = this.#connections.get(name);
    if (current === undefined || this.#stopped !== undefined) return false;
    this.#launch(name, current.entry);
    return true;
  }

  /** Resolves when all connections and processes are gone. Idempotent. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stopAll();
    return this.#stopped;
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
        restarts: Math.max(0, (this.#connects.get(name) ?? 0) - 1),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
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
    const previous = this.#connections.get(name);
    const connection = this.#connect(name, entry);
    this.#connections.set(name, connection);
    const busy = previous?.busy === true;
    const left = previous === undefined ? undefined : this.#retire(previous);
    const change = {
      tools: [previous, connection].some((one) => one !== undefined && one.offered.length > 0),
      features: [previous, connection].some((one) => one !== undefined && hasFeatures(one.offer)),
    };
    this.#offerChanged(name, connection, change);
    this.#publishState(name, connection);
    // What an idle predecessor holds (a port, a lock) is free before the next one starts.
    connection.start(busy ? undefined : left);
  }

  #connect(name: string, entry: ServerEntry): Connection {
    const { logger, limits, baseEnv, startNode, version, mask, output } = this.#options;
    const { connectTimeoutMs } = limits;
    const listener = this.#listener;
    const connection: Connection = new Connection({
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
      remembered: listener.remembered(name, entry),
      host: {
        // A replaced connection may finish its calls, but has no news any more.
        onNotice: (notice) => {
          if (this.#connections.get(name) === connection) listener.onNotice(name, notice);
        },
        answer: (ask, signal) => listener.answer(name, ask, signal),
        logLevel: listener.logLevel,
      },
      onState: () => this.#publishState(name, connection),
      onOffer: (change) => this.#offerChanged(name, connection, change),
      onSession: (session) => {
        if (this.#connections.get(name) === connection) listener.onSession(name, session);
      },
    });
    return connection;
  }

  /** A new prefix changes names although the server's lists stay the same. */
  #adopt(name: string, entry: ServerEntry, connection: Connection): void {
    const renamed = connection.entry.prefix !== entry.prefix;
    connection.adopt(entry);
    if (!renamed) return;
    const change = {
      tools: connection.offered.length > 0,
      features: hasFeatures(connection.offer),
    };
    this.#offerChanged(name, connection, change);
  }

  #remove(name: string): void {
    const connection = this.#connections.get(name);
    if (connection === undefined) return;
    this.#connections.delete(name);
    this.#connects.delete(name);
    const tools = connection.offered.length > 0;
    this.#listener.onOffer(name, { tools, features: hasFeatures(connection.offer) });
    if (tools) this.#options.events.publish({ kind: 'tools-changed', server: name, tools: 0 });
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
    for (const name of this.#connections.keys()) this.#listener.onOffer(name, ALL_CHANGED);
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

  #offerChanged(name: string, connection: Connection, change: OfferChange): void {
    if (this.#connections.get(name) !== connection || !(change.tools || change.features)) return;
    this.#listener.onOffer(name, change);
    const { events } = this.#options;
    const tools = connection.tools.length;
    if (change.tools) events.publish({ kind: 'tools-changed', server: name, tools });
    if (change.features) events.publish({ kind: 'features-changed', server: name });
  }
}

/** Whether a connection can go on with the other entry; roots are promised when it begins. */
function isSameServer(a: ServerEntry, b: ServerEntry): boolean {
  return sameLaunch(a, b) && (a.roots !== false) === (b.roots !== false);
}

function hasFeatures({ prompts, resources, templates }: ServerOffer): boolean {
  return prompts.length + resources.length + templates.length > 0;
}
