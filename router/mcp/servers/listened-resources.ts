/** The watched resources of a server of the newer revision, where one refusal ends all listening. */
import type { RpcOutcome } from '#core/rpc.ts';
import type { Session } from '../session/session.ts';

const INVALID_PARAMS = -32602;
const DONE: RpcOutcome = { ok: true, result: {} };

export interface ListenedResourcesOptions {
  readonly session: Pick<Session, 'watch'>;
  /** What clients want by now, in the server's own URIs. */
  readonly wanted: () => readonly string[];
}

export class ListenedResources {
  readonly #options: ListenedResourcesOptions;
  /** What the server agreed to. */
  #agreed = new Set<string>();
  /** One change after the other, so that a refusal tells which URI it is about. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ListenedResourcesOptions) {
    this.#options = options;
  }

  /** All that is wanted at once; after a refusal only the lists are listened for. */
  begin(): Promise<RpcOutcome> {
    return this.#inTurn(async () => {
      const uris = this.#options.wanted();
      const outcome = await this.#options.session.watch(uris);
      this.#agreed = new Set(uris.filter((uri) => isHonored(outcome, uri)));
      if (!outcome.ok && uris.length > 0) await this.#options.session.watch([]);
      return outcome;
    });
  }

  /** Resolves when the server agreed, or refused. */
  add(uri: string): Promise<RpcOutcome> {
    return this.#inTurn(async () => {
      if (this.#agreed.has(uri)) return DONE;
      const kept = this.#keep();
      const outcome = await this.#options.session.watch([...kept, uri]);
      if (isHonored(outcome, uri)) {
        this.#agreed.add(uri);
        return DONE;
      }
      await this.#options.session.watch(kept);
      return outcome.ok ? refused(uri) : outcome;
    });
  }

  /** Forgets what is not wanted any more. */
  trim(): Promise<RpcOutcome> {
    return this.#inTurn(async () => {
      const before = this.#agreed.size;
      const kept = this.#keep();
      if (kept.length < before) await this.#options.session.watch(kept);
      return DONE;
    });
  }

  #keep(): readonly string[] {
    const kept = this.#options.wanted().filter((uri) => this.#agreed.has(uri));
    this.#agreed = new Set(kept);
    return kept;
  }

  #inTurn(change: () => Promise<RpcOutcome>): Promise<RpcOutcome> {
    const turn = this.#last.then(change);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

function isHonored(outcome: RpcOutcome, uri: string): boolean {
  if (!outcome.ok) return false;
  const { resourceSubscriptions: honored } = outcome.result;
  return Array.isArray(honored) && honored.includes(uri);
}

function refused(uri: string): RpcOutcome {
  const message = `The server does not tell when ${uri} changes`;
  return { ok: false, error: { code: INVALID_PARAMS, message } };
}
