/** The progress of tasks, which goes on after the call that began them was answered. */
import type { Peer } from '#core/ports/peer.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import type { PendingCall } from './pending-calls.ts';
import { isObject } from '../offers/remote-tool.ts';

/** Of one session; the oldest are forgotten first. */
const MAX_TASKS = 200;

interface Listener {
  readonly peer: Peer;
  /** The client's own. */
  readonly progressToken: unknown;
}

export class TaskProgress {
  readonly #listeners = new Map<unknown, Listener>();

  /** Without effect for clients that asked for no progress. */
  begin({ token, call }: PendingCall): void {
    const { _meta: meta } = call.params;
    const progressToken = isObject(meta) ? meta['progressToken'] : undefined;
    if (call.peer === undefined || progressToken === undefined) return;
    this.#listeners.set(token, { peer: call.peer, progressToken });
    const [oldest] = this.#listeners.keys();
    if (this.#listeners.size > MAX_TASKS) this.#listeners.delete(oldest);
  }

  /** `token` comes from the server, so it may be anything. */
  tell(token: unknown, progress: JsonObject): void {
    const listener = this.#listeners.get(token);
    if (listener === undefined) return;
    const { peer, progressToken } = listener;
    peer.tell('notifications/progress', { ...progress, progressToken });
  }
}
