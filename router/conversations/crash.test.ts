import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { ConversationRow } from '#core/ports/handles.ts';
import { openHandles } from '../state/open-handles.ts';
import { createFakeEventLog } from '../testing/fake-event-log.ts';
import { eventsOf, say, turnOptions } from '../testing/fake-conversations.ts';
import { answerOf } from '../testing/fake-answer.ts';
import { createFakeLog } from '../testing/fake-log.ts';
import { startThreadStore, type ThreadStoreProcess } from '../testing/thread-store-process.ts';
import { createStoreBacked } from './backends/store-backed/create-store-backed.ts';
import { createHttpThreadStore } from './backends/store-backed/http-thread-store.ts';
import { createConversations } from './create-conversations.ts';

const FIXTURE = fileURLToPath(new URL('../testing/crash-turn.ts', import.meta.url));
/** More than a turn has. */
const MOST_STEPS = 30;

let dir: string;
let store: ThreadStoreProcess;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'woollama-crash-'));
  store = await startThreadStore();
});

afterEach(async () => {
  await store[Symbol.asyncDispose]();
  rmSync(dir, { recursive: true });
});

/** What it printed when it came to its end before step `at`. */
async function crash(at: number, target: object): Promise<string> {
  const args = [FIXTURE, dir, store.url, String(at), JSON.stringify(target)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const printed = await text(child.stdout);
  expect((await exited)[1]).toBe('SIGKILL');
  return printed;
}

/** The router after the crash, on the same files. */
async function afterwards<T>(
  work: (conversations: ReturnType<typeof createConversations>) => Promise<T>,
): Promise<T> {
  const logger = createFakeLog();
  const handles = openHandles({ dir, logger });
  const threads = createHttpThreadStore({ url: store.url, headers: {} });
  const ask = () => answerOf(['again']);
  const backends = [createStoreBacked({ store: { current: () => threads }, ask })];
  const events = createFakeEventLog();
  const conversations = createConversations({ handles, backends, events, logger });
  try {
    conversations.recover(Date.now() + 1);
    await expect
      .poll(() => rowsOf(conversations).some(({ provisional }) => provisional === true))
      .toBe(false);
    return await work(conversations);
  } finally {
    await conversations.stop();
    handles.close();
    await threads.close();
  }
}

type Listed = Pick<ReturnType<typeof createConversations>, 'list'>;

function rowsOf(conversations: Listed): readonly ConversationRow[] {
  return conversations.list({ limit: 100, order: 'asc' }).rows;
}

function expectNoWords(): void {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true });
  for (const file of files.filter((entry) => entry.isFile())) {
    const bytes = readFileSync(join(file.parentPath, file.name), 'latin1');
    expect(bytes.includes('CANARY')).toBe(false);
  }
}

test('killed between any two steps of its first turn, it is there as a whole or not at all', async () => {
  let whole = '';
  const states = new Set<string>();
  for (let at = 0; whole === '' && at < MOST_STEPS; at++) {
    whole = await crash(at, {});
    expectNoWords();
    await afterwards(async (conversations) => {
      const rows = rowsOf(conversations);
      states.add(rows.map(({ status }) => status).join());
      // No thread without its conversation, and no conversation without its thread.
      expect(store.threads().toSorted()).toEqual(rows.map(({ nativeId }) => nativeId).toSorted());
      for (const { id } of rows) {
        expect(await conversations.delete(id, AbortSignal.timeout(9_000))).toBe(true);
      }
    });
  }
  expect(JSON.parse(whole)).toMatchObject({ steps: expect.any(Number) });
  expect([...states].toSorted()).toEqual(['', 'idle']);
}, 60_000);

test('killed between any two steps of a later turn, it goes on', async () => {
  const { conversation } = JSON.parse(await crash(MOST_STEPS, {})) as { conversation: string };
  let whole = '';
  for (let at = 0; whole === '' && at < MOST_STEPS; at++) {
    whole = await crash(at, { conversation });
    expectNoWords();
    await afterwards(async (conversations) => {
      const [row] = rowsOf(conversations);
      expect(row).toMatchObject({ id: conversation, status: 'idle' });
      const target = { model: 'demo/x', conversation };
      await eventsOf(await conversations.openTurn(target, say('more'), turnOptions()));
    });
  }
  expect(whole).not.toBe('');
}, 60_000);
