/** The calls in flight on one session: their progress tokens, idle limits and cancellation. */
import { LONGEST_TIMER_MS } from '#core/longest-timer.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import { RouterError } from '#core/router-error.ts';
import { toCancelled } from '#core/until-aborted.ts';
import type { RelayCall } from './relay-call.ts';

export interface PendingCall {
  readonly call: RelayCall;
  readonly token: number;
  /** Fires when the call is to be given up. */
  readonly signal: AbortSignal;
  /** A sign of life. */
  progressed(progress?: JsonObject): void;
  /** Likewise, in words: told as progress, a step beyond the last. */
  said(message: string): void;
  /** The stream that would have carried the answer ended. */
  cut(): void;
  /** Somebody is being asked in its name: its silence does not count until the returned function was called. */
  hold(): () => void;
}

/** Sends the request; must reject soon after the call's signal fired. */
export type SendCall<Result> = (pending: PendingCall) => Promise<Result>;

export class PendingCalls {
  readonly #pending = new Map<unknown, PendingCall>();
  #lastToken = 0;

  /** `token` comes from the server, so it may be anything. */
  find(token: unknown): PendingCall | undefined {
    return this.#pending.get(token);
  }

  all(): readonly PendingCall[] {
    return [...this.#pending.values()];
  }

  /** Rejects with CANCELLED, TOOL_TIMEOUT or TOOLS_UNAVAILABLE, or with what `send` rejects with. */
  async run<Result>(call: RelayCall, send: SendCall<Result>): Promise<Result> {
    if (call.signal.aborted) throw toCancelled(call.signal);
    const controller = new AbortController();
    let verdict: RouterError | undefined;
    const stop = (error: RouterError): void => {
      verdict ??= error;
      controller.abort(error.message);
    };
    const onAbort = (): void => stop(toCancelled(call.signal));
    const idle = new IdleTimer(call.timeoutMs, () => stop(timedOut(call)));
    const token = ++this.#lastToken;
    let reached = 0;
    const pending: PendingCall = {
      call,
      token,
      signal: controller.signal,
      progressed: (progress) => {
        idle.refresh();
        if (progress === undefined) return;
        if (typeof progress['progress'] === 'number') reached = progress['progress'];
        call.onProgress?.(progress);
      },
      said: (message) => pending.progressed({ progress: reached + 1, message }),
      // An answer that came just before the end is still on its way through the SDK.
      cut: () => void setImmediate(() => this.#pending.has(token) && stop(brokenOff(call))),
      hold: () => idle.hold(),
    };
    call.signal.addEventListener('abort', onAbort, { once: true });
    this.#pending.set(token, pending);
    try {
      return await send(pending);
    } catch (error) {
      throw verdict ?? error;
    } finally {
      idle.stop();
      call.signal.removeEventListener('abort', onAbort);
      this.#pending.delete(token);
    }
  }
}

class IdleTimer {
  #timer: NodeJS.Timeout | undefined;
  #holders = 0;
  #stopped = false;
  readonly #start: () => NodeJS.Timeout | undefined;

  /** 0 means that it never runs out. */
  constructor(timeoutMs: number, onIdle: () => void) {
    const limitMs = Math.min(timeoutMs, LONGEST_TIMER_MS);
    this.#start = () => (timeoutMs > 0 ? setTimeout(onIdle, limitMs) : undefined);
    this.#timer = this.#start();
  }

  refresh(): void {
    if (this.#holders === 0) this.#timer?.refresh();
  }

  hold(): () => void {
    let held = true;
    this.#holders++;
    clearTimeout(this.#timer);
    return () => {
      if (held) this.#holders--;
      held = false;
      if (this.#holders > 0 || this.#stopped) return;
      clearTimeout(this.#timer);
      this.#timer = this.#start();
    };
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }
}

function timedOut(call: RelayCall): RouterError {
  const seconds = call.timeoutMs / 1000;
  return new RouterError('TOOL_TIMEOUT', `${call.label} was silent for ${seconds} s`, {
    param: call.param,
  });
}

function brokenOff(call: RelayCall): RouterError {
  return new RouterError('TOOLS_UNAVAILABLE', `The answer of ${call.label} broke off`, {
    param: call.param,
  });
}
