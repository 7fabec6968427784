/** What every page has around it: the state, the address, the keys, and what a lost router does. */
import { existsSync } from 'node:fs';
import type { Browser } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, test } from 'vitest';

import {
  createHome,
  eventually,
  startRouter,
  type Home,
  type RouterProcess,
} from '../fixtures/router-process.ts';
import { launchBrowser } from './fixtures/browser.ts';
import { chat, goTo, openWindow, ownerClient, type Window } from './fixtures/window.ts';

const PAGES = [
  'Home',
  'Activity',
  'Playground',
  'Recipes',
  'Inferencers',
  'Servers',
  'Conversations',
  'Logs',
  'Settings',
];

let browser: Browser;
let home: Home;
let router: RouterProcess;
let window: Window;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  home = createHome();
  router = await startRouter(home);
  window = await openWindow(browser, home);
});
afterEach(async () => {
  await window.close();
  await router.stop();
  home.remove();
});

const bar = () => window.page.getByRole('banner').first();
const pill = (word: string) => bar().getByRole('link', { name: `Router: ${word}` });
const heading = () => window.page.getByRole('heading', { level: 1 });
const clipboard = () => window.page.evaluate(() => navigator.clipboard.readText());
const lost = () => window.page.getByRole('alert').filter({ hasText: 'stopped answering' });
const status = () => ownerClient(home).call('status.get', {});
const servers = (entries: object) =>
  home.write('mcp.json', JSON.stringify({ mcpServers: entries }));

describe('the bar', () => {
  test('is Running, Starting or Degraded, and says why', async () => {
    await expect(pill('Running')).toBeVisible();
    const silent = { command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'] };
    servers({ silent });
    await expect(pill('Starting')).toBeVisible();
    servers({ broken: { command: 'woollama-has-no-such-program' } });
    await expect(pill('Degraded')).toBeVisible();
    await pill('Degraded').hover();
    await expect(window.page.getByRole('tooltip')).toContainText('Server broken:');
    servers({});
    await expect(pill('Running')).toBeVisible();
    home.write('mcp.json', '{ "mcpServers": ');
    await expect(pill('Degraded')).toBeVisible();
    await pill('Degraded').hover();
    await expect(window.page.getByRole('tooltip')).toContainText('mcp.json:');
  });

  test('every page has its number, and the address to copy', async () => {
    for (const [index, title] of [...PAGES.entries()].toReversed()) {
      await window.page.keyboard.press(`Control+${index + 1}`);
      await expect(heading()).toHaveText(title);
      await window.page.evaluate(() => navigator.clipboard.writeText(''));
      await bar().getByRole('button', { name: 'Copy base_url' }).click();
      expect(await clipboard()).toBe(router.baseUrl);
    }
    await window.page.keyboard.press('Control+0');
    await expect(heading()).toHaveText('Home');
    expect(window.complaints).toEqual([]);
  });

  test('counts what is in flight, and leads there', async () => {
    await expect(bar()).toContainText('0 in flight');
    const answer = chat(router, 'woollama/streamer', 'Please count to 15');
    await expect(bar()).toContainText('1 in flight');
    await bar().getByRole('link', { name: '1 in flight' }).click();
    await expect(heading()).toHaveText('Activity');
    expect((await answer).status).toBe(200);
    await expect(bar()).toContainText('0 in flight');
  });
});

describe('the palette', () => {
  const find = () => window.page.getByRole('textbox', { name: 'Find a page or an action' });

  test('restarts a server', async () => {
    const pid = async () => (await status()).servers.find(({ name }) => name === 'hello')?.pid;
    const before = await eventually(pid, (now) => now !== undefined);
    await window.page.keyboard.press('Control+K');
    await find().fill('restart hello');
    await window.page.keyboard.press('Enter');
    await expect(find()).toBeHidden();
    await eventually(pid, (now) => now !== undefined && now !== before);
    await expect(pill('Running')).toBeVisible();
  });

  test('no letter is lost that follows the shortcut at once, also from a field', async () => {
    await goTo(window.page, '/servers');
    await window.page.getByRole('textbox', { name: 'Find a server' }).focus();
    // Both keys in one task: nothing but an opening in the same task can get the second one.
    const focused = await window.page.evaluate(() => {
      const from = document.activeElement ?? document.body;
      const key = { key: 'k', code: 'KeyK', ctrlKey: true, bubbles: true, cancelable: true };
      from.dispatchEvent(new KeyboardEvent('keydown', key));
      return document.activeElement?.getAttribute('aria-label');
    });
    expect(focused).toBe('Find a page or an action');
    await window.page.keyboard.press('Escape');
    await expect(window.page.getByRole('textbox', { name: 'Find a server' })).toBeFocused();
  });

  test('copies the address, opens a recipe, and says when there is nothing', async () => {
    await bar().getByRole('button', { name: 'Find' }).click();
    await find().fill('copy base');
    await window.page.keyboard.press('Enter');
    await expect.poll(clipboard).toBe(router.baseUrl);
    await window.page.keyboard.press('Control+K');
    await find().fill('edit streamer');
    await window.page.keyboard.press('Enter');
    await expect(heading()).toHaveText('Recipe streamer');
    await window.page.keyboard.press('Control+K');
    await find().fill('zzzz');
    await expect(window.page.getByText('Nothing of that name')).toBeVisible();
    await window.page.keyboard.press('Escape');
    await expect(find()).toBeHidden();
  });
});

describe('a lost router', () => {
  test('killed: says so within two seconds and keeps the page; back: asks for a new link', async () => {
    await goTo(window.page, '/servers');
    const row = window.page.getByRole('listitem').filter({ hasText: 'textops' });
    await expect(row).toContainText('Connected');
    await router.kill();
    await expect(lost()).toBeVisible({ timeout: 2_000 });
    await expect(lost()).toContainText('reconnects by itself');
    await expect(pill('Stopped')).toBeVisible();
    await expect(row).toContainText('Connected');
    const before = router.origin;
    router = await startRouter(home);
    expect(router.origin).toBe(before);
    // Sessions were in the memory of the one that is gone.
    await expect(heading()).toHaveText('This window needs a new link');
    await expect(window.page.getByText('woollama ui --open', { exact: true })).toBeVisible();
    const { url } = await ownerClient(home).call('links.create', {});
    await window.page.goto(url);
    await expect(pill('Running')).toBeVisible();
  });

  test('restarted at the owner’s wish: the window is signed out, and a new link signs it in', async () => {
    await goTo(window.page, '/logs');
    const { startedAt } = await status();
    await ownerClient(home).call('router.restart', {});
    const after = await eventually(
      () => status().catch(() => undefined),
      (now) => now !== undefined && now.startedAt !== startedAt,
    );
    expect(after?.pid).toBe(router.child.pid);
    await expect(heading()).toHaveText('This window needs a new link');
    const { url } = await ownerClient(home).call('links.create', {});
    await window.page.goto(url);
    await expect(pill('Running')).toBeVisible();
    // Events of the new one arrive.
    await goTo(window.page, '/activity');
    await chat(router, 'demo/echo', 'after the restart');
    await expect(window.page.getByRole('row', { name: /demo\/echo/ })).toBeVisible();
  });
});

describe('links', () => {
  test('a used one shows how to get another, and leaves a signed-in window alone', async () => {
    const { url } = await ownerClient(home).call('links.create', {});
    await window.page.goto(url);
    await window.page.waitForURL((now) => !now.hash.includes('link='));
    await expect(pill('Running')).toBeVisible();
    const other = await browser.newContext();
    const page = await other.newPage();
    await page.goto(url);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      'This window needs a new link',
    );
    await expect(page.getByRole('navigation')).toHaveCount(0);
    await other.close();
    await window.page.goto('about:blank');
    await window.page.goto(url);
    await expect(pill('Running')).toBeVisible();
  });

  test('a link to add a server opens it for a look only', async () => {
    const marker = `${home.dir}/started`;
    const script = `require('fs').writeFileSync(${JSON.stringify(marker)}, '')`;
    const entry = { command: process.execPath, args: ['-e', script] };
    const text = JSON.stringify({ mcpServers: { evil: entry } });
    // Search parameters are JSON, so that a text which looks like JSON stands in quotes.
    const review = encodeURIComponent(JSON.stringify(text));
    for (const path of [`/servers?review=${review}`, `/servers?add=paste&review=${review}`]) {
      await goTo(window.page, '/');
      await goTo(window.page, path);
      const dialog = window.page.getByRole('dialog');
      await expect(dialog).toContainText('A link asks to add this');
      await expect(dialog.getByRole('group', { name: 'evil' })).toContainText(script);
      await expect(dialog.getByRole('checkbox', { name: /^Yes, add evil/ })).not.toBeChecked();
      await expect(dialog.getByRole('button', { name: 'Add server' })).toBeDisabled();
    }
    expect((await status()).servers.map(({ name }) => name)).not.toContain('evil');
    expect([existsSync(home.configDir), existsSync(marker)]).toEqual([false, false]);
  });
});
