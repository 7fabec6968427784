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
