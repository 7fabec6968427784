/** The log as somebody watches it: router lines and what servers write to stderr. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, afterEach, beforeAll, test } from 'vitest';

import {
  createHome,
  eventually,
  startRouter,
  type Home,
  type RouterProcess,
} from '../fixtures/router-process.ts';
import { launchBrowser } from './fixtures/browser.ts';
import { axeViolations } from './fixtures/check-axe.ts';
import { collectAnswers, placesOf } from './fixtures/find-secret.ts';
import { openWindow, ownerClient, SIZES, type Window } from './fixtures/window.ts';

const SECRET = 'canary-9d31f0b7e2c4';
const here = (name: string) => join(import.meta.dirname, 'fixtures', name);

let browser: Browser;
let home: Home;
let router: RouterProcess;
let window: Window;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  await window.close();
  await router.stop();
  home.remove();
});

async function start(mcpServers: object): Promise<void> {
  home = createHome();
  home.write('mcp.json', JSON.stringify({ mcpServers }));
  router = await startRouter(home);
  window = await openWindow(browser, home, { path: '/logs' });
}

function chatty(lines: number, env: object = {}): object {
  const more = { CHATTY_LINES: String(lines), ...env };
  return { command: process.execPath, args: [here('chatty-server.ts')], env: more };
}

const page = () => window.page;
const log = () => page().getByRole('log', { name: 'Log lines' });
const rowCount = () => log().locator('[data-index]').count();
const say = (text: string, server = 'chatty') =>
  ownerClient(home).call('tools.call', { name: `${server}.say`, arguments: { text } });
const follow = () => page().getByRole('switch', { name: 'Follow' });
/** How many lines the page has. */
const total = async () => {
  const words = await page()
    .getByText(/^[\d ]+(of \d+ )?lines$/)
    .textContent();
  return Number(/(\d+) lines/.exec(words ?? '')?.[1] ?? 0);
};
const atEnd = () =>
  log().evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight < 30);

async function connected(server: string): Promise<void> {
  await eventually(
    () => ownerClient(home).call('status.get', {}),
    ({ servers }) => servers.some(({ name, state }) => name === server && state === 'connected'),
    30_000,
  );
}

test('lines of the router and of a server come as they are written, and are filtered', async () => {
  await start({ chatty: chatty(3) });
  await connected('chatty');
  await expect(log()).toContainText('listening');
  await expect(log()).toContainText('line 3 of many');
  await say('said just now');
  await expect(log()).toContainText('said just now');

  await page().getByRole('textbox', { name: 'Text' }).fill('just SAID');
  await expect.poll(rowCount).toBe(1);
  await expect(log()).toContainText('said just now');
  await page().getByRole('textbox', { name: 'Text' }).fill('');
  await page().getByRole('combobox', { name: 'Source' }).click();
  await page().getByRole('option', { name: 'chatty' }).click();
  await expect(log()).not.toContainText('listening');
  await expect(page()).toHaveURL(/source=chatty/);
  await page().getByRole('combobox', { name: 'Level' }).click();
  await page().getByRole('option', { name: 'error and worse' }).click();
  await expect(page().getByText('Nothing fits the filter.')).toBeVisible();
  expect(window.complaints).toEqual([]);
});

test('following stops when somebody scrolls up, and goes on at the end', async () => {
  await start({ chatty: chatty(90) });
  await connected('chatty');
  await expect(log()).toContainText('line 90 of many');
  await say('the newest');
  await expect(log()).toContainText('the newest');
  expect(await atEnd()).toBe(true);

  await log().focus();
  await page().keyboard.press('Home');
  await expect(follow()).not.toBeChecked();
  await expect.poll(() => log().evaluate((box) => box.scrollTop)).toBe(0);
  const before = await total();
  await say('unseen so far');
  await expect.poll(total).toBeGreaterThan(before);
  expect(await log().evaluate((box) => box.scrollTop)).toBe(0);
  await expect(log()).not.toContainText('unseen so far');

  await follow().press('Space');
  await expect(log()).toContainText('unseen so far');
  await log().focus();
  await page().keyboard.press('Home');
  await expect(follow()).not.toBeChecked();
  await page().keyboard.press('End');
  await expect(follow()).toBeChecked();
  await say('seen again');
  await expect(log()).toContainText('seen again');
});

/** Milliseconds from each pressed key to the next picture of the page. */
async function typeText(text: string): Promise<readonly number[]> {
  const box = page().getByRole('textbox', { name: 'Text' });
  const times = await box.evaluateHandle((input) => {
    const taken: number[] = [];
    input.addEventListener('keydown', () => {
      const startedAt = performance.now();
      requestAnimationFrame(() => setTimeout(() => taken.push(performance.now() - startedAt)));
    });
    return taken;
  });
  await box.pressSequentially(text);
  await expect.poll(() => times.evaluate(({ length }) => length)).toBe(text.length);
  return times.jsonValue();
}

test('ten thousand lines stay in hand', async () => {
  const servers = Array.from({ length: 20 }, (_, index) => [`s${index}`, chatty(540)] as const);
  await start(Object.fromEntries(servers));
  // Nothing moves any more once every server has said its last.
  const count = async (text: string) => {
    const { lines } = await ownerClient(home).call('logs.list', { limit: 10_000 });
    return lines.filter(({ message }) => message.startsWith(text)).length;
  };
  await eventually(
    () => count('line 540 '),
    (ended) => ended === servers.length,
    60_000,
  );
  await expect.poll(total).toBe(10_000);
  expect(await rowCount()).toBeLessThanOrEqual(80);
  const times = await typeText('line 420');
  expect(Math.max(...times)).toBeLessThan(200);
  const found = await count('line 420 ');
  expect(found).toBeGreaterThan(10);
  await expect(page().getByText(`${found} of 10000 lines`)).toBeVisible();
  await say('and one more', 's3');
  await page().getByRole('textbox', { name: 'Text' }).fill('');
  await expect(log()).toContainText('and one more');
  expect(await total()).toBe(10_000);
}, 120_000);

test('hostile lines are inert, and a secret is never in them', async () => {
  await start({
    hostile: { command: process.execPath, args: [here('hostile-server.ts')] },
    chatty: chatty(1, { API_TOKEN: SECRET }),
  });
  const answers = collectAnswers(page());
  await connected('chatty');
  await connected('hostile');
  await say(`my token is ${SECRET}, so there`);
  await expect(log()).toContainText('so there');
  await page().getByRole('textbox', { name: 'Text' }).fill('onerror');
  await expect(log()).toContainText('<img src=x onerror=');
  expect(await log().locator('img, script, a').count()).toBe(0);
  expect(await page().evaluate(() => 'hacked' in globalThis)).toBe(false);
  await page().getByRole('textbox', { name: 'Text' }).fill('gnp.exe');
  await expect(log()).toContainText('\\u{202e}gnp.exe');
  const text = await log().textContent();
  for (const hidden of ['\u001b', '\u202e']) expect(text).not.toContain(hidden);

  await page().reload();
  await expect(log()).toContainText('so there');
  const places = await placesOf(SECRET, { page: page(), home, router, answers });
  expect(places).toEqual([join(home.configDir, 'mcp.json')]);
});

test('what is shown is copied and exported', async () => {
  await start({ chatty: chatty(2) });
  await connected('chatty');
  await page().getByRole('textbox', { name: 'Text' }).fill('of many');
  await expect.poll(rowCount).toBe(2);
  await page().getByRole('button', { name: 'Copy lines' }).click();
  const copied = await page().evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^\S+Z INFO chatty: line 1 of many\n\S+Z INFO chatty: line 2 of many$/);
  const [download] = await Promise.all([
    page().waitForEvent('download'),
    page().getByRole('button', { name: 'Export' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('woollama-log.txt');
  expect(readFileSync(await download.path(), 'utf8')).toBe(copied);
});

test.each(['light', 'dark'] as const)('axe finds nothing in the %s theme', async (theme) => {
  await start({ chatty: chatty(60), gone: { command: 'no-such-command-anywhere' } });
  await window.close();
  window = await openWindow(browser, home, { theme, size: SIZES[1], path: '/logs' });
  await expect(log()).toContainText('line 60 of many');
  expect(await axeViolations(page())).toEqual([]);
});
