/** Handles of conversations: what the store owns stays there, what the router knows survives. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import {
  createHome,
  eventually,
  startRouter,
  type Home,
  type RouterProcess,
} from '../fixtures/router-process.ts';

const STORE = {
  mcpServers: {
    memory: {
      command: '${WOOLLAMA_NODE:-node}',
      args: ['${WOOLLAMA_EXAMPLES_DIR:-.}/thread-store.js'],
    },
  },
  conversationStore: { server: 'memory' },
};

let home: Home;
const running: RouterProcess[] = [];

beforeEach(() => {
  home = createHome();
});
afterEach(async () => {
  for (const router of running.splice(0)) await router.kill();
  home.remove();
});

async function start(): Promise<RouterProcess> {
  const router = await startRouter(home);
  running.push(router);
  return router;
}

async function ask(router: RouterProcess, path: string, body?: object) {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const answer = await fetch(
    `${router.baseUrl}${path}`,
    body && { ...post, body: JSON.stringify(body) },
  );
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

test('a handle survives kill -9, and its key finds it again', async () => {
  home.write('mcp.json', JSON.stringify(STORE));
  const first = await start();
  const made = await ask(first, '/conversations', { model: 'demo/scripted', key: 'mine' });
  expect(made.status).toBe(201);
  await first.kill();
  const second = await start();
  const found = await ask(second, '/conversations', { model: 'demo/scripted', key: 'mine' });
  expect(found).toEqual({ status: 200, body: made.body });
  const items = await ask(second, `/conversations/${String(made.body['id'])}/items`);
  expect(items.body).toMatchObject({ data: [], has_more: false });
  expect(await second.stop()).toBe(0);
  // Closed in order, so that nothing of the log of changes is left.
  const files = readdirSync(home.stateDir).filter((name) => name.startsWith('state.db'));
  expect(files).toEqual(['state.db']);
  expect(first.errors() + second.errors()).not.toMatch(/warning/i);
});

test('without a store the refusal names the way round; an edit of the file counts at once', async () => {
  const router = await start();
  const refused = await ask(router, '/conversations', { model: 'demo/scripted' });
  expect(refused.status).toBe(501);
  expect(JSON.stringify(refused.body)).toContain('store:false');
  home.write('mcp.json', JSON.stringify(STORE));
  await eventually(
    async () => (await ask(router, '/conversations', { model: 'demo/scripted' })).status,
    (status) => status === 201,
  );
});

test('the bundled store is there as a file', () => {
  const servers = readdirSync(join(import.meta.dirname, '..', '..', 'out', 'servers'));
  expect(servers).toEqual(expect.arrayContaining(['http-thread-store.js', 'thread-store.js']));
});
