/** The clients that stay: what they want to hear, and what they watch. */
import type { PeerSeat, RelayOptions } from '#core/ports/aggregator.ts';
import type { Peer } from '#core/ports/peer.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import { untilAborted } from '#core/until-aborted.ts';
import type { PlacedUri } from '../names/feature-index.ts';

/** The most talkative first. */
const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];
/** About what servers say by themselves: for clients that named no level while others did. */
const USUAL = 'info';
const NOT_FOUND = -32002;
/** Of all clients together, each of which costs a subscription at its server. */
const MAX_WATCHED = 1000;
/** One must not take them from the others. */
const MAX_WATCHED_BY_ONE = 200;
const INVALID_PARAMS = -32602;
const INTERNAL_ERROR = -32603;
const DONE: RpcOutcome = { ok: true, result: {} };
const GIVEN_UP: RpcOutcome = {
  ok: false,
  error: { code: INTERNAL_ERROR, message: 'The client gave it up meanwhile' },
};

export interface SeatBookOptions {
  readonly locate: (uri: string) => PlacedUri | undefined;
  /** Begins or ends a subscription at its server. */
  readonly subscribe: (place: PlacedUri, options: RelayOptions) => Promise<RpcOutcome>;
  readonly unsubscribe: (place: PlacedUri, options: RelayOptions) => Promise<RpcOutcome>;
  readonly onLevel: (level: string) => void;
  readonly onRoots: () => void;
  readonly onLeave: (peer: Peer) => void;
}

interface Watched {
  readonly place: PlacedUri;
  readonly seats: Set<Seat>;
  /** How the subscription at the server began. */
  readonly begun: Promise<RpcOutcome>;
}

export class SeatBook {
  readonly #options: SeatBookOptions;
  readonly #seats = new Set<Seat>();
  /** By server and its own URI. */
  readonly #watched = new Map<string, Watched>();
  #level: string | undefined;

  constructor(options: SeatBookOptions) {
    this.#options = options;
  }

  join(peer: Peer): PeerSeat {
    const seat = new Seat(peer, this);
    this.#seats.add(seat);
    this.levelChanged();
    if (peer.can.roots) this.#options.onRoots();
    return seat;
  }

  peers(): readonly Peer[] {
    return Array.from(this.#seats, ({ peer }) => peer);
  }

  /** The lowest that any client wants; undefined as long as none ever said. */
  get level(): string | undefined {
    return this.#level;
  }

  /** The server's own URIs. */
  watchedAt(server: string): readonly string[] {
    return [...this.#watched.values()]
      .filter(({ place }) => place.server === server)
      .map(({ place }) => place.uri);
  }

  levelChanged(): void {
    const named = Array.from(this.#seats, ({ level }) => level);
    if (this.#level === undefined && named.every((level) => level === undefined)) return;
    // Who wants little must not take it from the others, nor from those who come later.
    const levels = named.length === 0 ? [USUAL] : named.map((level) => level ?? USUAL);
    const wanted = levels.map((level) => LEVELS.indexOf(level)).filter((index) => index >= 0);
    const lowest = LEVELS[Math.min(...wanted)];
    if (lowest === undefined || lowest === this.#level) return;
    this.#level = lowest;
    this.#options.onLevel(lowest);
  }

  rootsChanged(): void {
    this.#options.onRoots();
  }

  async subscribe(seat: Seat, uri: string, options: RelayOptions): Promise<RpcOutcome> {
    const place = this.#options.locate(uri);
    if (place === undefined) return unknownResource(uri);
    const key = keyOf(place);
    const known = this.#watched.get(key);
    if (known?.seats.has(seat) !== true && this.#watchedBy(seat) >= MAX_WATCHED_BY_ONE) {
      return refused(
        `This client watches ${MAX_WATCHED_BY_ONE} resources already, which is the most`,
      );
    }
    if (known === undefined && this.#watched.size >= MAX_WATCHED) {
      return refused(
        `All clients together watch ${MAX_WATCHED} resources already, which is the most`,
      );
    }
    const watched = known ?? this.#begin(key, place);
    watched.seats.add(seat);
    try {
      const begun = await untilAborted(watched.begun, options.signal);
      if (!begun.ok) this.#drop(key, watched);
      // It unsubscribed, or left, before the server had agreed.
      return begun.ok && !watched.seats.has(seat) ? GIVEN_UP : begun;
    } catch (error) {
      // Others may be waiting for the same, or have it already.
      if (options.signal.aborted) this.#release(key, watched, seat);
      else this.#drop(key, watched);
      throw error;
    }
  }

  async unsubscribe(seat: Seat, uri: string, options: RelayOptions): Promise<RpcOutcome> {
    const place = this.#options.locate(uri);
    if (place === undefined) return unknownResource(uri);
    const key = keyOf(place);
    const watched = this.#watched.get(key);
    if (watched?.seats.delete(seat) !== true || watched.seats.size > 0) return DONE;
    this.#drop(key, watched);
    return await this.#options.unsubscribe(place, options);
  }

  leave(seat: Seat): void {
    if (!this.#seats.delete(seat)) return;
    for (const [key, watched] of this.#watched) this.#release(key, watched, seat);
    this.levelChanged();
    this.#options.onLeave(seat.peer);
    if (seat.peer.can.roots) this.#options.onRoots();
  }

  #watchedBy(seat: Seat): number {
    let count = 0;
    for (const { seats } of this.#watched.values()) if (seats.has(seat)) count += 1;
    return count;
  }

  /** In nobody's name: who asked first may give up while others wait for it. */
  #begin(key: string, place: PlacedUri): Watched {
    const { signal } = new AbortController();
    // Subscribed first, so that a newer server is asked for all of them.
    const begun = Promise.resolve().then(() => this.#options.subscribe(place, { signal }));
    const watched = { place, seats: new Set<Seat>(), begun };
    this.#watched.set(key, watched);
    return watched;
  }

  /** Ends the subscription at the server with its last seat. */
  #release(key: string, watched: Watched, seat: Seat): void {
    if (!watched.seats.delete(seat) || watched.seats.size > 0) return;
    this.#drop(key, watched);
    const { signal } = new AbortController();
    this.#options.unsubscribe(watched.place, { signal }).catch(() => {
      // The server is gone, and the subscription with it.
    });
  }

  #drop(key: string, watched: Watched): void {
    if (this.#watched.get(key) === watched) this.#watched.delete(key);
  }
}

class Seat implements PeerSeat {
  readonly peer: Peer;
  readonly #book: SeatBook;
  readonly #uris = new Set<string>();
  #level: string | undefined;

  constructor(peer: Peer, book: SeatBook) {
    this.peer = peer;
    this.#book = book;
  }

  get level(): string | undefined {
    return this.#level;
  }

  setLogLevel(level: string): void {
    this.#level = level;
    this.#book.levelChanged();
  }

  wants(level: string): boolean {
    // What others have servers say is none of its wishes.
    const least = this.#level ?? (this.#book.level === undefined ? undefined : USUAL);
    if (least === undefined) return true;
    const [asked, wanted] = [LEVELS.indexOf(level), LEVELS.indexOf(least)];
    return asked < 0 || asked >= wanted;
  }

  rootsChanged(): void {
    this.#book.rootsChanged();
  }

  async subscribe(uri: string, options: RelayOptions): Promise<RpcOutcome> {
    const outcome = await this.#book.subscribe(this, uri, options);
    if (outcome.ok) this.#uris.add(uri);
    return outcome;
  }

  async unsubscribe(uri: string, options: RelayOptions): Promise<RpcOutcome> {
    this.#uris.delete(uri);
    return await this.#book.unsubscribe(this, uri, options);
  }

  subscribed(uri: string): boolean {
    return this.#uris.has(uri);
  }

  leave(): void {
    this.#uris.clear();
    this.#book.leave(this);
  }
}

function keyOf({ server, uri }: PlacedUri): string {
  return JSON.stringify([server, uri]);
}

function refused(message: string): RpcOutcome {
  return { ok: false, error: { code: INVALID_PARAMS, message } };
}

function unknownResource(uri: string): RpcOutcome {
  return { ok: false, error: { code: NOT_FOUND, message: 'Resource not found', data: { uri } } };
}
