/** Every page without a mouse: its main work, where the focus is, and that dialogs give it back. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, test } from 'vitest';

import {
  createHome,
  eventually,
  PROGRAM,
  startRouter,
  type Home,
  type RouterProcess,
} from '../fixtures/router-process.ts';
import { launchBrowser } from './fixtures/browser.ts';
import { walkByTab } from './fixtures/walk-by-tab.ts';
import { chat, goTo, openWindow, ownerClient, type Window } from './fixtures/window.ts';

/** More stops than any page has. */
const MOST_STOPS = 150;

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
  await eventually(
    () => ownerClient(home).call('status.get', {}),
    ({ servers }) => servers.every(({ state }) => state === 'connected'),
  );
  window = await openWindow(browser, home);
});
afterEach(async () => {
  await window.close();
  await router.stop();
  home.remove();
});

const press = (key: string) => window.page.keyboard.press(key);
const type = (text: string) => window.page.keyboard.type(text);
const dialog = () => window.page.getByRole('dialog');
const button = (name: string) => window.page.getByRole('button', { name, exact: true });
const file = (name: string) => readFileSync(join(home.configDir, name), 'utf8');
const isFocused = (what: Locator) =>
  what.evaluate((element) => element === document.activeElement).catch(() => false);

/** Tab until it has the focus. */
async function tabTo(what: Locator, key = 'Tab'): Promise<void> {
  await what.waitFor({ state: 'attached' });
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await isFocused(what)) return;
    await press(key);
  }
  throw new Error(`${what.toString()} cannot be reached by ${key}`);
}

describe('the focus', () => {
  test.each([
    '/',
    '/activity',
    '/playground',
    '/playground?tool=hello.count_to',
    '/recipes',
    '/recipes?edit=streamer',
    '/inferencers',
    '/inferencers?edit=openai',
    '/servers',
    '/servers?edit=hello',
    '/conversations',
    '/logs',
    '/settings',
  ])('on %s is seen at every stop, and every stop has a name', async (path) => {
    await chat(router, 'demo/echo', 'a row for Activity');
    await goTo(window.page, path);
    await expect(window.page.getByRole('heading', { level: 1 })).toBeVisible();
    // It takes the focus when it comes, which must not be in the middle of the walk.
    const message = window.page.getByRole('textbox', { name: 'Your message' });
    if (path === '/playground') await expect(message).toBeFocused();
    const stops = await walkByTab(window.page, MOST_STOPS);
    expect(stops.length).toBeGreaterThan(10);
    expect(stops.filter(({ seen }) => !seen).map(({ label }) => label)).toEqual([]);
    expect(stops.filter(({ label }) => label === '').map(({ html }) => html)).toEqual([]);
  });

  test.each([
    ['/servers', 'Add server'],
    ['/servers', 'hello'],
    ['/inferencers', 'openai'],
  ])('of a dialog on %s stays in it, and goes back to %s', async (path, name) => {
    await goTo(window.page, path);
    await tabTo(button(name));
    await press('Enter');
    await expect(dialog()).toBeVisible();
    await expect
      .poll(() => dialog().evaluate((box) => box.contains(document.activeElement)))
      .toBe(true);
    for (const key of ['Tab', 'Shift+Tab']) {
      for (let stop = 0; stop < 25; stop += 1) {
        await press(key);
        const inside = await dialog().evaluate((box) => box.contains(document.activeElement));
        expect(inside, `after ${key} ${stop + 1}`).toBe(true);
      }
    }
    await press('Escape');
    await expect(dialog()).toHaveCount(0);
    await expect.poll(() => isFocused(button(name))).toBe(true);
  });
});

describe('the work of each page', () => {
  test('Home: the address is copied, the first steps are walked', async () => {
    await tabTo(button('Copy base_url').last());
    await press('Enter');
    expect(await window.page.evaluate(() => navigator.clipboard.readText())).toBe(router.baseUrl);
    await tabTo(button('Next: tools'));
    await press('Enter');
    await tabTo(button('Next: try a recipe'));
    await press('Enter');
    await tabTo(window.page.getByRole('textbox', { name: 'Question' }));
    await press('Enter');
    await expect(window.page.getByLabel('Answer')).toContainText('"count":4');
  });

  test('Activity: a request is found, opened, cancelled and closed', async () => {
    const answer = chat(router, 'woollama/streamer', 'Please count to 100');
    await goTo(window.page, '/activity');
    const grid = window.page.getByRole('grid', { name: 'Requests' });
    await expect(grid).toContainText('streamer');
    await tabTo(grid);
    await press('ArrowDown');
    await press('Enter');
    const pane = window.page.getByRole('region', { name: 'Request' });
    await expect(pane).toContainText('streamer');
    await tabTo(pane.getByRole('button', { name: 'Cancel' }));
    await press('Enter');
    await expect(pane).toContainText('Cancelled');
    await answer;
    await press('Escape');
    await expect(pane).toHaveCount(0);
  });

  test('Playground: a message is sent and stopped, a tool is run', async () => {
    await goTo(window.page, '/playground?model=woollama%2Fstreamer');
    await tabTo(window.page.getByRole('textbox', { name: 'Your message' }));
    await type('Please count to 100');
    await press('Enter');
    await tabTo(button('Stop'));
    await press('Enter');
    await expect(window.page.getByRole('log')).toContainText('Stopped');
    await goTo(window.page, '/playground?tool=textops.uppercase');
    await tabTo(window.page.getByRole('textbox', { name: /^text/i }));
    await type('loud');
    await tabTo(button('Run the tool'));
    await press('Enter');
    await expect(window.page.getByRole('region', { name: 'Result' })).toContainText('LOUD');
  });

  test('Recipes: one is written, with a tool from the tree', async () => {
    await goTo(window.page, '/recipes');
    await tabTo(button('New recipe'));
    await press('Enter');
    await tabTo(window.page.getByRole('textbox', { name: 'Name', exact: true }));
    await press('ControlOrMeta+A');
    await type('keyed');
    await tabTo(window.page.getByRole('textbox', { name: 'System prompt' }));
    await type('Be brief.');
    await tabTo(window.page.getByRole('textbox', { name: 'Search tools' }));
    await type('word_count');
    await press('Tab');
    await press('ArrowDown');
    await press('Space');
    const tool = window.page.getByRole('treeitem', { name: 'word_count', exact: true });
    await expect(tool).toBeChecked();
    await tabTo(button('Save'));
    await press('Enter');
    await expect(window.page.getByRole('list', { name: 'Recipes' })).toContainText('keyed');
    expect(file('recipes.toml')).toMatch(
      /\[recipes\.keyed\][^[]*tools = \["textops\.word_count"\]/,
    );
  });

  test('Inferencers: a key is kept', async () => {
    await goTo(window.page, '/inferencers?open=groq');
    await tabTo(dialog().getByLabel('API key', { exact: true }));
    await type('gsk_keyboard_0123456789');
    await press('Enter');
    await expect(dialog()).toContainText('Kept here as GROQ_API_KEY');
    const { secrets } = await ownerClient(home).call('secrets.list', {});
    expect(secrets.map(({ name }) => name)).toEqual(['GROQ_API_KEY']);
  });

  test('Servers: one is added after a yes, and switched off', async () => {
    await goTo(window.page, '/servers');
    await tabTo(button('Add server'));
    await press('Enter');
    await tabTo(dialog().getByLabel('Configuration or command line'));
    await type(`"${process.execPath}" "${join(PROGRAM, '..', 'servers', 'hello.js')}"`);
    await tabTo(dialog().getByRole('checkbox', { name: /^Yes, add/ }));
    expect(existsSync(join(home.configDir, 'mcp.json'))).toBe(false);
    await press('Space');
    await tabTo(dialog().getByRole('button', { name: 'Add server' }));
    await press('Enter');
    await expect(dialog()).toContainText('Connected');
    await press('Escape');
    await tabTo(window.page.getByRole('switch', { name: 'textops is on' }));
    await press('Space');
    await expect(window.page.getByRole('switch', { name: 'textops is off' })).toBeVisible();
    expect(
      JSON.parse(file('mcp.json').replace(/^\s*\/\/.*$/gm, '')).mcpServers.textops.disabled,
    ).toBe(true);
  });

  test('Logs: they are filtered, and no longer followed', async () => {
    await goTo(window.page, '/logs');
    await tabTo(window.page.getByRole('textbox', { name: 'Text' }));
    await type('listening');
    await expect(window.page.getByRole('log').locator('[data-index]')).toHaveCount(1);
    const follow = window.page.getByRole('switch', { name: 'Follow' });
    await tabTo(follow);
    await press('Space');
    await expect(follow).not.toBeChecked();
  });

  test('Settings: the colours are changed', async () => {
    await goTo(window.page, '/settings');
    await tabTo(window.page.getByRole('radio', { checked: true }).first());
    const scheme = () =>
      window.page.evaluate(() => document.documentElement.dataset['mantineColorScheme']);
    expect(await scheme()).toBe('light');
    await press('ArrowRight');
    await press('ArrowRight');
    await expect.poll(scheme).toBe('dark');
  });
});
