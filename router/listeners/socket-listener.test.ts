import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { listenOnSocket } from './socket-listener.ts';

let dir: string;
let path: string;
let server: Server;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wool-'));
  path = join(dir, 's');
  server = createServer();
});
afterEach(() => {
  server.close();
  rmSync(dir, { recursive: true, force: true });
});

test('while another one starts, the place is taken', async () => {
  mkdirSync(`${path}.lock`);
  await expect(listenOnSocket(server, path)).rejects.toMatchObject({ code: 'ALREADY_RUNNING' });
  // It is the other's lock.
  expect(existsSync(`${path}.lock`)).toBe(true);
  expect(server.listening).toBe(false);
});

test('a start that died half-way does not block the place for ever', async () => {
  mkdirSync(`${path}.lock`);
  const longAgo = Date.now() / 1000 - 60;
  utimesSync(`${path}.lock`, longAgo, longAgo);
  await listenOnSocket(server, path);
  expect(server.listening).toBe(true);
  expect(readdirSync(dir)).toEqual(['s']);
});

test('a socket that accepts nobody but is there belongs to somebody', async () => {
  const busy = createServer();
  await new Promise<void>((resolve) => busy.listen({ path }, resolve));
  await expect(listenOnSocket(server, path)).rejects.toMatchObject({ code: 'ALREADY_RUNNING' });
  expect(readdirSync(dir)).toEqual(['s']);
  await new Promise((resolve) => busy.close(resolve));
});

test('a failure tells where and why, and leaves no lock', async () => {
  const long = join(dir, 'x'.repeat(150));
  await expect(listenOnSocket(server, long)).rejects.toMatchObject({
    code: 'LISTEN_FAILED',
    message: expect.stringContaining(`cannot listen on ${long}: `),
  });
  expect(readdirSync(dir)).toEqual([]);
});

test('errors that come later are not swallowed by those of the start', async () => {
  await listenOnSocket(server, path);
  expect(server.listenerCount('error')).toBe(0);
});
