import type { IncomingHttpHeaders } from 'node:http';
import { expect, test } from 'vitest';

import { toClientHeaders } from './relay-headers.ts';

test.each([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'set-cookie',
  'alt-svc',
  'strict-transport-security',
  'access-control-allow-origin',
  'access-control-expose-headers',
])('%s stays here', (name) =>
  expect(toClientHeaders({ [name]: 'x', etag: 'y' })).toEqual({ etag: 'y' }),
);

test('the rest goes on, in the upstream’s order', () => {
  const headers = {
    'content-type': 'application/json',
    'content-length': '2',
    'content-encoding': 'gzip',
    'retry-after': '1',
    'x-ratelimit-limit-tokens': '5',
    link: '<a>, <b>',
    'x-teapot': ['a', 'b'],
  };
  expect(Object.entries(toClientHeaders(headers))).toEqual(Object.entries(headers));
});

test.each([
  ['X-Hop, close , etag', ['x-other']],
  [['keep-alive', 'x-other, x-hop'], ['etag']],
  ['keep-alive', ['x-hop', 'x-other', 'etag']],
])('headers that the upstream names in Connection (%j) stay here', (connection, kept) => {
  const upstream = { connection, 'x-hop': '1', 'x-other': '2', etag: '3' };
  // undici gives a repeated header as a list, which the type of Node does not know.
  expect(Object.keys(toClientHeaders(upstream as IncomingHttpHeaders))).toEqual(kept);
});
