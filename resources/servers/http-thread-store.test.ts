import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const SERVER = fileURLToPath(new URL('http-thread-store.ts', import.meta.url));

let dir: string;
let child: ChildProcess;
let origin: string;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'woollama-threads-'));
  const started = spawn(process.execPath, [SERVER, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  child = started;
  const [line] = (await once(started.stdout, 'data')) as [Buffer];
  origin = line.toString().trim();
});

afterEach(async () => {
  const ended = once(child, 'exit');
  child.kill();
  expect(await ended).toEqual([0, null]);
  rmSync(dir, { recursive: true });
});

async function ask(method: string, path: string, body?: unknown): Promise<[number, unknown]> {
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(`${origin}${path}`, { method, ...init });
  const text = await answer.text();
  return [answer.status, text === '' ? undefined : JSON.parse(text)];
}

test('keeps each thread in a file that only this user can read', async () => {
  expect(await ask('PUT', '/threads/a_B-1')).toEqual([204, undefined]);
  expect(await ask('GET', '/threads/a_B-1')).toEqual([200, []]);
  expect(await ask('PATCH', '/threads/a_B-1', [{ role: 'user', content: 'hi' }])).toEqual([
    204,
    undefined,
  ]);
  // A second PUT takes nothing away.
  await ask('PUT', '/threads/a_B-1');
  expect(await ask('GET', '/threads/a_B-1')).toEqual([200, [{ role: 'user', content: 'hi' }]]);
  expect(readdirSync(dir)).toEqual(['a_B-1.json']);
  expect(statSync(join(dir, 'a_B-1.json')).mode & 0o777).toBe(0o600);
  expect(await ask('DELETE', '/threads/a_B-1')).toEqual([204, undefined]);
  expect(readdirSync(dir)).toEqual([]);
});

test('loses nothing when many add at once', async () => {
  await ask('PUT', '/threads/t');
  const numbers = Array.from({ length: 20 }, (_, index) => index);
  await Promise.all(numbers.map((n) => ask('PATCH', '/threads/t', [{ role: 'user', n }])));
  const messages = JSON.parse(readFileSync(join(dir, 't.json'), 'utf8')) as { n: number }[];
  expect(messages.map(({ n }) => n).toSorted((a, b) => a - b)).toEqual(numbers);
});

test.each([
  ['GET', '/threads/none', undefined, 404],
  ['PATCH', '/threads/none', [], 404],
  ['DELETE', '/threads/none', undefined, 404],
  ['PUT', '/threads/..%2Foutside', undefined, 400],
  ['PUT', '/threads/a.b', undefined, 400],
  ['PUT', `/threads/${'a'.repeat(129)}`, undefined, 400],
  ['GET', '/elsewhere', undefined, 404],
  ['POST', '/threads/a', [], 405],
  ['PATCH', '/threads/a', { role: 'user' }, 400],
])('%s %s is refused', async (method, path, body, status) => {
  await ask('PUT', '/threads/a');
  expect((await ask(method, path, body))[0]).toBe(status);
  expect(readdirSync(dir)).toEqual(['a.json']);
});

test.each([
  ['a web page', { origin: 'https://evil.example' }],
  ['a name that leads here', { host: 'evil.example' }],
])('%s may not ask', async (_name, headers) => {
  const asked = request(`${origin}/threads/a`, { method: 'PUT', headers }).end();
  const [answer] = (await once(asked, 'response')) as [{ statusCode: number; resume(): void }];
  answer.resume();
  expect(answer.statusCode).toBe(403);
  expect(readdirSync(dir)).toEqual([]);
});

test('a file that is no list of messages is an error, not an answer', async () => {
  writeFileSync(join(dir, 'bad.json'), '{broken');
  expect((await ask('GET', '/threads/bad'))[0]).toBe(500);
});
