import { expect, test } from 'vitest';

import { readRouterEnvironment } from './shell-path.ts';

const own = process.env['PATH'] ?? '';

test('on macOS the paths of the login shell come first, each once', async () => {
  const ask = async () => `/opt/homebrew/bin:${own}`;
  const env = await readRouterEnvironment({ platform: 'darwin', ask });
  expect(env['PATH']?.startsWith('/opt/homebrew/bin:')).toBe(true);
  const parts = env['PATH']?.split(':') ?? [];
  expect(new Set(parts).size).toBe(parts.length);
  expect(env['HOME']).toBe(process.env['HOME']);
});

test('a shell that fails or never answers costs nothing but the wait', async () => {
  const failing = () => Promise.reject(new Error('no shell'));
  expect(await readRouterEnvironment({ platform: 'darwin', ask: failing })).toBe(process.env);
  const silent = () => new Promise<string>(() => undefined);
  const asked = { platform: 'darwin', ask: silent, limitMs: 5 } as const;
  expect(await readRouterEnvironment(asked)).toBe(process.env);
});

test('elsewhere no shell is asked', async () => {
  let asked = false;
  const ask = async () => ((asked = true), '/x');
  expect(await readRouterEnvironment({ platform: 'linux', ask })).toBe(process.env);
  expect(asked).toBe(false);
});
