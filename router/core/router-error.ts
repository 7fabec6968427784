import type { ConfigIssue } from '#contract/config.ts';
import { describeError, type ErrorCode } from '#contract/errors.ts';

export interface RouterErrorOptions {
  readonly cause?: unknown;
  /** The request field or tool the error is about, as OpenAI's `param`. */
  readonly param?: string;
  /** Upstream status to show instead of the catalogue's. */
  readonly status?: number;
  /** Milliseconds after which the same call may succeed. */
  readonly retryAfterMs?: number;
  /** The upstream's own JSON body, relayed instead of our envelope. */
  readonly upstreamBody?: unknown;
  /** Where in a configuration file something is wrong. */
  readonly issues?: readonly ConfigIssue[];
}

/** The one error class. Anything else that is thrown is a bug and shows as INTERNAL. */
export class RouterError extends Error {
  override readonly name = 'RouterError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly param: string | null;
  readonly retryAfterMs: number | undefined;
  readonly upstreamBody: unknown;
  readonly issues: readonly ConfigIssue[];

  constructor(code: ErrorCode, message?: string, options: RouterErrorOptions = {}) {
    super(
      message ?? describeError(code).title,
      options.cause === undefined ? {} : { cause: options.cause },
    );
    this.code = code;
    this.status = options.status ?? describeError(code).status;
    this.param = options.param ?? null;
    this.retryAfterMs = options.retryAfterMs;
    this.upstreamBody = options.upstreamBody;
    this.issues = options.issues ?? [];
  }
}

/** Our own errors as they are; anything else as INTERNAL with its message withheld but kept as cause. */
export function toRouterError(error: unknown): RouterError {
  if (error instanceof RouterError) return error;
  return new RouterError('INTERNAL', undefined, { cause: error });
}
