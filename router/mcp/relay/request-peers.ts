/** In whose name the calls of one request are made that do not come from its client directly. */
import type { Peer } from '#core/ports/peer.ts';

export class RequestPeers {
  readonly #peers = new Map<string, Peer>();

  /** Returns an idempotent end. */
  lend(requestId: string, peer: Peer): () => void {
    this.#peers.set(requestId, peer);
    return () => void this.#peers.delete(requestId);
  }

  find(requestId: string | undefined): Peer | undefined {
    return requestId === undefined ? undefined : this.#peers.get(requestId);
  }
}
