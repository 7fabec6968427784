import { describe, expect, test } from 'vitest';

import type { OpenGrant } from '#core/ports/tool-grants.ts';
import { RouterError } from '#core/router-error.ts';
import { createRequestGuard, isLoopbackAddress, type GuardedRequest } from './request-guard.ts';

const OWNER = {
  isOwner: ({ authorization }: GuardedRequest['headers']) => authorization === 'Bearer owner-1',
};

function request(changes: Partial<GuardedRequest> = {}): GuardedRequest {
  const headers = { host: '127.0.0.1:1234', ...changes.headers };
  return {
    listener: 'tcp',
    method: 'GET',
    url: '/v1/models',
    rawHeaders: ['Host', headers.host ?? ''],
    remoteAddress: '127.0.0.1',
    localAddress: '127.0.0.1',
    ...changes,
    headers,
  };
}

function verdict(changes: Partial<GuardedRequest>, token?: string): string {
  try {
    return createRequestGuard({ token: () => token, owner: OWNER })(request(changes));
  } catch (error) {
    return error instanceof RouterError ? error.code : 'bug';
  }
}

test.each(['127.0.0.1:1', '127.0.0.1', 'localhost:8', 'LOCALHOST', '[::1]:9', '[::1]'])(
  'Host %s is this machine',
  (host) => expect(verdict({ headers: { host } })).toBe('client'),
);

test.each([
  'evil.test',
  'localhost.evil.test',
  'localhost.',
  '127.0.0.1.evil.test',
  '127.0.0.1@evil.test',
  'localhost:80:80',
  '0.0.0.0:1',
  '',
])('Host %s is refused', (host) => expect(verdict({ headers: { host } })).toBe('FORBIDDEN_HOST'));

test('a missing or doubled Host is refused', () => {
  const guard = createRequestGuard({ token: () => undefined, owner: OWNER });
  expect(() => guard({ ...request(), headers: {} })).toThrow(/Host/);
  const rawHeaders = ['Host', 'localhost', 'host', 'evil.test'];
  expect(verdict({ rawHeaders })).toBe('FORBIDDEN_HOST');
});

test('an absolute request target is refused before its host could matter', () => {
  expect(verdict({ url: 'http://evil.test/v1/models' })).toBe('INVALID_REQUEST');
});

test.each(['http://evil.test', 'null', 'http://localhost:3000'])(
  'Origin %s is refused',
  (origin) => {
    expect(verdict({ headers: { origin } })).toBe('FORBIDDEN_ORIGIN');
    expect(verdict({ listener: 'socket', headers: { origin } })).toBe('FORBIDDEN_ORIGIN');
  },
);

test('a page that the router itself served may call it', () => {
  const host = 'localhost:1234';
  expect(verdict({ headers: { host, origin: `http://${host}` } })).toBe('client');
  const evil = 'evil.test:1234';
  expect(verdict({ headers: { host: evil, origin: `http://${evil}` } })).toBe('FORBIDDEN_HOST');
});

test('the private socket is the owner, without a token', () => {
  expect(verdict({ listener: 'socket', remoteAddress: undefined, headers: {} }, 'tok')).toBe(
    'owner',
  );
});

test('a token, once set, is asked for on loopback, too', () => {
  const ask = (headers: GuardedRequest['headers']) => verdict({ headers }, 'tok-1');
  expect(ask({})).toBe('UNAUTHORIZED');
  expect(ask({ authorization: 'Bearer tok-2' })).toBe('UNAUTHORIZED');
  expect(ask({ authorization: 'bearer tok-1' })).toBe('UNAUTHORIZED');
  expect(ask({ authorization: 'Bearer tok-1 ' })).toBe('UNAUTHORIZED');
  expect(ask({ authorization: 'Bearer tok-1' })).toBe('client');
  expect(ask({ 'x-api-key': 'tok-1' })).toBe('client');
});

test('an empty token counts as none', () => expect(verdict({}, '')).toBe('client'));

test('other machines need the token, but may use any Host', () => {
  const remote = {
    remoteAddress: '192.168.1.9',
    localAddress: '192.168.1.2',
    headers: { host: 'my-mac.lan:4000' },
  };
  expect(verdict(remote)).toBe('UNAUTHORIZED');
  expect(verdict(remote, 'tok-1')).toBe('UNAUTHORIZED');
  const headers = { ...remote.headers, authorization: 'Bearer tok-1' };
  expect(verdict({ ...remote, headers }, 'tok-1')).toBe('client');
});

const REMOTE = { remoteAddress: '192.168.1.9', localAddress: '192.168.1.2' };
const PROOF = { authorization: 'Bearer owner-1' };

test('who proves to be the owner on loopback is the owner, also where clients need a token', () => {
  expect(verdict({ headers: PROOF })).toBe('owner');
  expect(verdict({ headers: PROOF }, 'tok-1')).toBe('owner');
  expect(verdict({ headers: { authorization: 'Bearer tok-1' } }, 'tok-1')).toBe('client');
});

test('no proof makes an owner of another machine, nor of one end that is not loopback', () => {
  expect(verdict({ ...REMOTE, headers: PROOF })).toBe('UNAUTHORIZED');
  expect(verdict({ ...REMOTE, headers: PROOF }, 'tok-1')).toBe('UNAUTHORIZED');
  expect(verdict({ remoteAddress: '192.168.1.9', headers: PROOF }, 'tok-1')).toBe('UNAUTHORIZED');
  expect(verdict({ localAddress: '192.168.1.2', headers: PROOF }, 'tok-1')).toBe('UNAUTHORIZED');
  const both = { authorization: 'Bearer owner-1', 'x-api-key': 'tok-1' };
  expect(verdict({ ...REMOTE, headers: both }, 'tok-1')).toBe('UNAUTHORIZED');
});

test('a proof excuses neither Host nor Origin', () => {
  expect(verdict({ headers: { ...PROOF, host: 'evil.test' } })).toBe('FORBIDDEN_HOST');
  const origin = 'http://127.0.0.1:9';
  expect(verdict({ headers: { ...PROOF, origin } })).toBe('FORBIDDEN_ORIGIN');
});

describe('the window, where clients need a token,', () => {
  const ask = (method: string, url: string) => verdict({ method, url }, 'tok-1');

  test.each([
    ['GET', '/ui'],
    ['GET', '/ui/'],
    ['HEAD', '/ui/index.html'],
    ['GET', '/ui?x=1'],
    ['GET', '/ui/assets/a.js'],
    ['POST', '/control/session'],
    ['POST', '/control/session?x=1'],
  ])('may load: %s %s', (method, url) => expect(ask(method, url)).toBe('client'));

  test.each([
    ['POST', '/ui/'],
    ['GET', '/uid'],
    ['GET', '/UI/'],
    ['GET', '//ui/'],
    ['POST', '/control/status.get'],
    ['POST', '/control/session/'],
    ['GET', '/control/events'],
    ['GET', '/v1/models?/ui/'],
  ])('may not do more: %s %s', (method, url) => expect(ask(method, url)).toBe('UNAUTHORIZED'));

  test('is for this machine', () => {
    const headers = { authorization: 'Bearer tok-1' };
    expect(verdict({ ...REMOTE, url: '/ui/' }, 'tok-1')).toBe('UNAUTHORIZED');
    expect(verdict({ ...REMOTE, headers, url: '/ui/' }, 'tok-1')).toBe('client');
    const link = { ...REMOTE, method: 'POST', url: '/control/session' };
    expect(verdict(link, 'tok-1')).toBe('OWNER_ONLY');
    expect(verdict({ ...link, headers }, 'tok-1')).toBe('OWNER_ONLY');
  });

  test('is refused to other pages all the same', () => {
    const headers = { origin: 'http://evil.test' };
    const link = { method: 'POST', url: '/control/session', headers };
    expect(verdict(link, 'tok-1')).toBe('FORBIDDEN_ORIGIN');
    expect(verdict({ url: '/ui/', headers: { host: 'evil.test' } })).toBe('FORBIDDEN_HOST');
  });
});

test('a peer that hung up has no address and is not taken for the owner', () => {
  expect(verdict({ remoteAddress: undefined, localAddress: undefined })).toBe('UNAUTHORIZED');
});

test('loopback addresses', () => {
  for (const yes of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1']) {
    expect(isLoopbackAddress(yes), yes).toBe(true);
  }
  for (const no of ['128.0.0.1', '::2', '::ffff:10.0.0.1', '127.0.0.1.evil', undefined]) {
    expect(isLoopbackAddress(no), String(no)).toBe(false);
  }
});

describe('a run that may call some tools', () => {
  const authorization = 'Bearer wol_run_open';
  const grants = {
    find: (token: string) => (token === 'wol_run_open' ? ({} as OpenGrant) : undefined),
  };
  const judge = (changes: Partial<GuardedRequest>, token?: string): string => {
    const guard = createRequestGuard({ token: () => token, owner: OWNER, grants });
    try {
      return guard(request({ url: '/mcp', headers: { authorization }, ...changes }));
    } catch (error) {
      return error instanceof RouterError ? error.code : 'bug';
    }
  };

  test('enters /mcp on this machine, also where clients need a token', () => {
    expect(judge({})).toBe('grant');
    expect(judge({ url: '/mcp?x=1' }, 'tok')).toBe('grant');
  });

  test.each(['/v1/models', '/mcp/x', '/mcpx', '/control/status.get', '/ui/'])(
    'does not enter %s',
    (url) => expect(judge({ url })).toBe('UNAUTHORIZED'),
  );

  test('not from elsewhere, not as a web socket, not once it is over', () => {
    expect(judge({ remoteAddress: '192.168.1.5' })).toBe('UNAUTHORIZED');
    const addresses = { remoteAddress: '192.168.1.5', localAddress: '192.168.1.2' };
    expect(judge(addresses, 'tok')).toBe('UNAUTHORIZED');
    expect(judge({ headers: { authorization, upgrade: 'websocket' } })).toBe('UNAUTHORIZED');
    expect(judge({ headers: { authorization: 'Bearer wol_run_closed' } })).toBe('UNAUTHORIZED');
  });

  test('Host and Origin are checked as for everybody', () => {
    expect(judge({ headers: { authorization, host: 'evil.test' } })).toBe('FORBIDDEN_HOST');
    const origin = 'http://evil.test';
    expect(judge({ headers: { authorization, origin } })).toBe('FORBIDDEN_ORIGIN');
  });
});
