/** The one client of the control surface: window, tray and command line. It is handed its `fetch`. */
import { API, type Method, type Params, type Result } from './api.ts';
import { configIssue, type ConfigIssue } from './config.ts';
import { describeError, ERROR_CODES, type ErrorCode } from './errors.ts';
import { EVENTS_PATH, streamBatch, streamHello } from './stream.ts';
import type { StreamBatch, StreamHello } from './stream.ts';
import { readEventStream } from './read-event-stream.ts';

/** The part of a request that every `fetch` understands, of whichever library. */
export interface ControlRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

export interface ControlClientOptions {
  readonly fetch: (url: string, request: ControlRequest) => Promise<Response>;
  /** Put before every path; empty for the page's own origin. */
  readonly origin: string;
  /** Sent with every request; asked each time. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** Check answers against the contract; for development and tests. */
  readonly strict?: boolean;
}

export interface StreamHandlers {
  readonly onHello: (hello: StreamHello) => void;
  readonly onBatch: (batch: StreamBatch) => void;
}

export interface StreamOptions extends StreamHandlers {
  /** Id of the last message that was seen. */
  readonly after: string | undefined;
  readonly logs: boolean;
  readonly signal: AbortSignal;
}

export interface ControlClient {
  /** Rejects with a ControlError. */
  call<M extends Method>(
    method: M,
    params: Params<M>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<Result<M>>;
  /**
   * One connection of the event stream. Resolves with the id of the last message when the stream
   * ends or breaks off; rejects with a ControlError when there is none, and with what the handlers
   * throw. Connecting again is the caller's.
   */
  stream(options: StreamOptions): Promise<string | undefined>;
}

/** Why a call failed: a code of the catalogue, or UNREACHABLE when nobody answered. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  readonly code: ErrorCode | 'UNREACHABLE';
  /** The field it is about. */
  readonly param: string | null;
  readonly issues: readonly ConfigIssue[];

  constructor(
    code: ErrorCode | 'UNREACHABLE',
    message: string,
    details: { readonly param?: string | null; readonly issues?: readonly ConfigIssue[] } = {},
  ) {
    super(message);
    this.code = code;
    this.param = details.param ?? null;
    this.issues = details.issues ?? [];
  }
}

export function createControlClient(options: ControlClientOptions): ControlClient {
  const { origin, strict = false } = options;

  async function send(path: string, init: Omit<ControlRequest, 'headers'>): Promise<Response> {
    const headers = { ...options.headers(), ...(init.body === undefined ? {} : JSON_TYPE) };
    let response: Response;
    try {
      response = await options.fetch(origin + path, { ...init, headers });
    } catch (cause) {
      if (init.signal?.aborted === true) throw cancelled();
      throw unreachable(cause);
    }
    if (response.ok) return response;
    throw await toControlError(response);
  }

  return {
    async call(method, params, { signal } = {}) {
      const body = JSON.stringify(params);
      const init = { method: 'POST', body, ...(signal && { signal }) };
      const response = await send(`/control/${method}`, init);
      const result: unknown = await response.json().catch((cause: unknown) => {
        throw signal?.aborted === true ? cancelled() : unreachable(cause);
      });
      return (strict ? API[method].result.parse(result) : result) as Result<typeof method>;
    },
    async stream({ after, logs, signal, onHello, onBatch }) {
      const query = new URLSearchParams();
      if (after !== undefined) query.set('after', after);
      if (logs) query.set('logs', '1');
      const response = await send(`${EVENTS_PATH}?${query.toString()}`, { method: 'GET', signal });
      let last = after;
      for await (const { id, event, data } of readEventStream(response)) {
        const message: unknown = JSON.parse(data);
        if (event === 'hello') {
          onHello(strict ? streamHello.parse(message) : (message as StreamHello));
        } else onBatch(strict ? streamBatch.parse(message) : (message as StreamBatch));
        last = id ?? last;
      }
      return last;
    },
  };
}

const JSON_TYPE = { 'content-type': 'application/json' } as const;

function cancelled(): ControlError {
  return new ControlError('CANCELLED', 'the call was cancelled');
}

function unreachable(cause: unknown): ControlError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ControlError('UNREACHABLE', `the router does not answer (${reason})`);
}

async function toControlError(response: Response): Promise<ControlError> {
  const body: unknown = await response.json().catch(() => undefined);
  const error = fieldOf(body, 'error');
  const code = ERROR_CODES.find((known) => known.toLowerCase() === fieldOf(error, 'code'));
  const message = fieldOf(error, 'message');
  const param = fieldOf(error, 'param');
  const issues = configIssue.array().safeParse(fieldOf(error, 'issues'));
  const known = code ?? 'INTERNAL';
  return new ControlError(
    known,
    typeof message === 'string'
      ? message
      : `${describeError(known).title} (status ${response.status})`,
    {
      param: typeof param === 'string' ? param : null,
      issues: issues.success ? issues.data : [],
    },
  );
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
