/** The ways to a server, what worked last comes first. */
import type { ServerEntry } from '#contract/config.ts';
import { linkKinds } from '../transports/open-link.ts';
import { wayOf, type Way } from './connect-server.ts';

export class KnownWays {
  #list: readonly Way[];

  constructor(entry: ServerEntry) {
    this.#list = linkKinds(entry).map(wayOf);
  }

  get list(): readonly Way[] {
    return this.#list;
  }

  worked(way: Way): void {
    this.#list = [way, ...this.#list.filter(({ kind }) => kind !== way.kind)];
  }

  /** What a newer version of the server wants is found out anew. */
  failed(): void {
    this.#list = this.#list.map(({ kind }) => wayOf(kind));
  }
}
