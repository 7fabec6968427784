/** Keeps servers told what the clients together want: log level, folders, watched resources. */
import type { RelayOptions } from '#core/ports/aggregator.ts';
import type { Logger } from '#core/ports/logger.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import type { Connection } from './connection.ts';
import { ListenedResources } from './listened-resources.ts';
import type { PlacedUri } from '../names/feature-index.ts';
import type { Relay } from '../relay/relay.ts';
import { isCapable } from '../offers/server-offer.ts';
import { takesLogLevel, type Session } from '../session/session.ts';

const SUBSCRIBE = 'resources/subscribe';
const METHOD_NOT_FOUND = -32601;
const DONE: RpcOutcome = { ok: true, result: {} };
/** How long a server may take to hear what we tell it by ourselves. */
const TELL_MS = 10_000;

export interface ServerUpkeepOptions {
  readonly connections: ReadonlyMap<string, Connection>;
  readonly relay: Relay;
  readonly logger: Logger;
  readonly level: () => string | undefined;
  /** The server's own URIs. */
  readonly watchedAt: (server: string) => readonly string[];
}

export class ServerUpkeep {
  readonly #options: ServerUpkeepOptions;
  readonly #listened = new WeakMap<Session, ListenedResources>();
  /** What will be subscribed as soon as its server has started. */
  readonly #waiting = new Set<PlacedUri>();

  constructor(options: ServerUpkeepOptions) {
    this.#options = options;
  }

  /** A server that was just connected knows nothing of us. */
  greet(server: string, session: Session): void {
    if (session.modern) {
      void this.#listenedAt(server, session).begin();
    } else {
      const waiting = [...this.#waiting].filter((place) => place.server === server);
      const asked = new Set(waiting.map(({ uri }) => uri));
      for (const uri of this.#options.watchedAt(server)) {
        if (!asked.has(uri)) this.#tell(server, SUBSCRIBE, { uri });
      }
    }
    this.#tellLevel(server, session);
  }

  levelChanged(): void {
    for (const [server, { session }] of this.#options.connections) {
      if (session !== undefined) this.#tellLevel(server, session);
    }
  }

  rootsChanged(): void {
    for (const { session, entry } of this.#options.connections.values()) {
      if (entry.roots !== false) session?.notify('notifications/roots/list_changed');
    }
  }

  /** Waits while the server starts: only then is it known in which words it wants to be asked. */
  async subscribe(place: PlacedUri, options: RelayOptions): Promise<RpcOutcome> {
    const { server, uri } = place;
    const { session } = await this.#started(place, options);
    // Whoever wanted it may have given up meanwhile.
    if (!this.#options.watchedAt(server).includes(uri)) return DONE;
    if (session !== undefined && !isCapable(session.offer().capabilities, 'resources.subscribe')) {
      const message = `Server "${server}" does not tell when resources change`;
      return { ok: false, error: { code: METHOD_NOT_FOUND, message } };
    }
    if (session?.modern === true) return await this.#listenedAt(server, session).add(uri);
    return await this.#send(SUBSCRIBE, place, options);
  }

  async unsubscribe(place: PlacedUri, options: RelayOptions): Promise<RpcOutcome> {
    const { server } = place;
    const session = this.#options.connections.get(server)?.session;
    // One that comes later is asked for nothing that nobody wants.
    if (session === undefined) return DONE;
    if (session.modern) return await this.#listenedAt(server, session).trim();
    return await this.#send('resources/unsubscribe', place, options);
  }

  async #started(place: PlacedUri, { signal }: RelayOptions): Promise<Connection> {
    this.#waiting.add(place);
    try {
      return await this.#options.relay.ready(place.server, signal);
    } finally {
      this.#waiting.delete(place);
    }
  }

  #send(method: string, { server, uri }: PlacedUri, options: RelayOptions): Promise<RpcOutcome> {
    return this.#options.relay.send({ server, method, params: { uri }, name: uri, options });
  }

  #listenedAt(server: string, session: Session): ListenedResources {
    const known = this.#listened.get(session);
    if (known !== undefined) return known;
    const wanted = () => this.#options.watchedAt(server);
    const listened = new ListenedResources({ session, wanted });
    this.#listened.set(session, listened);
    return listened;
  }

  #tellLevel(server: string, session: Session): void {
    const level = this.#options.level();
    if (level !== undefined && takesLogLevel(session)) {
      this.#tell(server, 'logging/setLevel', { level });
    }
  }

  #tell(server: string, method: string, params: JsonObject): void {
    this.#trySend(server, method, params).catch(() => {
      // It is gone again, which its status tells.
    });
  }

  async #trySend(server: string, method: string, params: JsonObject): Promise<void> {
    const { relay, logger } = this.#options;
    const options = { signal: AbortSignal.timeout(TELL_MS) };
    const outcome = await relay.send({ server, method, params, name: server, options });
    if (outcome.ok) return;
    logger.warn({ server, method, code: outcome.error.code }, 'the server refuses');
  }
}
