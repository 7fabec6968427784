/** Keeps one router process running: starts it, waits until it listens, brings it back, ends it. */
import {
  fromRouterMessage,
  type FromRouterMessage,
  type ToRouterMessage,
} from '#contract/process.ts';
import type { RouterState } from '../bridge/channels.ts';
import type { Clock } from '../system/clock.ts';
import { createBackOff } from './back-off.ts';
import { createLastLines, type LastLines } from './last-lines.ts';
import type { ForkRouter, RouterChild } from './router-child.ts';

/** From the start message until it listens; a cold start on a slow disk takes seconds. */
const READY_MS = 30_000;
/** Requests in flight get this long when the router is asked to stop. */
const GRACE_MS = 5_000;
/** Beyond the grace, for the router to end its own children. */
const LAST_MS = 3_000;

export interface Connection {
  readonly origin: string;
  /** Must not leave the main process. */
  readonly ownerToken: string;
}

type Start = Extract<ToRouterMessage, { readonly kind: 'start' }>;
type Ready = Extract<FromRouterMessage, { readonly kind: 'ready' }>;
type Failed = Extract<FromRouterMessage, { readonly kind: 'failed' }>;
/** What the router asks of the app while it runs. */
export type RouterWish = Exclude<
  FromRouterMessage,
  Ready | Failed | { readonly kind: 'restart-wanted' }
>;

export interface SupervisorOptions {
  readonly fork: ForkRouter;
  readonly clock: Clock;
  /** Asked at each start, so that secrets are the newest. Never rejects. */
  readonly startMessage: () => Promise<Start>;
  readonly onWish: (wish: RouterWish, reply: (message: ToRouterMessage) => void) => void;
  readonly onState: (state: RouterState) => void;
  /** This process is gone; what ran on its behalf must end too. */
  readonly onGone: () => void;
}

/** One fork. A late message of an older one is told from those of the newest by identity. */
interface Run {
  readonly child: RouterChild;
  readonly startedAt: number;
  readonly output: LastLines;
  readonly ended: Promise<void>;
  failed?: Failed;
  /** It was asked to end, so its end is no news. */
  ending?: Promise<void>;
}

/**
 * States: starting -> running | restarting | stopped; running -> restarting; restarting -> starting.
 * `stopped` is left by `restart` only: the router itself said that trying again is no use.
 */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #backOff = createBackOff();
  #state: RouterState = { kind: 'starting' };
  #connection: Connection | undefined;
  #current: Run | undefined;
  #stopped = false;
  #cancelTimer: () => void = () => {};

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  state(): RouterState {
    return this.#state;
  }

  /** Undefined while no router listens. */
  connection(): Connection | undefined {
    return this.#connection;
  }

  start(): void {
    if (this.#stopped || this.#current !== undefined) return;
    this.#cancelTimer();
    this.#setState({ kind: 'starting' });
    const run = this.#fork();
    this.#current = run;
    void this.#options.startMessage().then((message) => this.#handOver(run, message));
  }

  /** Stops the one that runs, if any, and starts another at once. Does nothing after `stop`. */
  async restart(): Promise<void> {
    if (this.#stopped) return;
    this.#backOff.reset();
    this.#cancelTimer();
    this.#setState({ kind: 'starting' });
    if (this.#current !== undefined) await this.#end(this.#current);
    this.start();
  }

  /** Ends it for good: asks, waits, then kills. Idempotent; never rejects. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer();
    this.#connection = undefined;
    if (this.#current !== undefined) await this.#end(this.#current);
  }

  #setState(next: RouterState): void {
    this.#state = next;
    if (next.kind !== 'running') this.#connection = undefined;
    this.#options.onState(next);
  }

  #fork(): Run {
    const output = createLastLines();
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    const child = this.#options.fork({
      onMessage: (message) => this.#onMessage(run, message),
      onOutput: (text) => output.add(text),
      onExit: (code) => {
        this.#onExit(run, code);
        resolve();
      },
    });
    const run: Run = { child, startedAt: this.#options.clock.now(), output, ended };
    return run;
  }

  /** Its time counts from here: before, the system may have asked for the keychain's password. */
  #handOver(run: Run, message: Start): void {
    if (run !== this.#current || run.ending !== undefined) return;
    run.child.send(message);
    if (this.#connection !== undefined) return;
    this.#cancelTimer = this.#options.clock.after(READY_MS, () => {
      run.output.add(`The router did not get ready within ${READY_MS / 1000} s.\n`);
      run.child.kill();
    });
  }

  #send(run: Run, message: ToRouterMessage): void {
    if (run === this.#current) run.child.send(message);
  }

  #onMessage(run: Run, raw: unknown): void {
    const parsed = fromRouterMessage.safeParse(raw);
    if (run !== this.#current || !parsed.success) return;
    const message = parsed.data;
    if (message.kind === 'ready') this.#onReady(run, message);
    else if (message.kind === 'failed') run.failed = message;
    else if (message.kind === 'restart-wanted') void this.restart();
    else this.#options.onWish(message, (reply) => this.#send(run, reply));
  }

  #onReady(run: Run, { origin, ownerToken, version }: Ready): void {
    if (run.ending !== undefined) return;
    this.#cancelTimer();
    this.#connection = { origin, ownerToken };
    this.#setState({ kind: 'running', origin, version, pid: run.child.pid ?? null });
  }

  #onExit(run: Run, code: number | null): void {
    if (run !== this.#current) return;
    this.#current = undefined;
    this.#cancelTimer();
    this.#options.onGone();
    if (this.#stopped || run.ending !== undefined) return;
    const lastLines = run.output.lines();
    if (run.failed !== undefined) {
      const { message: reason, issues } = run.failed;
      this.#setState({ kind: 'stopped', reason, issues, lastLines });
    } else this.#startLater(run, `The router ended unexpectedly (code ${code ?? 'unknown'}).`);
  }

  #startLater(run: Run, reason: string): void {
    const { clock } = this.#options;
    const now = clock.now();
    const waitMs = this.#backOff.next(now - run.startedAt);
    const lastLines = run.output.lines();
    this.#setState({ kind: 'restarting', reason, nextTryAt: now + waitMs, lastLines });
    this.#cancelTimer = clock.after(waitMs, () => this.start());
  }

  #end(run: Run): Promise<void> {
    run.ending ??= this.#askToEnd(run);
    return run.ending;
  }

  async #askToEnd(run: Run): Promise<void> {
    this.#cancelTimer();
    run.child.send({ kind: 'stop', graceMs: GRACE_MS });
    const cancelKill = this.#options.clock.after(GRACE_MS + LAST_MS, () => run.child.kill());
    await run.ended;
    cancelKill();
  }
}
