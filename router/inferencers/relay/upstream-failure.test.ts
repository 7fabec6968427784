import { errors } from 'undici';
import { expect, test } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import { toUpstreamError } from './upstream-failure.ts';

const UPSTREAM = { name: 'acme', origin: 'https://api.acme.test:8443', idleTimeoutMs: 300_000 };

const failed = (code: string, message = 'raw secret') =>
  Object.assign(new Error(message), { code });

test.each([
  ['ECONNREFUSED', 'connection refused'],
  ['ENOTFOUND', 'host name not found'],
  ['UND_ERR_CONNECT_TIMEOUT', 'connection timed out'],
  ['CERT_HAS_EXPIRED', 'TLS certificate has expired'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'it does not speak TLS; should its base_url begin with http:?'],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'TLS connection failed'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'TLS certificate is for another host'],
  ['ERR_TLS_HANDSHAKE_TIMEOUT', 'TLS connection failed'],
  ['HPE_INVALID_CONSTANT', 'the answer is not HTTP'],
  ['EWHATEVER', 'EWHATEVER'],
])('%s before the answer', (code, words) => {
  const error = toUpstreamError(failed(code), UPSTREAM, false);
  expect(error.code).toBe('UPSTREAM_UNREACHABLE');
  expect(error.message).toBe(`inferencer 'acme' at api.acme.test:8443 cannot be reached: ${words}`);
});

test('the same after the answer had begun', () => {
  const error = toUpstreamError(failed('ECONNRESET'), UPSTREAM, true);
  expect(error).toMatchObject({
    code: 'UPSTREAM_CUT',
    message: "inferencer 'acme' broke off its answer (connection reset)",
  });
});

test('a parser error without a code is known, too', () => {
  const cause = new errors.HTTPParserError('raw secret');
  expect(toUpstreamError(cause, UPSTREAM, false).message).toContain('the answer is not HTTP');
  expect(toUpstreamError(cause, UPSTREAM, true).message).toBe(
    "inferencer 'acme' broke off its answer (incomplete or malformed HTTP)",
  );
});

test.each(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])('%s is silence', (code) => {
  for (const begun of [false, true]) {
    const error = toUpstreamError(failed(code), UPSTREAM, begun);
    expect(error).toMatchObject({
      code: 'UPSTREAM_TIMEOUT',
      message: "inferencer 'acme' stayed silent for 300 s",
    });
  }
});

test('the reason is found below other errors', () => {
  const wrapped = new TypeError('fetch failed', {
    cause: new AggregateError([failed('ECONNREFUSED'), failed('ETIMEDOUT')]),
  });
  expect(toUpstreamError(wrapped, UPSTREAM, false).message).toContain('connection refused');
  const misleading = Object.assign(new Error('x', { cause: failed('ENOTFOUND') }), {
    code: 'UNKNOWN',
  });
  expect(toUpstreamError(misleading, UPSTREAM, false).message).toContain('host name not found');
});

test('an error that is its own cause, or none at all, ends in plain words', () => {
  const circular = new Error('x');
  circular.cause = circular;
  for (const thrown of [circular, 'text', undefined, null]) {
    expect(toUpstreamError(thrown, UPSTREAM, false).message).toContain('connection failed');
  }
});

test('raw words of the system stay in the cause', () => {
  const cause = failed('ECONNREFUSED');
  const error = toUpstreamError(cause, UPSTREAM, false);
  expect(error.message).not.toContain('secret');
  expect(error.cause).toBe(cause);
});

test('who forgot to start Ollama is told so', () => {
  const error = toUpstreamError(failed('ECONNREFUSED'), { ...UPSTREAM, name: 'ollama' }, false);
  expect(error.message).toContain('is Ollama running?');
});

test('errors of ours pass through', () => {
  const error = new RouterError('CANCELLED');
  expect(toUpstreamError(error, UPSTREAM, true)).toBe(error);
});
