import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { conversationRow } from '../testing/fake-conversations.ts';
import { createFakeLog } from '../testing/fake-log.ts';
import { guardHandles, type GuardedHandles } from './guard-handles.ts';
import { openDatabase, pathOf } from './open-database.ts';
import { openHandles } from './open-handles.ts';
import { createSqliteHandles } from './sqlite-handles.ts';

let dir: string;
let path: string;
let log = createFakeLog();
const open: { close(): void }[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'woollama-state-'));
  path = pathOf({ dir });
  log = createFakeLog();
});

afterEach(() => {
  for (const one of open.splice(0).toReversed()) one.close();
  rmSync(dir, { recursive: true });
});

/** With the database itself, to put it into trouble. */
function openHere(): { readonly database: DatabaseSync; readonly handles: GuardedHandles } {
  const database = openDatabase({ dir, logger: log });
  const handles = guardHandles(createSqliteHandles(database), { path, logger: log });
  open.push(handles);
  return { database, handles };
}

const failure = (code: string, words: RegExp) =>
  expect.objectContaining({ name: 'RouterError', code, message: expect.stringMatching(words) });
const levels = () => log.lines.map(({ level }) => level);

describe('a file that fails while it is open', () => {
  test('because the disk is full, until there is room again', () => {
    const { database, handles } = openHere();
    const row = conversationRow();
    handles.create(row);
    expect(handles.problem()).toBeUndefined();
    const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
    database.exec(`PRAGMA max_page_count = ${pages}`);
    const fill = () => handles.update(row.id, { title: 'x'.repeat(100_000) });
    for (const _again of [1, 2]) {
      expect(fill).toThrow(failure('STATE_UNUSABLE', /state\.db: the disk is full; make room/));
    }
    expect(handles.get(row.id)).toEqual(row);
    expect(handles.problem()).toMatchObject({ severity: 'error', file: path });
    database.exec('PRAGMA max_page_count = 100000');
    expect(fill()?.title).toHaveLength(100_000);
    expect(handles.problem()).toBeUndefined();
    expect(levels()).toEqual(['error', 'info']);
  });

  test('because another program keeps it locked', () => {
    const { handles } = openHere();
    const row = conversationRow();
    const other = new DatabaseSync(path);
    open.push(other);
    other.exec('BEGIN IMMEDIATE');
    expect(() => handles.create(row)).toThrow(failure('STATE_BUSY', /keeps it locked/));
    expect(handles.get(row.id)).toBeUndefined();
    other.exec('ROLLBACK');
    expect(handles.create(row).created).toBe(true);
  });

  test('because it was removed, until it is put back', () => {
    const { handles } = openHere();
    const row = conversationRow();
    handles.create(row);
    renameSync(path, `${path}.away`);
    const removed = failure('STATE_UNUSABLE', /it was removed; put it back, or restart/);
    // Before anybody asked for a conversation.
    expect(handles.problem()).toMatchObject({ message: 'it was removed' });
    expect(() => handles.get(row.id)).toThrow(removed);
    expect(() => handles.delete(row.id)).toThrow(removed);
    renameSync(`${path}.away`, path);
    expect(handles.delete(row.id)).toBe(true);
    expect(handles.problem()).toBeUndefined();
  });

  test('because another one was put in its place', () => {
    const { handles } = openHere();
    writeFileSync(join(dir, 'other'), readFileSync(path));
    renameSync(join(dir, 'other'), path);
    const replaced = failure('STATE_UNUSABLE', /another file was put in its place/);
    expect(() => handles.create(conversationRow())).toThrow(replaced);
  });

  test('because a page of it is damaged, which does not heal', () => {
    const { database, handles } = openHere();
    database.exec('PRAGMA synchronous = OFF');
    for (let at = 0; at < 300; at++) handles.create(conversationRow({ createdAt: at }));
    database.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA cache_size = 1; PRAGMA shrink_memory');
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xff, bytes.length / 2));
    const damaged = failure('STATE_UNUSABLE', /it is damaged; restart Woollama/);
    expect(() => handles.list({ limit: 100, order: 'asc' })).toThrow(damaged);
    expect(handles.deleteResponse('resp_none')).toBe(false);
    expect(handles.problem()).toMatchObject({ message: 'it is damaged' });
  });

  test('because somebody wrote nonsense into a row', () => {
    const { database, handles } = openHere();
    const row = conversationRow();
    handles.create(row);
    database.exec(`UPDATE conversations SET metadata = 'no JSON'`);
    const unreadable = failure('STATE_UNUSABLE', /a row of it cannot be read/);
    expect(() => handles.get(row.id)).toThrow(unreadable);
    database.exec(`UPDATE conversations SET metadata = '[]'`);
    expect(() => handles.get(row.id)).toThrow(unreadable);
  });

  test('but a mistake of ours stays one', () => {
    const { database, handles } = openHere();
    database.exec('DROP TABLE responses');
    expect(() => handles.getResponse('resp_1')).toThrow(/no such table/);
    expect(handles.problem()).toBeUndefined();
  });
});

/** As an ordinary user: the administrator may write everywhere. */
function openAsUser() {
  const url = new URL('open-handles.ts', import.meta.url).href;
  const script = `
    import { openHandles } from ${JSON.stringify(url)};
    const logger = { warn() {}, info() {}, error() {}, debug() {} };
    if (process.getuid?.() === 0) process.setuid(65_534);
    try {
      openHandles({ dir: ${JSON.stringify(dir)}, logger }).close();
      console.log('opened');
    } catch ({ code, message }) {
      console.log(code, message);
    }`;
  const args = ['--input-type=module', '-e', script];
  return spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout;
}

test.skipIf(process.platform === 'win32')('a folder that is read-only is refused by name', () => {
  chmodSync(dir, 0o555);
  expect(openAsUser()).toMatch(/^STATE_UNUSABLE .*state\.db cannot be used: .*EACCES/);
  chmodSync(dir, 0o777);
  expect(openAsUser()).toBe('opened\n');
  expect(openHandles({ dir, logger: log }).problem()).toBeUndefined();
});
