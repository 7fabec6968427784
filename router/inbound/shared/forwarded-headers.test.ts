import { expect, test } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import { forwardedHeaders } from './forwarded-headers.ts';

test('what the upstream understands goes on; credentials and the rest do not', () => {
  const forwarded = forwardedHeaders({
    accept: 'text/event-stream',
    'openai-beta': 'assistants=v2',
    'anthropic-beta': 'tools',
    'idempotency-key': 'k1',
    traceparent: '00-1-2-01',
    tracestate: 'a=b',
    authorization: 'Bearer of-the-client',
    'x-api-key': 'of-the-client',
    cookie: 'of-the-client',
    'proxy-authorization': 'of-the-client',
    host: '127.0.0.1:1',
    origin: 'http://127.0.0.1:1',
    connection: 'keep-alive',
    'content-length': '7',
    'accept-encoding': 'br',
    'x-forwarded-for': '1.2.3.4',
  });
  expect(forwarded).toEqual({
    via: '1.1 woollama',
    accept: 'text/event-stream',
    'openai-beta': 'assistants=v2',
    'anthropic-beta': 'tools',
    'idempotency-key': 'k1',
    traceparent: '00-1-2-01',
    tracestate: 'a=b',
  });
});

test('other proxies on the way are kept', () =>
  expect(forwardedHeaders({ via: '1.0 fred' })['via']).toBe('1.0 fred, 1.1 woollama'));

test('a circle ends after some rounds, a short chain of routers goes through', () => {
  let via: string | undefined;
  const passes = () => {
    for (let count = 0; count < 100; count += 1) {
      try {
        via = forwardedHeaders(via === undefined ? {} : { via })['via'];
      } catch (error) {
        expect(error).toBeInstanceOf(RouterError);
        expect(error).toMatchObject({ code: 'LOOP_DETECTED', status: 508 });
        return count;
      }
    }
    return Infinity;
  };
  const count = passes();
  expect(count).toBeGreaterThanOrEqual(3);
  expect(count).toBeLessThanOrEqual(8);
});
