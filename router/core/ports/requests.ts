/** What is in flight, whoever asked for it: seen by the window, cancelled from there, drained at stop. */
import type { EventEmitter } from 'node:events';

import type { Outcome, RequestStarted, TokenUsage } from '#contract/events.ts';
import type { RouterError } from '../router-error.ts';

export type RequestInfo = Omit<RequestStarted, 'kind' | 'requestId'>;

export interface RequestEnd {
  readonly outcome: Outcome;
  readonly status: number;
  readonly usage?: TokenUsage;
  readonly errorCode?: string;
  /** What was thrown, where it was a mistake of ours; for the log only. */
  readonly bug?: unknown;
}

export interface OpenRequest {
  readonly id: string;
  /** Fires with a RouterError (CANCELLED, SHUTTING_DOWN) as reason. */
  readonly signal: AbortSignal;
  abort(reason: RouterError): void;
  /** Idempotent; the first call counts. */
  end(end: RequestEnd): void;
}

/** A response (or anything alike) whose `close` before `writableFinished` means the client is gone. */
export interface Connection extends EventEmitter {
  readonly writableFinished: boolean;
}

export interface RunningRequest {
  readonly id: string;
  readonly info: RequestInfo;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

export interface Requests {
  /** `id` is for callers that want to follow what they started; it must be new. */
  open(info: RequestInfo, connection?: Connection, id?: string): OpenRequest;
  /** The oldest first. */
  running(): readonly RunningRequest[];
  inFlight(): number;
  /** Resolves when nothing is in flight. */
  whenIdle(): Promise<void>;
  /** False when no request of that id is in flight. */
  cancel(id: string): boolean;
  abortAll(reason: RouterError): void;
}
