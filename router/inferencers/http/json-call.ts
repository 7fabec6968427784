import type { RelayTarget } from '../relay/target.ts';

export interface JsonCall {
  readonly target: RelayTarget;
  /** Below the target's base path. */
  readonly path: string;
  /** Sent by POST; without it the call is a GET. */
  readonly body?: unknown;
  /** Besides the inferencer's own, which win. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal: AbortSignal;
}

/** What undici sends for a call. */
export function toExchange({ target, body, headers }: JsonCall) {
  const timeouts = { headersTimeout: target.idleTimeoutMs, bodyTimeout: target.idleTimeoutMs };
  if (body === undefined) {
    return { method: 'GET', headers: { ...headers, ...target.headers }, ...timeouts } as const;
  }
  return {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', ...target.headers },
    body: JSON.stringify(body),
    ...timeouts,
  } as const;
}
