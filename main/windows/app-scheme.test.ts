import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { UI_CONTENT_SECURITY_POLICY } from '#contract/ui-policy.ts';
import { createAppSchemeHandler, isAppUrl } from './app-scheme.ts';

let root: string;
let router: Server;
let reply: (request: IncomingMessage, response: ServerResponse) => void;
let handle: (request: Request) => Promise<Response>;
let isRunning = true;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'woollama-scheme-'));
  mkdirSync(join(root, 'ui', 'assets'), { recursive: true });
  writeFileSync(join(root, 'ui', 'index.html'), '<title>x</title>');
  writeFileSync(join(root, 'ui', 'assets', 'a.js'), 'let a;');
  writeFileSync(join(root, 'ui', 'run.sh'), 'rm');
  writeFileSync(join(root, 'outside.html'), 'secret');
  router = createServer((request, response) => reply(request, response)).listen(0, '127.0.0.1');
  await once(router, 'listening');
  const origin = `http://127.0.0.1:${(router.address() as AddressInfo).port}`;
  const connection = () => (isRunning ? { origin, ownerToken: 'owner-token' } : undefined);
  handle = createAppSchemeHandler({ uiDir: join(root, 'ui'), connection });
});
afterAll(() => {
  router.closeAllConnections();
  router.close();
  rmSync(root, { recursive: true });
});

const ask = (path: string, init?: RequestInit) =>
  handle(new Request(`woollama-app://window${path}`, init));

describe('files', () => {
  test.each([
    ['/', 'text/html; charset=utf-8'],
    ['/index.html?x=1', 'text/html; charset=utf-8'],
    ['/assets/a.js', 'text/javascript; charset=utf-8'],
  ])('%s', async (path, type) => {
    const response = await ask(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('content-security-policy')).toBe(UI_CONTENT_SECURITY_POLICY);
  });

  test.each([
    '/outside.html',
    '/..%2foutside.html',
    '/assets/..%2f..%2foutside.html',
    '/%2e%2e%2foutside.html',
    '/index.html%00',
    '/%zz',
    '/assets',
    '/run.sh',
  ])('nothing at %s', async (path) => {
    const response = await ask(path);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
  });

  test('are read only', async () => {
    expect((await ask('/index.html', { method: 'POST', body: 'x' })).status).toBe(405);
  });
});

describe('the router behind the same origin', () => {
  test('gets the request as the owner, without what the page says about itself', async () => {
    let seen: IncomingMessage | undefined;
    let body = '';
    reply = (request, response) => {
      seen = request;
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        response.writeHead(201, { 'x-note': 'kept', 'set-cookie': 'a=b' });
        response.end('made');
      });
    };
    const response = await ask('/control/tools.call?x=1', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'last-event-id': '7',
        authorization: 'Bearer forged',
        'x-api-key': 'forged',
        'x-woollama-session': 'forged',
        cookie: 'forged=1',
        origin: 'woollama-app://window',
        'sec-fetch-site': 'same-origin',
        'user-agent': 'Mozilla/5.0',
      },
      body: '{"a":1}',
    });
    expect([response.status, await response.text()]).toEqual([201, 'made']);
    expect(response.headers.get('x-note')).toBe('kept');
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'");
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.has('set-cookie')).toBe(false);
    expect([seen?.method, seen?.url, body]).toEqual(['POST', '/control/tools.call?x=1', '{"a":1}']);
    expect(seen?.headers).toMatchObject({
      authorization: 'Bearer owner-token',
      'content-type': 'application/json',
      'last-event-id': '7',
      'user-agent': 'Woollama window',
      host: expect.stringMatching(/^127\.0\.0\.1:/),
    });
    for (const name of ['cookie', 'origin', 'x-api-key', 'x-woollama-session', 'sec-fetch-site']) {
      expect(seen?.headers).not.toHaveProperty(name);
    }
  });

  test('streams, and hears when the page gives up', async () => {
    const closed = Promise.withResolvers<void>();
    reply = (_request, response) => {
      response.write('data: 1\n\n');
      response.on('close', () => closed.resolve());
    };
    const response = await ask('/v1/chat/completions', { method: 'POST', body: '{}' });
    const reader = response.body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('data: 1\n\n');
    await reader.cancel();
    await closed.promise;
  });

  test('hears an abort before its answer has begun', async () => {
    const arrived = Promise.withResolvers<void>();
    const closed = Promise.withResolvers<void>();
    reply = (_request, response) => {
      response.on('close', () => closed.resolve());
      arrived.resolve();
    };
    const giveUp = new AbortController();
    const answer = ask('/v1/models', { signal: giveUp.signal });
    await arrived.promise;
    giveUp.abort();
    await expect(answer).rejects.toThrow();
    await closed.promise;
  });

  test('an answer without content has none', async () => {
    reply = (_request, response) => response.writeHead(204).end();
    const response = await ask('/w1/patterns');
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  test('is asked at its own paths only, also behind backslashes', async () => {
    let asked = 0;
    reply = (_request, response) => {
      asked += 1;
      response.end();
    };
    expect((await ask('/control/..\\..\\ui/')).status).toBe(404);
    expect(asked).toBe(0);
  });

  test('answers a page whose origin Chromium does not name', async () => {
    reply = (_request, response) => response.end('x');
    expect((await ask('/v1/models', { headers: { origin: 'null' } })).status).toBe(200);
  });

  test('that breaks off or is not there answers 503 in its own words', async () => {
    const error = { error: { code: 'shutting_down', type: 'server_error', param: null } };
    reply = (request) => request.socket.destroy();
    const broken = await ask('/control/status.get', { method: 'POST', body: '{}' });
    expect(broken.status).toBe(503);
    expect(await broken.json()).toMatchObject(error);
    isRunning = false;
    const missing = await ask('/control/status.get', { method: 'POST', body: '{}' });
    isRunning = true;
    expect(missing.status).toBe(503);
    expect(await missing.json()).toMatchObject(error);
  });
});

test('pages of elsewhere get nothing, not even our files', async () => {
  const headers = { origin: 'https://evil.example' };
  expect((await ask('/index.html', { headers })).status).toBe(403);
  expect((await ask('/control/status.get', { method: 'POST', headers })).status).toBe(403);
  expect((await handle(new Request('woollama-app://other/index.html'))).status).toBe(403);
});

test.each([
  ['woollama-app://window/', true],
  ['WOOLLAMA-APP://window/x', true],
  ['woollama-app://window:80/', false],
  ['woollama-app:window', false],
  ['https://window/', false],
  ['', false],
])('%s is an address of ours: %s', (url, expected) => {
  expect(isAppUrl(url)).toBe(expected);
});
