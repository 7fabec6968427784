/** The small files the app keeps for itself. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createAutostartFile } from './autostart-file.ts';
import { openPreferences } from './preferences.ts';
import { replaceFile } from './replace-file.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'woollama-files-'));
});
afterEach(() => {
  chmodSync(dir, 0o700);
  rmSync(dir, { recursive: true });
});

describe('preferences', () => {
  const path = () => join(dir, 'preferences.json');

  test('are remembered, and tell the first run', async () => {
    const first = openPreferences(path());
    expect(first.isFirstRun).toBe(true);
    expect(first.get()).toEqual({ maximized: false, notifications: true, theme: 'system' });
    const bounds = { x: 1, y: 2, width: 900, height: 600 };
    void first.set({ theme: 'dark' });
    await first.set({ bounds });
    const second = openPreferences(path());
    expect(second.isFirstRun).toBe(false);
    expect(second.get()).toMatchObject({ theme: 'dark', bounds });
  });

  test.each(['', '{', '[]', '{"theme":"pink"}', '{"bounds":{"x":"a"}}'])(
    'a file with %j counts as none, but not as a first run',
    (text) => {
      writeFileSync(path(), text);
      const store = openPreferences(path());
      expect(store.isFirstRun).toBe(false);
      expect(store.get().theme).toBe('system');
    },
  );

  test('that cannot be written count until the end', async () => {
    const store = openPreferences(join(dir, 'a-file', 'preferences.json'));
    writeFileSync(join(dir, 'a-file'), '');
    await store.set({ notifications: false });
    expect(store.get().notifications).toBe(false);
  });
});

describe('the autostart file', () => {
  test('is there or not, and starts the program hidden', async () => {
    const path = join(dir, 'autostart', 'woollama.desktop');
    const item = createAutostartFile({ path, command: ['/opt/Woollama', '--hidden'] });
    expect(item.isOn()).toBe(false);
    await item.set(true);
    expect(item.isOn()).toBe(true);
    expect(readFileSync(path, 'utf8')).toContain('\nExec="/opt/Woollama" "--hidden"\n');
    await item.set(false);
    await item.set(false);
    expect(item.isOn()).toBe(false);
  });

  test('quotes a path that could be read as something else', async () => {
    const path = join(dir, 'x.desktop');
    await createAutostartFile({ path, command: ['/opt/a $b 100% "c"'] }).set(true);
    const line = readFileSync(path, 'utf8')
      .split('\n')
      .find((one) => one.startsWith('Exec='));
    expect(line).toBe('Exec="/opt/a \\\\$b 100%% \\\\"c\\\\""');
  });
});

test('a file is replaced as a whole, and nothing is left beside it', async () => {
  const path = join(dir, 'new', 'file');
  await replaceFile(path, 'one', 0o600);
  await replaceFile(path, 'two', 0o600);
  expect(readFileSync(path, 'utf8')).toBe('two');
  expect(readdirSync(join(dir, 'new'))).toEqual(['file']);
  await expect(replaceFile(join(path, 'below'), 'x')).rejects.toThrow();
  expect(readFileSync(path, 'utf8')).toBe('two');
});
