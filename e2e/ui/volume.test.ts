/** Much at once: forty servers, three hundred tools, ten thousand log lines, five hundred requests. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, beforeAll, describe, test } from 'vitest';

import {
  createHome,
  eventually,
  startRouter,
  type Home,
  type RouterProcess,
} from '../fixtures/router-process.ts';
import { launchBrowser } from './fixtures/browser.ts';
import {
  FAILING_COUNT,
  SERVER_COUNT,
  startManyServers,
  TOOLS_EACH,
  type ManyServers,
} from './fixtures/many-servers.ts';
import { chat, goTo, openWindow, ownerClient, type Window } from './fixtures/window.ts';

/** Each may write 200 lines a second. */
const CHATTY_SERVERS = 5;
const LOG_LINES = 10_000;
const REQUESTS = 500;
const BURST = 300;
const AT_ONCE = 8;
const TOOLS = (SERVER_COUNT - FAILING_COUNT) * TOOLS_EACH;
/** Elements that may be in the page, whatever the lists hold. */
const MOST_ELEMENTS = 4_000;

declare global {
  interface Window {
    longTasks: number[];
    keyToPaint: Promise<number>;
  }
}

let browser: Browser;
let many: ManyServers;
let home: Home;
let router: RouterProcess;
let window: Window;

beforeAll(async () => {
  [browser, many] = await Promise.all([launchBrowser(), startManyServers()]);
  home = createHome();
  const chatty = {
    command: process.execPath,
    args: [join(import.meta.dirname, 'fixtures', 'chatty-server.ts')],
    env: { CHATTY_LINES: String(LOG_LINES / CHATTY_SERVERS) },
  };
  const writers = Object.fromEntries(
    Array.from({ length: CHATTY_SERVERS }, (_, at) => [`chatty-${at}`, chatty]),
  );
  home.write('mcp.json', JSON.stringify({ mcpServers: { ...many.config.mcpServers, ...writers } }));
  router = await startRouter(home);
  await eventually(
    () => ownerClient(home).call('status.get', {}),
    ({ servers }) => servers.every(({ state }) => state !== 'starting'),
    30_000,
  );
  await askManyTimes(REQUESTS);
  window = await openWindow(browser, home);
});

afterAll(async () => {
  await browser.close();
  await router.stop();
  await many.stop();
  home.remove();
});

async function askManyTimes(count: number): Promise<void> {
  let left = count;
  const asker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await (await chat(router, 'demo/echo', `question ${left}`)).text();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, asker));
}

const page = () => window.page;
const elements = (of: Page) => of.evaluate(() => document.querySelectorAll('*').length);

/** Milliseconds from the last key until the list has changed and was painted. */
async function typingLatency(filter: string, text: string): Promise<number> {
  const field = page().getByRole('textbox', { name: filter }).first();
  await field.fill('');
  await field.focus();
  await page().keyboard.type(text.slice(0, -1));
  await page().evaluate(() => {
    globalThis.window.keyToPaint = new Promise((done) => {
      const onKey = (): void => {
        const begun = performance.now();
        const end = (): void => done(Math.round(performance.now() - begun));
        requestAnimationFrame(() => requestAnimationFrame(end));
      };
      document.addEventListener('keydown', onKey, { once: true });
    });
  });
  await page().keyboard.press(text.slice(-1));
  return page().evaluate(() => globalThis.window.keyToPaint);
}

async function report(what: string, filter: string, text: string): Promise<void> {
  const latency = await typingLatency(filter, text);
  console.log(`${what}: ${await elements(page())} elements, ${latency} ms from key to paint`);
  expect(await elements(page())).toBeLessThan(MOST_ELEMENTS);
}

describe('the lists hold it all and draw only what is seen', () => {
  test('forty servers', async () => {
    await goTo(page(), '/servers');
    await expect(page().getByText(`All ${SERVER_COUNT + CHATTY_SERVERS}`)).toBeVisible();
    await report('servers', 'Find a server', 's12');
    await expect(page().getByRole('list', { name: 'Servers' }).getByRole('listitem')).toHaveCount(
      1,
    );
  });

  test('the tools of all of them, in the editor of a recipe', async () => {
    await goTo(page(), '/recipes?edit=streamer');
    const tools = page().getByRole('treeitem');
    await expect(page().getByText(`of ${TOOLS + CHATTY_SERVERS} tools`)).toBeVisible();
    expect(await tools.count()).toBeLessThan(120);
    await report('tools in the recipe editor', 'Search tools', 'summarise_s12');
    await expect(tools.filter({ hasText: 'summarise_s12_records' })).toHaveCount(1);
  });

  test('every model and tool, in the Playground', async () => {
    await goTo(page(), '/playground');
    const select = page().getByRole('combobox', { name: 'Recipe, model or tool' });
    await select.click();
    await expect(page().getByRole('option').first()).toBeVisible();
    expect(await page().getByRole('option').count()).toBeLessThan(150);
    await select.fill('summarise_s12');
    await expect(page().getByRole('option', { name: /summarise_s12_records/ })).toBeVisible();
    console.log(`playground: ${await elements(page())} elements`);
    await page().keyboard.press('Escape');
  });

  test('ten thousand log lines', async () => {
    await goTo(page(), '/logs');
    const rows = page().getByRole('log', { name: 'Log lines' }).locator('[data-index]');
    // They come no faster than the router takes them.
    await expect(page().getByText(/^10[ ,]?000 lines$/)).toBeVisible({ timeout: 30_000 });
    expect(await rows.count()).toBeLessThan(120);
    await report('log', 'Text', 'line 777');
    expect(await rows.count()).toBeLessThan(120);
  });

  test('five hundred requests', async () => {
    await goTo(page(), '/activity');
    const grid = page().getByRole('grid', { name: 'Requests' });
    await expect(grid).toHaveAttribute('aria-rowcount', String(REQUESTS + 1));
    expect(await grid.getByRole('row').count()).toBeLessThan(80);
    await report('activity', 'Text in a request', 'echo');
    expect(await grid.getByRole('row').count()).toBeLessThan(80);
  });
});

test.each(['/activity', '/logs', '/servers'])(
  'a burst of requests while %s is open',
  async (path) => {
    await goTo(page(), path);
    await expect(page().getByRole('heading', { level: 1 })).toBeVisible();
    await page().evaluate(() => {
      globalThis.window.longTasks = [];
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) globalThis.window.longTasks.push(duration);
      }).observe({ type: 'longtask' });
    });
    const begun = performance.now();
    await askManyTimes(BURST);
    await expect(page().getByRole('banner').first()).toContainText('0 in flight');
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    const tasks = await page().evaluate(() => globalThis.window.longTasks);
    const longest = Math.round(Math.max(0, ...tasks));
    console.log(
      `${path}: ${BURST} requests in ${seconds} s, ${tasks.length} long tasks, longest ${longest} ms, ${await elements(page())} elements`,
    );
    expect(await elements(page())).toBeLessThan(MOST_ELEMENTS);
    expect(window.complaints).toEqual([]);
  },
);
