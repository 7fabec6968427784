import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { HandleStore, ResponseRow } from '#core/ports/handles.ts';
import { conversationRow, createMemoryHandles } from '../testing/fake-conversations.ts';
import { createFakeLog } from '../testing/fake-log.ts';
import { openHandles } from './open-handles.ts';

let dir: string;
let log = createFakeLog();
const open: HandleStore[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'woollama-state-'));
  log = createFakeLog();
});

afterEach(() => {
  for (const handles of open.splice(0)) handles.close();
  rmSync(dir, { recursive: true });
});

function openHere(): HandleStore {
  const handles = openHandles({ dir, logger: log, now: () => 0 });
  open.push(handles);
  return handles;
}

function reopen(): HandleStore {
  open.pop()?.close();
  return openHere();
}

const response = (id: string, conversation: string): ResponseRow => ({
  id,
  conversation,
  previous: null,
  model: 'm',
  status: 'completed',
  reason: null,
  error: null,
  items: [0, 1, 2],
  usage: { input: 3, output: 4, total: 8, cached: 2, reasoning: 1 },
  metadata: { a: 'b' },
  createdAt: 5,
});

describe('rows', () => {
  test('come back as they were, also from the file', () => {
    const row = conversationRow({ key: 'k', metadata: { a: '"' }, folder: '/f', nativeId: 'n' });
    expect(openHere().create(row)).toEqual({ row, created: true });
    const handles = reopen();
    expect(handles.get(row.id)).toEqual(row);
    expect(handles.findByKey('k')).toEqual(row);
    expect(handles.get('conv_none')).toBeUndefined();
  });

  test('a key belongs to one of them', () => {
    const handles = openHere();
    const first = conversationRow({ key: 'k' });
    handles.create(first);
    expect(handles.create(conversationRow({ key: 'k' }))).toEqual({ row: first, created: false });
    expect(handles.list({ limit: 10, order: 'asc' }).rows).toEqual([first]);
  });

  test('change field by field', () => {
    const handles = openHere();
    const row = conversationRow({ title: 'old', pendingId: 'p' });
    handles.create(row);
    const changes = { title: null, pendingId: null, status: 'dead', updatedAt: 9 } as const;
    expect(handles.update(row.id, changes)).toEqual({ ...row, ...changes });
    expect(handles.update(row.id, {})).toEqual({ ...row, ...changes });
    expect(handles.update('conv_none', changes)).toBeUndefined();
  });

  test('are deleted with their responses', () => {
    const handles = openHere();
    const row = conversationRow();
    handles.create(row);
    handles.addResponse(response('resp_1', row.id), {});
    expect(handles.delete(row.id)).toBe(true);
    expect(handles.getResponse('resp_1')).toBeUndefined();
    expect(handles.delete(row.id)).toBe(false);
  });

  test('are listed by age, page by page, in both directions', () => {
    const handles = openHere();
    // Two of the same age: the id decides.
    const ages = { conv_b: 1, conv_a: 2, conv_c: 2, conv_d: 3 };
    for (const [id, createdAt] of Object.entries(ages)) {
      handles.create(conversationRow({ id, createdAt }));
    }
    const page = (order: 'asc' | 'desc', limit: number, after?: string) => {
      const wanted = { order, limit, ...(after !== undefined && { after }) };
      const { rows, hasMore } = handles.list(wanted);
      return [rows.map(({ id }) => id).join(' '), hasMore];
    };
    expect(page('asc', 3)).toEqual(['conv_b conv_a conv_c', true]);
    expect(page('asc', 3, 'conv_c')).toEqual(['conv_d', false]);
    expect(page('desc', 2)).toEqual(['conv_d conv_c', true]);
    expect(page('desc', 2, 'conv_c')).toEqual(['conv_a conv_b', false]);
    expect(page('desc', 2, 'conv_none')).toEqual(['', false]);
  });

  test('are listed by their last change, in pages too', () => {
    const handles = openHere();
    for (const [createdAt, id] of ['conv_a', 'conv_b', 'conv_c'].entries()) {
      handles.create(conversationRow({ id, createdAt, updatedAt: createdAt }));
    }
    handles.update('conv_a', { updatedAt: 9 });
    const wanted = { order: 'desc', by: 'updated', limit: 2 } as const;
    const ids = (after?: string) =>
      handles.list({ ...wanted, ...(after !== undefined && { after }) }).rows.map(({ id }) => id);
    expect(ids()).toEqual(['conv_a', 'conv_c']);
    expect(ids('conv_c')).toEqual(['conv_b']);
  });

  test('are listed by status, in pages too', () => {
    const handles = openHere();
    for (const [createdAt, id] of ['conv_a', 'conv_b', 'conv_c', 'conv_d'].entries()) {
      const status = id === 'conv_b' ? 'idle' : 'awaiting_input';
      handles.create(conversationRow({ id, createdAt, status }));
    }
    const wanted = { order: 'asc', limit: 1, after: 'conv_a', status: 'awaiting_input' } as const;
    const { rows, hasMore } = handles.list(wanted);
    expect([rows.map(({ id }) => id), hasMore]).toEqual([['conv_c'], true]);
  });

  test('what a crash left busy rests again, but not what began since', () => {
    const handles = openHere();
    const row = (id: string, changes: object) =>
      void handles.create(conversationRow({ id, status: 'busy', updatedAt: 10, ...changes }));
    row('conv_plain', {});
    row('conv_asked', { pendingId: 'p' });
    row('conv_new', { updatedAt: 20 });
    row('conv_dead', { status: 'dead' });
    const cut = { status: 'in_progress', error: 'SHUTTING_DOWN' } as const;
    const cutOff = { ...response('resp_old', 'conv_plain'), ...cut, conversation: null };
    handles.addResponse({ ...cutOff, createdAt: 10 }, {});
    handles.addResponse({ ...cutOff, id: 'resp_new', createdAt: 20 }, {});
    const settled = handles.settle(20).map(({ id, status }) => `${id} ${status}`);
    expect(settled.toSorted()).toEqual(['conv_asked awaiting_input', 'conv_plain idle']);
    expect(handles.getResponse('resp_old')).toMatchObject({ status: 'failed', error: cut.error });
    expect(handles.getResponse('resp_new')?.status).toBe('in_progress');
    expect(handles.get('conv_new')?.status).toBe('busy');
    expect(handles.get('conv_dead')?.status).toBe('dead');
  });
});

describe('responses', () => {
  test('come back, the newest last, and change their conversation with them', () => {
    const row = conversationRow();
    openHere().create(row);
    const [first, second] = [response('resp_1', row.id), response('resp_2', row.id)];
    const handles = reopen();
    handles.addResponse(first, { status: 'busy' });
    const cut = {
      status: 'incomplete',
      reason: 'content_filter',
      items: null,
      usage: null,
    } as const;
    handles.addResponse({ ...second, ...cut }, { status: 'idle', updatedAt: 8 });
    expect(handles.getResponse('resp_1')).toEqual(first);
    expect(handles.lastResponse(row.id)).toEqual({ ...second, ...cut });
    expect(handles.get(row.id)).toMatchObject({ status: 'idle', updatedAt: 8 });
    expect(handles.deleteResponse('resp_2')).toBe(true);
    expect(handles.deleteResponse('resp_2')).toBe(false);
    expect(handles.getResponse('resp_2')).toBeUndefined();
  });

  test('keep the place of the newest when it is deleted, until another one is', () => {
    const row = conversationRow();
    openHere().create(row);
    const handles = reopen();
    for (const id of ['resp_1', 'resp_2']) handles.addResponse(response(id, row.id), {});
    expect(handles.deleteResponse('resp_2')).toBe(true);
    const empty = { id: 'resp_2', metadata: {}, items: null, usage: null };
    expect(handles.lastResponse(row.id)).toMatchObject(empty);
    expect(reopen().deleteResponse('resp_1')).toBe(true);
    expect(reopen().lastResponse(row.id)?.id).toBe('resp_2');
    const later = openHere();
    const failed = { ...response('resp_3', row.id), status: 'failed', error: 'INTERNAL' } as const;
    later.addResponse(failed, {});
    expect(later.lastResponse(row.id)?.id).toBe('resp_2');
    later.addResponse(response('resp_2b', row.id), {});
    expect(later.deleteResponse('resp_2b')).toBe(true);
    expect(later.lastResponse(row.id)?.id).toBe('resp_2b');
    // The name is free again: nothing of it is left.
    later.addResponse(response('resp_2', row.id), {});
    expect(later.lastResponse(row.id)?.id).toBe('resp_2');
  });

  test('that were not answered are kept, the last thousand of them, and are never the newest', () => {
    const handles = createMemoryHandles();
    const row = conversationRow();
    handles.create(row);
    handles.addResponse(response('resp_1', row.id), {});
    for (let at = 0; at <= 1_000; at++) {
      const failed = { ...response(`resp_f${at}`, row.id), status: 'failed' } as const;
      const conversation = at % 2 === 0 ? null : row.id;
      handles.addResponse({ ...failed, error: 'STORE_FAILED', conversation }, {});
    }
    expect(handles.getResponse('resp_f0')).toBeUndefined();
    expect(handles.getResponse('resp_f1')).toMatchObject({ error: 'STORE_FAILED' });
    expect(handles.getResponse('resp_f2')).toMatchObject({ conversation: null });
    expect(handles.lastResponse(row.id)?.id).toBe('resp_1');
  });

  test('take the place of what was known of them', () => {
    const handles = openHere();
    const row = conversationRow();
    handles.create(row);
    const begun = { ...response('resp_1', row.id), status: 'in_progress' } as const;
    handles.addResponse({ ...begun, error: 'SHUTTING_DOWN', conversation: null }, {});
    expect(handles.lastResponse(row.id)).toBeUndefined();
    handles.addResponse(response('resp_1', row.id), {});
    expect(handles.lastResponse(row.id)).toEqual(response('resp_1', row.id));
  });

  test('need their conversation; then neither is written', () => {
    const handles = openHere();
    expect(() => handles.addResponse(response('resp_1', 'conv_none'), {})).toThrow(/FOREIGN KEY/);
    expect(handles.getResponse('resp_1')).toBeUndefined();
  });
});

describe('the file', () => {
  test('is for this user only, and every commit reaches the disk', () => {
    openHere().create(conversationRow());
    const files = readdirSync(dir).toSorted();
    expect(files).toEqual(['state.db', 'state.db-shm', 'state.db-wal']);
    for (const file of files) expect(statSync(join(dir, file)).mode & 0o777).toBe(0o600);
  });

  test('an open one is read and written by a second router', () => {
    const row = conversationRow();
    openHere().create(row);
    const second = openHere();
    second.update(row.id, { title: 'second' });
    expect(open[0]?.get(row.id)?.title).toBe('second');
  });

  test('of the first version is brought forward', () => {
    const old = new DatabaseSync(join(dir, 'state.db'));
    old.exec(readFileSync(new URL('fixtures/state-1.sql', import.meta.url), 'utf8'));
    old.close();
    const handles = openHere();
    const first = { id: 'resp_1', status: 'completed', error: null, items: [0, 1, 2] };
    expect(handles.getResponse('resp_1')).toMatchObject(first);
    expect(handles.lastResponse('conv_1')).toMatchObject({ id: 'resp_2', previous: 'resp_1' });
    handles.addResponse(response('resp_3', 'conv_1'), {});
    expect(handles.lastResponse('conv_1')?.id).toBe('resp_3');
    expect(handles.delete('conv_1')).toBe(true);
    expect(handles.getResponse('resp_2')).toBeUndefined();
  });

  test('of a newer version is refused and left alone', () => {
    openHere();
    open.pop()?.close();
    const newer = new DatabaseSync(join(dir, 'state.db'));
    newer.exec('PRAGMA user_version = 999');
    newer.close();
    expect(openHere).toThrow(/newer version.*schema is 999/);
    expect(readdirSync(dir).filter((name) => name.includes('damaged'))).toEqual([]);
  });

  test('a damaged one is moved aside, with one warning', () => {
    writeFileSync(join(dir, 'state.db'), 'this is no database'.repeat(1000));
    const row = conversationRow();
    openHere().create(row);
    expect(reopen().get(row.id)).toEqual(row);
    expect(readdirSync(dir)).toContain('state.db.damaged-1970-01-01T00-00-00-000Z');
    expect(log.lines.map(({ level }) => level)).toEqual(['warn']);
  });

  test('a page that was overwritten counts as damage', () => {
    const handles = openHere();
    for (let at = 0; at < 200; at++) handles.create(conversationRow({ createdAt: at }));
    open.pop()?.close();
    const path = join(dir, 'state.db');
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xff, 8192, bytes.length));
    expect(openHere().list({ limit: 10, order: 'asc' }).rows).toEqual([]);
    expect(log.lines.map(({ level }) => level)).toEqual(['warn']);
  });

  test('a folder that cannot be made is an error with its path', () => {
    writeFileSync(join(dir, 'file'), '');
    expect(() => openHandles({ dir: join(dir, 'file', 'below'), logger: log })).toThrow(
      expect.objectContaining({ code: 'STATE_UNUSABLE' }),
    );
  });

  test('opening it says nothing on stderr', () => {
    const url = new URL('open-handles.ts', import.meta.url).href;
    const script = `
      import { openHandles } from ${JSON.stringify(url)};
      const logger = { warn() {}, info() {}, error() {}, debug() {} };
      openHandles({ dir: ${JSON.stringify(dir)}, logger }).close();
      console.log('done');`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    expect({ stdout, stderr }).toEqual({ stdout: 'done\n', stderr: '' });
  });
});

describe('conversations.json', () => {
  const old = (changes: object) => ({
    id: 'conv_1',
    backend: 'claude-resume',
    model: 'claude-code/opus',
    native_id: 'session',
    key: 'k',
    workdir: '/w',
    response_ids: ['resp_1', 'resp_2'],
    status: 'busy',
    title: 't',
    metadata: { a: 'b', n: 1 },
    created_at: 1_700_000_000.5,
    updated_at: 1_700_000_001,
    required_action: { question: { question: 'CANARY' } },
    pending_tool_use_id: null,
    ...changes,
  });
  const write = (value: unknown) =>
    writeFileSync(join(dir, 'conversations.json'), JSON.stringify(value));

  test('is taken over once and put aside', () => {
    const second = old({ id: 'conv_2', key: null, response_ids: [], pending_tool_use_id: 'p' });
    const bad = old({ id: 'conv_3', key: null, backend: 'unheard-of' });
    const owners = { resp_1: 'conv_1', resp_2: 'conv_1', resp_9: 'conv_2' };
    write({ convs: [old({}), second, bad], resp_to_conv: owners });
    const handles = openHere();
    expect(handles.get('conv_1')).toMatchObject({
      backend: 'claude-resume',
      nativeId: 'session',
      folder: '/w',
      key: 'k',
      status: 'idle',
      metadata: { a: 'b', n: '1' },
      createdAt: 1_700_000_000_500,
      updatedAt: 1_700_000_001_000,
    });
    expect(handles.get('conv_2')).toMatchObject({ status: 'awaiting_input', pendingId: 'p' });
    expect(handles.get('conv_3')).toBeUndefined();
    expect(handles.lastResponse('conv_1')).toMatchObject({ id: 'resp_2', previous: 'resp_1' });
    expect(handles.getResponse('resp_9')?.conversation).toBe('conv_2');
    expect(existsSync(join(dir, 'conversations.json'))).toBe(false);
    expect(existsSync(join(dir, 'conversations.json.imported'))).toBe(true);
    handles.close();
    open.pop();
    expect(readFileSync(join(dir, 'state.db'), 'latin1')).not.toContain('CANARY');
  });

  test('is put aside beside those that were taken over before', () => {
    for (const title of ['one', 'two', 'three']) {
      write({ convs: [old({ title })] });
      reopen();
    }
    const titles = ['', '-2', '-3'].map((end) => {
      const text = readFileSync(join(dir, `conversations.json.imported${end}`), 'utf8');
      return (JSON.parse(text) as { convs: { title: string }[] }).convs[0]?.title;
    });
    expect(titles).toEqual(['one', 'two', 'three']);
    expect(existsSync(join(dir, 'conversations.json'))).toBe(false);
  });

  test('a status that the open question contradicts is not believed', () => {
    const asking = old({ status: 'idle', pending_tool_use_id: 'p' });
    const waiting = old({ id: 'conv_2', key: null, status: 'awaiting_input' });
    const dead = old({ id: 'conv_3', key: null, status: 'dead' });
    const late = old({ id: 'conv_4', key: null, created_at: 1e300 });
    write({ convs: [late, asking, waiting, dead].map((one) => ({ ...one, response_ids: [] })) });
    const { rows } = openHere().list({ limit: 5, order: 'asc' });
    expect(rows.map(({ id, status }) => [id, status])).toEqual([
      ['conv_1', 'awaiting_input'],
      ['conv_2', 'idle'],
      ['conv_3', 'dead'],
    ]);
  });

  test('after a crash in the middle the rest is taken over, and nothing twice', () => {
    write({ convs: [old({})] });
    openHere().update('conv_1', { title: 'changed since' });
    write({ convs: [old({}), old({ id: 'conv_2', key: null, response_ids: ['resp_5'] })] });
    const handles = reopen();
    expect(handles.get('conv_1')?.title).toBe('changed since');
    expect(handles.lastResponse('conv_2')?.id).toBe('resp_5');
  });

  test('one that cannot be read stays, and the router starts', () => {
    writeFileSync(join(dir, 'conversations.json'), '{"convs": 7');
    expect(openHere().list({ limit: 1, order: 'asc' }).rows).toEqual([]);
    expect(existsSync(join(dir, 'conversations.json'))).toBe(true);
    expect(log.lines.map(({ level }) => level)).toEqual(['warn']);
  });
});
