/** Handles of conversations: what the store owns stays there, what the router knows survives. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import OpenAI from 'openai';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { startFakeUpstream, type FakeUpstream } from '../fixtures/fake-upstream.ts';
import { filesWith } from '../fixtures/find-words.ts';
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

const CANARY = 'kanarienvogel-7731';

/** The bundled store over HTTP, as a user would start it. */
async function startHttpStore() {
  const dir = mkdtempSync(join(tmpdir(), 'woollama-threads-'));
  const script = join(import.meta.dirname, '..', '..', 'out', 'servers', 'http-thread-store.js');
  const child = spawn(process.execPath, [script, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    url: line.toString().trim(),
    dir,
    async stop() {
      child.kill();
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(dir, { recursive: true });
    },
  };
}

describe('with a store of the user', () => {
  let upstream: FakeUpstream;
  let store: Awaited<ReturnType<typeof startHttpStore>>;
  let openai: OpenAI;

  beforeEach(async () => {
    upstream = await startFakeUpstream();
    store = await startHttpStore();
    home.env['WOOLLAMA_LOG_LEVEL'] = 'trace';
    home.write('mcp.json', JSON.stringify({ conversationStore: { url: store.url } }));
    home.write('inferencers.toml', `[inferencers.up]\nbase_url = "${upstream.baseUrl}"\n`);
    connect(await start());
  });
  afterEach(async () => {
    await upstream.stop();
    await store.stop();
  });

  function connect({ baseUrl }: RouterProcess): void {
    openai = new OpenAI({ baseURL: baseUrl, apiKey: 'none', maxRetries: 0 });
  }

  const textsOf = async (conversation: string) => {
    const items = openai.conversations.items.list(conversation, { order: 'asc', limit: 2 });
    return (await Array.fromAsync(items)).map((item) =>
      'content' in item && Array.isArray(item.content)
        ? item.content.map((part) => ('text' in part ? part.text : '')).join('')
        : item.type,
    );
  };

  test('what was said lies there, and in no file of ours', async () => {
    const input = `${CANARY} hello`;
    const first = await openai.responses.create({
      model: 'up/stream',
      input,
      instructions: `${CANARY} be kind`,
      store: true,
      tool_choice: 'auto',
    });
    expect(first).toMatchObject({ output_text: 'one two', status: 'completed' });
    // Upstreams refuse it where there are no tools.
    expect(upstream.seen.at(-1)?.body).not.toContain('tool_choice');
    const events = await Array.fromAsync(
      await openai.responses.create({
        model: 'up/stream',
        input: `${CANARY} more`,
        previous_response_id: first.id,
        stream: true,
      }),
    );
    expect(events.at(-1)).toMatchObject({ type: 'response.completed' });
    const failed = openai.responses.create({ model: 'up/limited', input, store: true });
    await expect(failed).rejects.toMatchObject({ status: 429 });
    const conversation = first.conversation?.id ?? '';
    const said = [input, 'one two', `${CANARY} more`, 'one two'];
    expect(await textsOf(conversation)).toEqual(said);
    expect(await openai.responses.retrieve(first.id)).toMatchObject({ output: first.output });
    expect(filesWith(CANARY, store.dir)).toHaveLength(1);
    expect(filesWith(CANARY, home.dir)).toEqual([]);
    await running[0]?.stop();
    expect(filesWith(CANARY, home.dir)).toEqual([]);
    connect(await start());
    expect(await textsOf(conversation)).toEqual(said);
    await openai.conversations.delete(conversation);
    expect(readdirSync(store.dir)).toEqual([]);
  });

  test('kill -9 in the middle of a turn leaves all turns before it, and nothing of a new one', async () => {
    const kept = await openai.responses.create({ model: 'up/stream', input: 'hi', store: true });
    const conversation = kept.conversation?.id ?? '';
    const stalling = { model: 'up/stall', input: `${CANARY} wait`, stream: true } as const;
    const started = [];
    for (const target of [{ store: true }, { key: 'mine' } as object]) {
      const stream = await openai.responses.create({ ...stalling, ...target });
      const events = stream[Symbol.asyncIterator]();
      started.push(await events.next());
    }
    expect(started).toMatchObject([
      { value: { type: 'response.created' } },
      { value: { type: 'response.created' } },
    ]);
    await running[0]?.kill();
    expect(filesWith(CANARY, home.dir)).toEqual([]);
    connect(await start());
    const list = () =>
      openai.get('/conversations') as Promise<{ data: { id: string; status: string }[] }>;
    const { data } = await eventually(list, (now) => now.data.length === 1);
    expect(data).toMatchObject([{ id: conversation, status: 'idle' }]);
    expect(readdirSync(store.dir)).toHaveLength(1);
    const next = await openai.responses.create({ input: 'again', previous_response_id: kept.id });
    expect(next.output_text).toBe('one two');
    expect(await textsOf(conversation)).toEqual(['hi', 'one two', 'again', 'one two']);
  });

  test('a turn that is cancelled or deleted while it runs leaves nothing', async () => {
    const stalling = { model: 'up/stall', input: CANARY, store: true, stream: true } as const;
    for (const end of ['cancel', 'delete'] as const) {
      const types: string[] = [];
      for await (const event of await openai.responses.create(stalling)) {
        types.push(event.type);
        if (event.type !== 'response.created') continue;
        const { id, conversation } = event.response;
        if (end === 'cancel') expect(await openai.responses.cancel(id)).toMatchObject({ id });
        else await openai.conversations.delete(conversation?.id ?? '');
      }
      expect(types.at(-1)).toBe('response.failed');
    }
    await eventually(
      () => upstream.open(),
      (open) => open === 0,
    );
    expect(await openai.get('/conversations')).toMatchObject({ data: [] });
    expect(readdirSync(store.dir)).toEqual([]);
  });
});
