/**
 * One configured server: connects, notices its end, waits and connects again.
 *
 * States: starting -> connected | retrying | failed; connected -> retrying; retrying -> connected.
 * A disabled one never leaves `disabled`. A changed one is replaced by a new connection.
 */
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

import type { ServerEntry } from '#contract/config.ts';
import type { ServerState } from '#contract/events.ts';
import { RouterError } from '#core/router-error.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import type { OfferedTool } from '../names/build-inventory.ts';
import { BackOff } from './back-off.ts';
import { connectServer } from './connect-server.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { describeConnection, type ConnectionStatus } from './connection-status.ts';
import { KnownWays } from './known-ways.ts';
import type { Failure, Link } from '../session/link.ts';
import type { NewRelayCall } from '../session/relay-call.ts';
import type { RemoteTool } from '../offers/remote-tool.ts';
import { NO_OFFER, type ServerOffer } from '../offers/server-offer.ts';
import type { Session } from '../session/session.ts';
import { settledWithin } from '#core/settled-within.ts';
import { ShownOffer } from '../offers/shown-offer.ts';
import { createToolFilter } from '../offers/tool-filter.ts';

const DRAIN_MS = 10_000;
const STOPPED = 'The server was stopped';

export class Connection {
  /** Resolves when the state is not `starting` any more, or never will be. */
  readonly settled: Promise<void>;
  readonly #options: ConnectionOptions;
  readonly #lifetime = new AbortController();
  readonly #calls = new Set<Promise<RpcOutcome>>();
  readonly #shown = new ShownOffer();
  readonly #ways: KnownWays;
  readonly #backOff: BackOff;
  #settle: () => void = () => {};
  #entry: ServerEntry;
  #permits: (tool: string) => boolean;
  #state: ServerState;
  #reason: string | undefined;
  #nextRetryAt: number | undefined;
  /** The current one, or the last one: it still knows what the server wrote. */
  #link: Link | undefined;
  #session: Session | undefined;
  #connectedAt: number | undefined;
  #running: Promise<void> | undefined;
  #closing: Promise<unknown> = Promise.resolve();

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#entry = options.entry;
    this.#permits = createToolFilter(options.entry);
    this.#ways = new KnownWays(options.entry);
    const { retryMaxMs } = options.limits;
    this.#backOff = new BackOff({ retryMaxMs, random: options.random });
    this.#state = options.entry.disabled ? 'disabled' : 'starting';
    this.settled = new Promise((resolve) => {
      this.#settle = resolve;
    });
    if (options.entry.disabled) this.#settle();
    this.#shown.show(this.#currentOffer(), this.#permits);
  }

  get entry(): ServerEntry {
    return this.#entry;
  }

  get state(): ServerState {
    return this.#state;
  }

  /** Whether calls are in flight. */
  get busy(): boolean {
    return this.#calls.size > 0;
  }

  /** While it is connected. */
  get session(): Session | undefined {
    return this.#session;
  }

  /** What the server offers; what it offered last while it is starting, nothing when it is not there. */
  get offer(): ServerOffer {
    return this.#shown.offer;
  }

  /** Its tools, with what the entry says about each. */
  get offered(): readonly OfferedTool[] {
    return this.#shown.offered;
  }

  /** The permitted tools. */
  get tools(): readonly RemoteTool[] {
    return this.#shown.tools;
  }

  status(): ConnectionStatus {
    return describeConnection({
      entry: this.#entry,
      state: this.#state,
      attempts: this.#backOff.attempts,
      reason: this.#reason,
      nextRetryAt: this.#nextRetryAt,
      connectedAt: this.#connectedAt,
      link: this.#link,
      session: this.#session,
      shown: this.#shown,
    });
  }

  /** Returns at once; connecting begins when `after` resolved. */
  start(after: Promise<void> = Promise.resolve()): void {
    if (this.#state === 'starting') this.#running ??= this.#run(after);
  }

  /** Takes over what can change without a new connection: tool filter, time-out. */
  adopt(entry: ServerEntry): void {
    this.#entry = entry;
    this.#permits = createToolFilter(entry);
    this.#showOffer();
  }

  /** Rejects as `Tools.call`. */
  async request(call: NewRelayCall): Promise<RpcOutcome> {
    const session = this.#usableSession(call);
    const ownLimit = this.#entry.timeout;
    const timeoutMs = ownLimit === undefined ? this.#options.limits.callTimeoutMs : ownLimit * 1000;
    const running = session.request({ ...call, timeoutMs });
    this.#calls.add(running);
    try {
      return await running;
    } finally {
      this.#calls.delete(running);
    }
  }

  /** Lets calls in flight finish, for a while, then stops. */
  async drain(): Promise<void> {
    await settledWithin(this.#options.limits.drainMs ?? DRAIN_MS, Promise.allSettled(this.#calls));
    await this.stop();
  }

  /** Resolves when nothing of it is left. Tells nobody: whoever stops it knows. Idempotent. */
  async stop(): Promise<void> {
    this.#lifetime.abort();
    await this.#session?.close(STOPPED);
    await this.#running;
    await this.#closing;
    this.#state = 'failed';
    this.#reason = STOPPED;
    this.#shown.show(NO_OFFER, this.#permits);
    this.#settle();
  }

  #usableSession({ tool, label, param }: NewRelayCall): Session {
    if (tool !== undefined && !this.#permits(tool.tool)) {
      throw new RouterError('UNKNOWN_TOOL', `${label} is not permitted by mcp.json`, { param });
    }
    if (this.#session !== undefined) return this.#session;
    const { server } = this.#options;
    const why = this.#reason === undefined ? '' : `: ${this.#reason}`;
    throw new RouterError('TOOLS_UNAVAILABLE', `Tool server "${server}" is ${this.#state}${why}`, {
      param,
    });
  }

  async #run(after: Promise<void>): Promise<void> {
    await after;
    // Starting a process takes milliseconds; the caller of many shall not wait for all of them.
    await nextTurn();
    const { signal } = this.#lifetime;
    while (!signal.aborted) {
      const failure = await this.#connectAndHold();
      if (signal.aborted) return;
      const delayMs = this.#decide(failure);
      if (delayMs === undefined) return;
      await Promise.all([this.#closing, this.#pause(delayMs)]);
    }
  }

  /** Resolves when connecting failed or the connection is lost. */
  async #connectAndHold(): Promise<Failure> {
    const opened = await this.#connect();
    if ('reason' in opened || this.#lifetime.signal.aborted) {
      this.#closeLink();
      return 'reason' in opened ? opened : { reason: STOPPED };
    }
    const since = this.#options.clock();
    this.#session = opened;
    this.#connectedAt = since;
    this.#options.onSession(opened);
    this.#change({ state: 'connected' });
    const reason = await opened.lost;
    this.#session = undefined;
    this.#connectedAt = undefined;
    this.#closing = Promise.all([this.#closing, opened.close(reason)]);
    this.#backOff.held(this.#options.clock() - since);
    return { reason };
  }

  async #connect(): Promise<Session | Failure> {
    const connected = await connectServer({
      ...this.#options,
      entry: this.#entry,
      ways: this.#ways.list,
      timeoutMs: this.#options.limits.connectTimeoutMs,
      lifetime: this.#lifetime.signal,
      onLink: (link) => {
        this.#closeLink();
        this.#link = link;
      },
      host: { ...this.#options.host, onOffer: () => this.#showOffer() },
    });
    if ('reason' in connected) {
      this.#ways.failed();
      return connected;
    }
    this.#ways.worked(connected.way);
    return connected.session;
  }

  /** Enters `retrying` or `failed`; the delay before the next attempt, if there is one. */
  #decide(failure: Failure): number | undefined {
    const backOff = this.#backOff;
    backOff.failed();
    if (failure.permanent === true || backOff.isOff) {
      const retryDisabled = failure.permanent === true ? '' : ' (retry disabled)';
      this.#change({ state: 'failed', reason: `${failure.reason}${retryDisabled}` });
      return undefined;
    }
    const delayMs = backOff.delayMs();
    const nextRetryAt = this.#options.clock() + delayMs;
    this.#change({ state: 'retrying', reason: failure.reason, nextRetryAt });
    return delayMs;
  }

  async #pause(delayMs: number): Promise<void> {
    const { signal } = this.#lifetime;
    await sleep(delayMs, undefined, { signal, ref: false }).catch(() => {
      // Stopped while waiting, which the caller checks.
    });
    this.#nextRetryAt = undefined;
  }

  #change(next: { state: ServerState; reason?: string; nextRetryAt?: number }): void {
    this.#state = next.state;
    this.#reason = next.reason;
    this.#nextRetryAt = next.nextRetryAt;
    this.#settle();
    this.#showOffer();
    this.#options.onState();
  }

  #currentOffer(): ServerOffer {
    if (this.#session !== undefined) return this.#session.offer();
    return (this.#state === 'starting' ? this.#options.remembered : undefined) ?? NO_OFFER;
  }

  #showOffer(): void {
    const change = this.#shown.show(this.#currentOffer(), this.#permits);
    if (change.tools || change.features) this.#options.onOffer(change);
  }

  #closeLink(): void {
    if (this.#link === undefined) return;
    this.#closing = Promise.all([this.#closing, this.#link.close()]);
  }
}
