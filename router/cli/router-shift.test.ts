import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { createControlClient } from '#contract/control-client.ts';
import { openShift, type RouterShift } from './router-shift.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'wool-shift-'));
  mkdirSync(join(root, 'config'));
  writeFileSync(join(root, 'config', 'mcp.json'), '{"mcpServers":{}}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const open = () =>
  openShift({
    flags: { address: '127.0.0.1:0' },
    env: {
      HOME: root,
      XDG_RUNTIME_DIR: join(root, 'run'),
      WOOLLAMA_CONFIG_DIR: join(root, 'config'),
      WOOLLAMA_STATE_DIR: join(root, 'state'),
      WOOLLAMA_OLLAMA_URL: 'http://127.0.0.1:9',
      WOOLLAMA_SECRETS: 'file',
    },
    version: '9.9.9',
  });

test('asked for twice it is one restart', async () => {
  const shift = await open();
  if (shift === undefined) throw new Error('not opened');
  const followers: RouterShift[] = [];
  shift.onNext((next) => followers.push(next));
  try {
    await shift.router.listen();
    const { origin, ownerToken } = shift.router;
    const headers = () => ({ authorization: `Bearer ${ownerToken}` });
    const client = createControlClient({ fetch, origin, headers, strict: true });
    await Promise.all([client.call('router.restart', {}), client.call('router.restart', {})]);
    await vi.waitFor(() => expect(followers).toHaveLength(1), 5_000);
    await client.call('router.restart', {});
    await client.call('status.get', {});
    await shift.router.stop(0);
    expect(followers).toHaveLength(1);
  } finally {
    await shift.router.stop(0);
    for (const { router } of followers) await router.stop(0);
  }
});
