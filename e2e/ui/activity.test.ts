/** The Activity page before the real router: live rows, what is behind them, and stopping them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';

import {
  createHome,
  eventually,
  startRouter,
  type Home,
  type RouterProcess,
} from '../fixtures/router-process.ts';
import { launchBrowser } from './fixtures/browser.ts';
import { axeViolations } from './fixtures/check-axe.ts';
import { takeRowRenders, watchRowRenders } from './fixtures/count-row-renders.ts';
import { chat, goTo, openWindow, ownerClient, SIZES, type Window } from './fixtures/window.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

let home: Home;
let router: RouterProcess;
let window: Window;

const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);
const noted = () => {
  const path = join(home.dir, 'watched.log');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
};

async function start(): Promise<void> {
  home = createHome();
  const hello = { command: '${WOOLLAMA_NODE:-node}', args: ['${WOOLLAMA_EXAMPLES_DIR}/hello.js'] };
  const watched = {
    command: process.execPath,
    args: [fixture('watched-server.ts')],
    env: { WATCHED_LOG: join(home.dir, 'watched.log') },
  };
  const hostile = { command: process.execPath, args: [fixture('hostile-server.ts')] };
  home.write('mcp.json', JSON.stringify({ mcpServers: { hello, watched, hostile } }));
  router = await startRouter(home);
  await eventually(
    () => ownerClient(home).call('status.get', {}),
    ({ servers }) => servers.every(({ state }) => state === 'connected'),
  );
  window = await openWindow(browser, home, { path: '/activity' });
}

afterEach(async () => {
  await window.close();
  await router.stop();
  home.remove();
});

const grid = () => window.page.getByRole('grid', { name: 'Requests' });
const row = (text: string | RegExp) => grid().getByRole('row').filter({ hasText: text });
const pane = () => window.page.getByRole('region', { name: 'Request' });

/** Calls a tool as a program would see it, and does not wait for it. */
function callTool(name: string, id: string, args: Record<string, unknown> = {}): Promise<string> {
  return ownerClient(home)
    .call('tools.call', { name, arguments: args, requestId: id })
    .then(
      () => 'ok',
      (error: { code: string }) => error.code,
    );
}

describe('what runs', () => {
  test('shows its progress, and cancelling it reaches the child process', async () => {
    await start();
    const call = callTool('watched.count', 'req_counting1');
    await expect(row('watched.count')).toContainText('Running');
    await expect(row('watched.count')).toContainText(/\d+ of 1,000/);
    await row('watched.count').click();
    const bar = pane().getByRole('progressbar', { name: 'Progress of watched.count' });
    await expect(bar).toHaveAttribute('aria-valuenow', /./);
    await expect(pane()).toContainText(/Step \d+/);
    await pane().getByRole('button', { name: 'Cancel' }).click();
    await expect(row('watched.count')).toContainText('Cancelled');
    await eventually(noted, (lines) => lines.includes('cancelled'));
    const steps = noted().length;
    expect(await call).toBe('CANCELLED');
    await expect(pane().getByRole('button', { name: 'Cancel' })).toHaveCount(0);
    expect(noted()).toHaveLength(steps);
    expect(noted().at(-1)).toBe('cancelled');
  });

  test('without progress says only that it runs', async () => {
    await start();
    const call = callTool('watched.wait', 'req_waiting01');
    await row('watched.wait').click();
    const bar = pane().getByRole('progressbar', { name: 'Progress of watched.wait' });
    await expect(bar).toBeVisible();
    expect(await bar.getAttribute('aria-valuenow')).toBeNull();
    await pane().getByRole('button', { name: 'Cancel' }).click();
    expect(await call).toBe('CANCELLED');
  });

  test('a recipe shows turns and calls with what went in and came out', async () => {
    await start();
    await chat(router, 'woollama/streamer', 'Please count to 3');
    await row('woollama/streamer').click();
    const bars = pane().getByRole('list', { name: 'Turns and tool calls' });
    await expect(bars.getByRole('listitem')).toHaveCount(3);
    await expect(pane()).toContainText(/\d+ tokens \(\d+ in, \d+ out\)/);
    await bars.getByRole('button', { name: 'hello.count_to' }).click();
    await expect(pane().getByLabel('Arguments')).toContainText('{"n":3}');
    await expect(pane().getByLabel('Result')).toContainText('"count":3');
  });
});

describe('the list', () => {
  const many = async (count: number, from = 0): Promise<void> => {
    const numbers = Array.from({ length: count }, (_, index) => from + index);
    for (let at = 0; at < count; at += 10) {
      const part = numbers.slice(at, at + 10);
      await Promise.all(part.map((number) => chat(router, 'demo/echo', `number ${number}`)));
    }
  };

  test('follows at its top, keeps its place once scrolled, and a burst renders no row twice', async () => {
    await start();
    await many(60);
    await expect(window.page.getByText('60 requests', { exact: true })).toBeVisible();
    await watchRowRenders(window.page);
    await window.page.reload();
    await expect(window.page.getByText('60 requests', { exact: true })).toBeVisible();
    await grid().evaluate((element) => element.scrollTo({ top: 500 }));
    const place = () =>
      grid().evaluate((element) => {
        const top = element.getBoundingClientRect().top;
        const rows = [...element.querySelectorAll('[id^=request-]')];
        const seen = rows.find((one) => one.getBoundingClientRect().top >= top + 28);
        return `${seen?.id} ${Math.round((seen?.getBoundingClientRect().top ?? 0) - top)}`;
      });
    const before = await place();
    await takeRowRenders(window.page);
    await many(300, 100);
    await expect(window.page.getByText('360 requests', { exact: true })).toBeVisible();
    expect(await place()).toBe(before);
    const seen = await takeRowRenders(window.page);
    // The same rows are in sight, so that nothing of them is to do.
    expect(seen.commits).toBeGreaterThan(2);
    expect(seen.rows).toBeLessThan(10);
    await grid().evaluate((element) => element.scrollTo({ top: 0 }));
    await takeRowRenders(window.page);
    await many(300, 400);
    await expect(window.page.getByText('500 requests', { exact: true })).toBeVisible();
    const followed = await takeRowRenders(window.page);
    // Also a proof that rendering is noticed.
    expect(followed.rows).toBeGreaterThan(0);
    expect(await grid().evaluate((element) => element.scrollTop)).toBe(0);
    const newest = grid().getByRole('row').nth(1);
    await expect(newest).toContainText(/now|s ago/);
    // For reading only: what a busy machine takes says nothing about the page.
    const longest = Math.max(0, ...seen.longTasks, ...followed.longTasks);
    console.log(
      `300 requests: ${followed.rows} row renders at the top, longest task ${longest} ms`,
    );
  });

  test('can be paused, and tells what came meanwhile', async () => {
    await start();
    await chat(router, 'demo/echo', 'before');
    await expect(grid().getByRole('row')).toHaveCount(2);
    await window.page.getByRole('button', { name: 'Pause' }).click();
    await many(3);
    await expect(window.page.getByRole('status').filter({ hasText: 'Paused' })).toHaveText(
      'Paused · 3 new',
    );
    await expect(grid().getByRole('row')).toHaveCount(2);
    await window.page.getByRole('button', { name: 'Resume' }).click();
    await expect(grid().getByRole('row')).toHaveCount(5);
  });

  test('is filtered, and what is shown is exported', async () => {
    await start();
    await many(2);
    await chat(router, 'woollama/streamer', 'Please count to 1');
    await chat(router, 'openai/gpt-5', 'hi');
    const { page } = window;
    await expect(grid().getByRole('row')).toHaveCount(5);
    await page.getByRole('combobox', { name: 'Server' }).click();
    await page.getByRole('option', { name: 'hello' }).click();
    await expect(grid().getByRole('row')).toHaveCount(2);
    await expect(page.getByText('1 of 4 requests')).toBeVisible();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    const file = await downloading;
    expect(file.suggestedFilename()).toMatch(/^woollama-activity-.*\.json$/);
    const { requests } = JSON.parse(readFileSync(await file.path(), 'utf8'));
    expect(requests).toMatchObject([
      { model: 'woollama/streamer', state: 'ok', calls: [{ tool: 'hello.count_to' }] },
    ]);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByRole('combobox', { name: 'State' }).click();
    await page.getByRole('option', { name: 'Failed' }).click();
    await expect(row('openai/gpt-5')).toBeVisible();
    await expect(grid().getByRole('row')).toHaveCount(2);
    await page.getByRole('textbox', { name: 'Text in a request' }).fill('nothing has this');
    await expect(page.getByText('No request matches')).toBeVisible();
  });
});

test('a failure leads to where it can be put right', async () => {
  await start();
  await chat(router, 'openai/gpt-5', 'hi');
  await row('openai/gpt-5').click();
  const alert = pane().getByRole('alert');
  await expect(alert).toContainText('The inferencer has no API key');
  await expect(alert).toContainText('missing_key');
  await alert.getByRole('button', { name: 'Set the key' }).click();
  await expect(window.page).toHaveURL(/#\/inferencers\?edit=openai$/);
});

test('everything is reached by keyboard, and a link opens one request', async () => {
  await start();
  await callTool('watched.fail', 'req_failing01');
  await chat(router, 'demo/echo', 'hi');
  await expect(grid().getByRole('row')).toHaveCount(3);
  const { page } = window;
  await grid().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/request=req_failing01$/);
  await expect(pane()).toContainText('watched.fail');
  await page.keyboard.press('ArrowUp');
  await expect(pane()).toContainText('demo/echo');
  await page.keyboard.press('Tab');
  await expect(pane().getByRole('button', { name: 'Close the request' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(pane()).toHaveCount(0);
  await expect(grid()).toBeFocused();
  await goTo(page, '/activity?request=req_failing01');
  await expect(pane()).toContainText('watched.fail');
  for (let count = 0; count < 40; count += 1) await chat(router, 'demo/echo', 'hi');
  await goTo(page, '/');
  await goTo(page, '/activity?request=req_failing01');
  await expect(row('watched.fail')).toBeInViewport();
  await goTo(page, '/activity?request=req_gone00001');
  await expect(pane()).toContainText('not in the list any more');
});

test('texts of a hostile server stay texts', async () => {
  await start();
  await callTool('hostile.plain', 'req_hostile01', {
    '<b>x</b>': '<img src=x onerror="hacked=1">',
  });
  await row('hostile.plain').click();
  await pane().getByRole('button', { name: 'hostile.plain' }).click();
  await expect(pane().getByLabel('Result')).toContainText('<script>');
  await expect(pane().getByLabel('Result')).toContainText('\\u{202e}');
  expect(await window.page.evaluate(() => 'hacked' in globalThis)).toBe(false);
  await expect(pane().locator('img, script, a')).toHaveCount(0);
  expect(window.complaints).toEqual([]);
});

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each(SIZES)('nothing is hard to see or to reach at $width x $height', async (size) => {
    await start();
    await window.close();
    await chat(router, 'woollama/streamer', 'Please count to 2');
    await chat(router, 'openai/gpt-5', 'hi');
    const running = callTool('watched.count', 'req_counting2');
    window = await openWindow(browser, home, { theme, size, path: '/activity' });
    await expect(row('watched.count')).toContainText('Running');
    expect(await axeViolations(window.page)).toEqual([]);
    for (const text of ['openai/gpt-5', 'watched.count']) {
      await row(text).click();
      await expect(pane()).toContainText(text);
      expect(await axeViolations(window.page)).toEqual([]);
    }
    await pane().getByRole('button', { name: 'Cancel' }).click();
    expect(await running).toBe('CANCELLED');
  });
});
