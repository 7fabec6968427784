import { describe, expect, test } from 'vitest';

import { toErrorInAnswer, toStatusError } from './to-status-error.ts';

const fail = (text: string, headers = {}) =>
  toStatusError({ name: 'far', status: 429, headers, text });

describe('toStatusError', () => {
  test.each([
    ['OpenAI', { error: { message: 'slow down' } }],
    ['Ollama', { error: 'slow down' }],
    ['FastAPI', { detail: 'slow down' }],
    ['a plain message', { message: 'slow down' }],
    ['Google', [{ error: { message: 'slow down' } }]],
  ])('shows the message and keeps the body of %s', (_, body) => {
    expect(fail(JSON.stringify(body))).toMatchObject({
      code: 'UPSTREAM_STATUS',
      status: 429,
      message: "inferencer 'far' answered 429: slow down",
      upstreamBody: body,
    });
  });

  test.each([
    ['no body', '', "inferencer 'far' answered 429"],
    ['text', 'slow\n  down', "inferencer 'far' answered 429: slow down"],
    [
      'a page',
      '<html><style>a{}</style><script>x()</script><h1>Slow</h1><p>down</p>',
      "inferencer 'far' answered 429: Slow down",
    ],
    ['a JSON text', '"slow"', 'inferencer \'far\' answered 429: "slow"'],
    ['JSON without a message', '{"a":1}', "inferencer 'far' answered 429"],
  ])('makes a sentence of %s', (_, text, message) => {
    expect(fail(text).message).toBe(message);
  });

  test('shows at most 300 characters', () => {
    expect(fail('x'.repeat(1000)).message).toHaveLength(
      "inferencer 'far' answered 429: ".length + 300,
    );
    const long = JSON.stringify({ error: { message: 'x'.repeat(1000) } });
    expect(fail(long).message).toHaveLength("inferencer 'far' answered 429: ".length + 300);
  });

  test('comes to an end with a hostile page', () => {
    // Quadratic would take minutes, more than any test may.
    for (const page of ['<script'.repeat(37_000), '<'.repeat(260_000)]) {
      expect(fail(page).message).toContain('429');
    }
  });

  test.each([
    [{}, undefined],
    [{ 'retry-after': '7' }, 7000],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{ 'retry-after': 'Mon, 01 Jan 2024 00:00:00 GMT' }, 0],
    [{ 'retry-after': '7', 'retry-after-ms': '250' }, 250],
  ])('reads %o as a wait of %s ms', (headers, expected) => {
    expect(fail('', headers).retryAfterMs).toBe(expected);
  });

  test('reads a date as the time until then', () => {
    const inAMinute = new Date(Date.now() + 60_000).toUTCString();
    const { retryAfterMs = 0 } = fail('', { 'retry-after': inAMinute });
    expect(retryAfterMs).toBeGreaterThan(55_000);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
  });
});

describe('toErrorInAnswer', () => {
  test.each([
    [{ error: { message: 'full', code: 503 } }, 503, 'full'],
    [{ error: { message: 'full', code: 'rate_limit' } }, 502, 'full'],
    [{ error: { message: 'full', code: 200 } }, 502, 'full'],
    [{ error: 'full' }, 502, 'full'],
    [{ error: {} }, 502, 'no reason given'],
  ])('%o has status %i', (body, status, message) => {
    expect(toErrorInAnswer('far', body)).toMatchObject({
      code: 'UPSTREAM_STATUS',
      status,
      upstreamBody: body,
      message: `inferencer 'far' reported an error: ${message}`,
    });
  });
});
