import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { UI_CONTENT_SECURITY_POLICY } from '#contract/ui-policy.ts';
import { createSurfaceApp, type SurfaceApp } from '../../testing/surface-app.ts';
import { uiSurface } from './ui-surface.ts';

let root: string;
let router: SurfaceApp;

const open = (uiDir: string | undefined) =>
  createSurfaceApp(async (app) => {
    await app.register(uiSurface, { uiDir });
  });

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'woollama-ui-'));
  const dir = join(root, 'ui');
  mkdirSync(join(dir, 'assets'), { recursive: true });
  writeFileSync(join(dir, 'index.html'), '<h1>Woollama</h1>');
  writeFileSync(join(dir, 'icon.svg'), '<svg/>');
  writeFileSync(join(dir, 'assets', 'index-Ab3_x-9Z.js'), 'run()');
  writeFileSync(join(dir, 'assets', 'plain.css'), 'a{}');
  writeFileSync(join(root, 'secret.txt'), 'hunter2');
  symlinkSync(join(root, 'secret.txt'), join(dir, 'link.txt'));
  router = await open(dir);
});

afterEach(async () => {
  await router[Symbol.asyncDispose]();
  rmSync(root, { recursive: true, force: true });
});

test('the address without a slash leads to the one with it, and keeps its query', async () => {
  const reply = await router.get('/ui?theme=dark');
  expect(reply.status).toBe(308);
  expect(reply.headers['location']).toBe('/ui/?theme=dark');
});

test.each(['/ui/', '/ui/?x=1', '/ui/index.html'])('%s is the page', async (url) => {
  const reply = await router.get(url);
  expect(reply.status).toBe(200);
  expect(reply.text).toBe('<h1>Woollama</h1>');
  expect(reply.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
  });
});

test.each([
  ['/ui/assets/index-Ab3_x-9Z.js', 'text/javascript; charset=utf-8', /immutable/],
  ['/ui/assets/plain.css', 'text/css; charset=utf-8', /^no-cache$/],
  ['/ui/icon.svg', 'image/svg+xml', /^no-cache$/],
])('%s has its type and its time', async (url, type, cache) => {
  const { headers } = await router.get(url);
  expect(headers['content-type']).toBe(type);
  expect(headers['cache-control']).toMatch(cache);
});

test.each(['/ui', '/ui/', '/ui/icon.svg', '/ui/nothing'])('%s is guarded', async (url) => {
  expect((await router.get(url)).headers).toMatchObject({
    'content-security-policy': UI_CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
  });
});

test.each([
  '/ui/../secret.txt',
  '/ui/..%2fsecret.txt',
  '/ui/%2e%2e/secret.txt',
  '/ui/..%5csecret.txt',
  '/ui/link.txt',
  '/ui/assets',
  '/ui/__proto__',
])('nothing else is served: %s', async (url) => {
  const reply = await router.get(url);
  expect(reply.status).toBe(404);
  expect(reply.text).not.toContain('hunter2');
});

test('what came after the start is not served', async () => {
  writeFileSync(join(root, 'ui', 'later.js'), 'run()');
  expect((await router.get('/ui/later.js')).verdict).toBe('404 not_found');
});

test('without a build it says so', async () => {
  await using bare = await open(undefined);
  const reply = await bare.get('/ui/');
  expect(reply.verdict).toBe('404 not_found');
  expect(reply.text).toContain('built without its window');
});

test('only reading is allowed', async () => {
  expect((await router.post('/ui/', {})).verdict).toBe('405 method_not_allowed');
});
