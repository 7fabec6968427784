import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { expect, test } from 'vitest';

import { createFakeLog } from '../testing/fake-log.ts';
import { createDispatcher } from './create-dispatcher.ts';
import { json, startFakeUpstream } from './fixtures/fake-upstream.ts';

/** A forward proxy that answers for every host and remembers what it was asked for. */
async function startProxy() {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end('from the proxy');
  });
  server.on('connect', ({ method, url }, socket) => {
    asked.push(`${method} ${url}`);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function get(url: string, env: Readonly<Record<string, string>>): Promise<string> {
  const dispatcher = createDispatcher(env, createFakeLog());
  try {
    const { body } = await request(url, { dispatcher });
    return await body.text();
  } finally {
    await dispatcher.destroy();
  }
}

test.each(['http_proxy', 'HTTP_PROXY'])('calls go through the proxy of %s', async (name) => {
  await using proxy = await startProxy();
  expect(await get('http://far.invalid/v1/models', { [name]: proxy.url })).toBe('from the proxy');
  expect(proxy.asked).toEqual(['GET http://far.invalid/v1/models']);
});

test('https calls go through a tunnel of the proxy', async () => {
  await using proxy = await startProxy();
  await expect(get('https://far.invalid/', { https_proxy: proxy.url })).rejects.toThrow();
  expect(proxy.asked).toEqual(['CONNECT far.invalid:443']);
});

test('calls to this machine never do', async () => {
  await using proxy = await startProxy();
  await using fake = await startFakeUpstream();
  fake.on('/', json('direct'));
  const env = { http_proxy: proxy.url, https_proxy: proxy.url };
  expect(await get(`${fake.origin}/`, env)).toBe('"direct"');
  expect(await get(`${fake.origin.replace('127.0.0.1', 'localhost')}/`, env)).toBe('"direct"');
  expect(proxy.asked).toEqual([]);
});

test.each(['no_proxy', 'NO_PROXY'])('hosts of %s are called directly', async (name) => {
  await using proxy = await startProxy();
  const env = { http_proxy: proxy.url, [name]: 'far.invalid' };
  await expect(get('http://far.invalid/', env)).rejects.toThrow();
  expect(proxy.asked).toEqual([]);
});

test('the environment of this process does not count', async () => {
  await using proxy = await startProxy();
  const before = process.env['http_proxy'];
  process.env['http_proxy'] = proxy.url;
  try {
    await expect(get('http://far.invalid/', {})).rejects.toThrow();
  } finally {
    if (before === undefined) delete process.env['http_proxy'];
    else process.env['http_proxy'] = before;
  }
  expect(proxy.asked).toEqual([]);
});

test('an unusable proxy address is told without its password', async () => {
  const log = createFakeLog();
  await createDispatcher({ http_proxy: 'http://u:secret@:bad' }, log).destroy();
  expect(log.lines).toMatchObject([{ level: 'warn' }]);
  expect(JSON.stringify(log.lines)).not.toContain('secret');
});
