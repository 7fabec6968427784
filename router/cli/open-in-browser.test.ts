import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { openInBrowser } from './open-in-browser.ts';

const LINK = 'http://127.0.0.1:4711/ui/#link=secret_-0';

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wool-'));
  file = join(dir, 'woollama-open.html');
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(dir, { recursive: true });
});

test('what is started sees a file only this user can read, and the file forwards', async () => {
  const opened: string[] = [];
  const open = async (url: string) => {
    opened.push(url);
  };
  const remove = await openInBrowser({ link: LINK, dir, open });
  expect(opened.map((url) => fileURLToPath(url))).toEqual([file]);
  expect(opened[0]).not.toContain('secret');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const page = readFileSync(file, 'utf8');
  expect(page).toContain(`<meta http-equiv="refresh" content="0; url=${LINK}">`);
  expect(page).toContain(`href="${LINK}"`);
  expect(page).toContain('<meta name="referrer" content="no-referrer">');
  expect(page).not.toContain('<script');
  remove();
  remove();
  expect(existsSync(file)).toBe(false);
});

test('a link cannot break out of the page', async () => {
  const link = 'http://x/"><script>alert(1)</script>&';
  await openInBrowser({ link, dir, open: () => Promise.resolve() });
  const page = readFileSync(file, 'utf8');
  expect(page).not.toContain('<script');
  expect(page).toContain('http://x/&#34;&#62;&#60;script');
});

test('the file is gone after two minutes', async () => {
  vi.useFakeTimers();
  await openInBrowser({ link: LINK, dir, open: () => Promise.resolve() });
  vi.advanceTimersByTime(119_999);
  expect(existsSync(file)).toBe(true);
  vi.advanceTimersByTime(1);
  expect(existsSync(file)).toBe(false);
});

test('without a browser nothing is left', async () => {
  const open = () => Promise.reject(new Error('spawn xdg-open ENOENT'));
  await expect(openInBrowser({ link: LINK, dir, open })).rejects.toThrow('ENOENT');
  expect(existsSync(file)).toBe(false);
});

test('a file of the last time is replaced, whatever its rights', async () => {
  writeFileSync(file, 'old', { mode: 0o644 });
  await openInBrowser({ link: LINK, dir, open: () => Promise.resolve() });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toContain('secret');
});
