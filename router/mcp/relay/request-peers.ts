/** In whose name the calls of one request are made that do not come from its client directly. */
import type { LentPeer } from '#core/ports/aggregator.ts';

export class RequestPeers {
  readonly #peers = new Map<string, LentPeer>();

  /** Returns an idempotent end. */
  lend(requestId: string, lent: LentPeer): () => void {
    this.#peers.set(requestId, lent);
    return () => void this.#peers.delete(requestId);
  }

  find(requestId: string | undefined): LentPeer | undefined {
    return requestId === undefined ? undefined : this.#peers.get(requestId);
  }
}
