/** The calls in flight on one session: their progress tokens, idle limits and cancellation. */
import { LONGEST_TIMER_MS } from '#core/longest-timer.ts';
import type { JsonObject, ToolCallOptions, ToolProgress, ToolResult } from '#core/ports/tools.ts';
import { RouterError } from '#core/router-error.ts';

export interface ToolCall extends ToolCallOptions {
  /** `server.tool`, for messages. */
  readonly name: string;
  readonly tool: string;
  readonly inputSchema: JsonObject;
  readonly args: JsonObject;
  /** Longest silence, started anew by each progress of this call; 0 means none. */
  readonly timeoutMs: number;
}

export interface PendingCall {
  readonly signal: AbortSignal;
  progressed(progress: ToolProgress): void;
  /** The stream that would have carried the answer ended. */
  cut(): void;
}

/** Sends the request; must reject soon after its signal fired. */
export type SendCall = (token: number, signal: AbortSignal) => Promise<ToolResult>;

export class PendingCalls {
  readonly #pending = new Map<unknown, PendingCall>();
  #lastToken = 0;

  /** `token` comes from the server, so it may be anything. */
  find(token: unknown): PendingCall | undefined {
    return this.#pending.get(token);
  }

  /** Rejects with CANCELLED, TOOL_TIMEOUT or TOOLS_UNAVAILABLE, or with what `send` rejects with. */
  async run(call: ToolCall, send: SendCall): Promise<ToolResult> {
    if (call.signal.aborted) throw cancelled();
    const token = ++this.#lastToken;
    const controller = new AbortController();
    let verdict: RouterError | undefined;
    const stop = (error: RouterError): void => {
      verdict ??= error;
      controller.abort(error.message);
    };
    const onAbort = (): void => stop(cancelled());
    const idle = startIdleTimer(call.timeoutMs, () => stop(timedOut(call)));
    call.signal.addEventListener('abort', onAbort, { once: true });
    this.#pending.set(token, {
      signal: controller.signal,
      progressed: (progress) => {
        idle?.refresh();
        call.onProgress?.(progress);
      },
      // An answer that came just before the end is still on its way through the SDK.
      cut: () => void setImmediate(() => this.#pending.has(token) && stop(brokenOff(call))),
    });
    try {
      return await send(token, controller.signal);
    } catch (error) {
      throw verdict ?? error;
    } finally {
      clearTimeout(idle);
      call.signal.removeEventListener('abort', onAbort);
      this.#pending.delete(token);
    }
  }
}

function startIdleTimer(timeoutMs: number, onIdle: () => void): NodeJS.Timeout | undefined {
  return timeoutMs > 0 ? setTimeout(onIdle, Math.min(timeoutMs, LONGEST_TIMER_MS)) : undefined;
}

function cancelled(): RouterError {
  return new RouterError('CANCELLED', 'The tool call was cancelled');
}

function timedOut(call: ToolCall): RouterError {
  const seconds = call.timeoutMs / 1000;
  return new RouterError('TOOL_TIMEOUT', `Tool ${call.name} was silent for ${seconds} s`, {
    param: call.name,
  });
}

function brokenOff(call: ToolCall): RouterError {
  return new RouterError('TOOLS_UNAVAILABLE', `The answer of tool ${call.name} broke off`, {
    param: call.name,
  });
}
