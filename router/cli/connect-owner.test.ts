import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { findRuntimePlaces, type RuntimePlaces } from '../listeners/runtime-dir.ts';
import { askRouter } from './connect-owner.ts';

let dir: string;
let places: RuntimePlaces;
let servers: Server[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wool-'));
  places = findRuntimePlaces({ XDG_RUNTIME_DIR: dir });
  servers = [];
});
afterEach(async () => {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  rmSync(dir, { recursive: true });
});

async function answer(where: string | number, listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(where, resolve));
  return server;
}

/** A listener that keeps what it was asked, and gives a link. */
function linkGiver(url: string, seen: IncomingMessage[]): RequestListener {
  return (request, response) => {
    seen.push(request);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ url }));
  };
}

/** A TCP listener whose address stands in the address file. */
async function answerOnTcp(listener: RequestListener): Promise<void> {
  const { port } = (await answer(0, listener)).address() as AddressInfo;
  writeFileSync(places.addressFile, `127.0.0.1:${port}\n`);
}

const ask = () => askRouter(places, 'links.create', {});

test('asks over the private socket, where nobody needs a token', async () => {
  const seen: IncomingMessage[] = [];
  const unseen: IncomingMessage[] = [];
  await answer(places.socket, linkGiver('http://a/', seen));
  await answerOnTcp(linkGiver('http://b/', unseen));
  writeFileSync(places.ownerFile, 'owner-token\n');
  expect(await ask()).toEqual({ url: 'http://a/' });
  expect(seen[0]).toMatchObject({ method: 'POST', url: '/control/links.create' });
  expect(seen[0]?.headers.authorization).toBeUndefined();
  expect(unseen).toEqual([]);
});

test('asks over TCP with the token file where there is no socket', async () => {
  const seen: IncomingMessage[] = [];
  await answerOnTcp(linkGiver('http://b/', seen));
  writeFileSync(places.ownerFile, 'owner-token\n');
  expect(await ask()).toEqual({ url: 'http://b/' });
  expect(seen[0]?.headers.authorization).toBe('Bearer owner-token');
});

test('without the token file nobody is asked over TCP', async () => {
  const seen: IncomingMessage[] = [];
  await answerOnTcp(linkGiver('http://b/', seen));
  await expect(ask()).rejects.toMatchObject({ code: 'UNREACHABLE' });
  expect(seen).toEqual([]);
});

test('a refusal is passed on, and nobody else is asked', async () => {
  const seen: IncomingMessage[] = [];
  await answer(places.socket, (_request, response) => {
    const error = { code: 'shutting_down', message: 'the router is stopping' };
    response.writeHead(503).end(JSON.stringify({ error }));
  });
  await answerOnTcp(linkGiver('http://b/', seen));
  writeFileSync(places.ownerFile, 'owner-token\n');
  await expect(ask()).rejects.toMatchObject({
    code: 'SHUTTING_DOWN',
    message: 'the router is stopping',
  });
  expect(seen).toEqual([]);
});

test('an answer that breaks off is none', async () => {
  await answer(places.socket, (_request, response) => {
    response.writeHead(200);
    response.write('{"url":', () => response.destroy());
  });
  await expect(ask()).rejects.toMatchObject({ code: 'UNREACHABLE' });
});
