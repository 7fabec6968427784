/** The tree of tools of a recipe with as many tools as forty servers have. */
import type { Browser } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, beforeAll, test } from 'vitest';

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
import { openWindow, ownerClient, type Window } from './fixtures/window.ts';

const SERVERS = SERVER_COUNT - FAILING_COUNT;
const TOOLS = SERVERS * TOOLS_EACH;
/** For six keys: a tenth of a second each would be felt. Measured: 84 to 96 ms for all six. */
const FELT_MS = 600;

let browser: Browser;
let servers: ManyServers;
let home: Home;
let router: RouterProcess;
let window: Window;

beforeAll(async () => {
  browser = await launchBrowser();
  servers = await startManyServers();
  home = createHome();
  home.write('mcp.json', JSON.stringify(servers.config));
  const tools = '["s01.*", "s02.read_s02_records", "s0?.list_*"]';
  home.write(
    'recipes.toml',
    `[recipes.wide]\ninferencer = "demo/tools"\ntools = ${tools}\nsystem = "x"\n`,
  );
  router = await startRouter(home);
  const client = ownerClient(home);
  await eventually(
    () => client.call('tools.list', {}),
    ({ tools: known }) => known.length === TOOLS,
  );
  window = await openWindow(browser, home, { path: '/recipes?edit=wide' });
});
afterAll(async () => {
  await window.close();
  await router.stop();
  await servers.stop();
  home.remove();
  await browser.close();
});

const rows = () => window.page.getByRole('treeitem');
const tree = () => window.page.getByRole('tree', { name: 'Tools by server' });

test('only what can be seen is in the page, and a search is answered at once', async () => {
  const { page } = window;
  const search = page.getByRole('textbox', { name: 'Search tools' });
  await expect(page.getByText(`of ${TOOLS} tools, and no others`)).toBeVisible();
  await search.fill('records');
  await expect(rows().first()).toHaveAttribute('aria-setsize', String(SERVERS));
  expect(await rows().count()).toBeLessThan(60);

  const took = await page.evaluate(async () => {
    const input = document.querySelector<HTMLInputElement>('input[aria-label="Search tools"]');
    // React listens to the element's own property only.
    const property = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
    const startedAt = performance.now();
    for (const words of ['r', 're', 'rea', 'read', 'read s3', 'read s31']) {
      property?.set?.call(input, words);
      input?.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return performance.now() - startedAt;
  });
  expect(took).toBeLessThan(FELT_MS);
  await expect(rows()).toHaveCount(2);
  await expect(rows().nth(1)).toHaveAccessibleName('read_s31_records');
  await search.fill('');
});

test('keys reach the last tool, which is in the page only then', async () => {
  const { page } = window;
  await tree().focus();
  await page.keyboard.press('End');
  const last = page.getByRole('treeitem', { name: /^s36, 0 of 8/ });
  await expect(last).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('End');
  await page.keyboard.press('Space');
  const tool = page.getByRole('treeitem', { name: 'update_s36_records' });
  await expect(tool).toHaveAttribute('aria-checked', 'true');
  await expect(tree()).toHaveAttribute(
    'aria-activedescendant',
    (await tool.getAttribute('id')) ?? '',
  );
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(tool).toHaveCount(0);
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('list', { name: 'Recipes' })).toContainText('17 tools');
});
