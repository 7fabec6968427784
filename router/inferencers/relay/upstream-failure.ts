import { errors } from 'undici';

import { RouterError } from '#core/router-error.ts';

const NO_TLS = 'it does not speak TLS; should its base_url begin with http:?';

/** Node and undici error codes in plain words. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  ENOTFOUND: 'host name not found',
  EAI_AGAIN: 'host name lookup failed',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ETIMEDOUT: 'connection timed out',
  EPIPE: 'connection closed',
  UND_ERR_CONNECT_TIMEOUT: 'connection timed out',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'not of the announced length',
  UND_ERR_SOCKET: 'connection closed by the other side',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed TLS certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'self-signed TLS certificate in the chain',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'TLS certificate cannot be verified',
  CERT_HAS_EXPIRED: 'TLS certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'TLS certificate is for another host',
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NO_TLS,
};

/** For families of codes of which no single one says more. */
const FAMILIES: readonly (readonly [prefix: string, before: string, begun?: string])[] = [
  ['HPE_', 'the answer is not HTTP', 'incomplete or malformed HTTP'],
  ['ERR_SSL_', 'TLS connection failed'],
  ['ERR_TLS_', 'TLS connection failed'],
];

const SILENT = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

interface Upstream {
  /** The inferencer's name. */
  readonly name: string;
  readonly origin: string;
  readonly idleTimeoutMs: number;
}

/**
 * What went wrong between us and an inferencer: UPSTREAM_TIMEOUT for silence, UPSTREAM_CUT once the
 * answer had begun, else UPSTREAM_UNREACHABLE. RouterErrors pass through.
 */
export function toUpstreamError(error: unknown, upstream: Upstream, begun: boolean): RouterError {
  if (error instanceof RouterError) return error;
  const code = codeOf(error);
  const who = `inferencer '${upstream.name}'`;
  if (SILENT.has(code)) {
    const seconds = upstream.idleTimeoutMs / 1000;
    return new RouterError('UPSTREAM_TIMEOUT', `${who} stayed silent for ${seconds} s`, {
      cause: error,
    });
  }
  const reason = reasonFor(code, begun) ?? (code === '' ? 'connection failed' : code);
  if (begun) {
    return new RouterError('UPSTREAM_CUT', `${who} broke off its answer (${reason})`, {
      cause: error,
    });
  }
  const host = new URL(upstream.origin).host;
  const hint = upstream.name === 'ollama' ? '; is Ollama running?' : '';
  return new RouterError(
    'UPSTREAM_UNREACHABLE',
    `${who} at ${host} cannot be reached: ${reason}${hint}`,
    { cause: error },
  );
}

function reasonFor(code: string, begun = false): string | undefined {
  const [, before, after] = FAMILIES.find(([prefix]) => code.startsWith(prefix)) ?? [];
  return REASONS[code] ?? (begun ? (after ?? before) : before);
}

/** The first known code along the causes; happy-eyeballs failures hide it in an AggregateError. */
function codeOf(error: unknown): string {
  let found = '';
  for (let current = error, depth = 0; current instanceof Error && depth < 4; depth += 1) {
    if ('code' in current && typeof current.code === 'string') {
      found = current.code;
      if (reasonFor(found) !== undefined || SILENT.has(found)) return found;
    } else if (current instanceof errors.HTTPParserError) {
      // undici does not always find the code that belongs to it.
      return 'HPE_';
    }
    current = current instanceof AggregateError ? current.errors[0] : current.cause;
  }
  return found;
}
