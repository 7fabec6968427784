/** Adding and changing inferencers: what is written, what is refused, what others wrote meanwhile. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, test } from 'vitest';

import { startFakeUpstream, type FakeUpstream } from '../fixtures/fake-upstream.ts';
import {
  createHome,
  startRouter,
  type Home,
  type RouterProcess,
} from '../fixtures/router-process.ts';
import { launchBrowser } from './fixtures/browser.ts';
import { chat, goTo, openWindow, type Window } from './fixtures/window.ts';

const KEY = 'sk-canary-4f2a91c7d0';

let browser: Browser;
let home: Home;
let router: RouterProcess;
let upstream: FakeUpstream;
let window: Window;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(() => {
  home = createHome();
  home.write('mcp.json', '{"mcpServers":{}}');
});
afterEach(async () => {
  await window.close();
  await router.stop();
  await upstream.stop();
  home.remove();
});

type Options = Parameters<typeof startFakeUpstream>[0] & {
  readonly toml?: (baseUrl: string) => string;
  readonly path?: string;
};

async function start({ toml, path = '/inferencers', ...fake }: Options = {}): Promise<void> {
  upstream = await startFakeUpstream(fake);
  if (toml) home.write('inferencers.toml', toml(upstream.baseUrl));
  router = await startRouter(home);
  window = await openWindow(browser, home, { path });
}

const page = () => window.page;
const file = () => readFileSync(join(home.configDir, 'inferencers.toml'), 'utf8');
const row = (name: string) => page().getByRole('listitem', { name, exact: true });
const drawer = () => page().getByRole('dialog').first();
const button = (name: string) => page().getByRole('button', { name, exact: true });
const field = (name: string) => page().getByLabel(name, { exact: true }).first();
const baseUrlField = () => page().getByRole('textbox', { name: 'base_url' });
const changes = () => page().getByRole('textbox', { name: 'Changes to inferencers.toml' });

const MINE = (baseUrl: string) =>
  `# My own note.\n[inferencers.mine]\nbase_url = "${baseUrl}" # here\ntimeout = 60\nown = 1\n\n# The end.\n`;

describe('adding', () => {
  test('a preset is written beside what is there', async () => {
    await start({ toml: MINE });
    await page().getByRole('link', { name: 'Add inferencer' }).click();
    await page().getByRole('button', { name: /^vLLM/ }).click();
    await expect(field('Name')).toBeFocused();
    await baseUrlField().fill(upstream.baseUrl);
    await expect(changes()).toContainText('[inferencers.vllm]');
    await button('Save').click();
    await expect(drawer()).toContainText('vllm');
    await expect(row('vllm')).toContainText('Reachable');
    const entry = `[inferencers.vllm]\nbase_url = "${upstream.baseUrl}"\ndiscover = true\n`;
    expect(file()).toContain(entry);
    expect(file().replace(`${entry}\n`, '')).toBe(MINE(upstream.baseUrl));
    expect((await chat(router, 'vllm/plain', 'hi')).status).toBe(200);
  });

  test('one that needs a key is added with it, and again under another name', async () => {
    await start({ key: KEY, path: '/inferencers?add=' });
    for (const name of ['mistral', 'mistral-2']) {
      await goTo(page(), '/inferencers?add=');
      await page()
        .getByRole('button', { name: /^Mistral/ })
        .click();
      await expect(field('Name')).toHaveValue(name);
      await baseUrlField().fill(upstream.baseUrl);
      await field('API key').fill(KEY);
      await button('Save').click();
      await expect(row(name)).toContainText('Key kept here');
    }
    expect(file()).toContain('api_key = "$MISTRAL_2_API_KEY"');
    expect((await chat(router, 'mistral-2/plain', 'hi')).status).toBe(200);
  });

  test('a built-in one leads to its key, and a bad name or address is refused', async () => {
    await start({ path: '/inferencers?add=' });
    await page()
      .getByRole('button', { name: /^Another one/ })
      .click();
    await baseUrlField().fill('ftp://x');
    await expect(button('Save')).toBeDisabled();
    await field('Name').fill('groq');
    await expect(page().getByText('That one is built in; edit it instead.').first()).toBeVisible();
    await field('Name').fill('mine');
    await expect(page().getByText('must be an http:// or https://').first()).toBeVisible();
    await expect(button('Save')).toBeDisabled();
    await button('Discard').click();
    await page().getByRole('link', { name: 'Add inferencer' }).click();
    await page().getByRole('button', { name: /^Groq/ }).click();
    await expect(drawer()).toContainText('GROQ_API_KEY is not set');
  });
});

describe('editing', () => {
  test('only what was changed is written', async () => {
    await start({ toml: MINE, path: '/inferencers?edit=mine' });
    await field('Longest silence').fill('90');
    await field('Models to list').fill('small');
    await field('Models to list').press('Enter');
    await field('Extra fields of recipe requests').fill('{"temperature": 0}');
    await expect(changes()).toContainText('extra_body = { temperature = 0 }');
    await button('Save').click();
    await expect(drawer()).toContainText('mine');
    const added = 'own = 1\nmodels = [ "small" ]\nextra_body = { temperature = 0 }';
    const before = MINE(upstream.baseUrl).replace('timeout = 60', 'timeout = 90');
    expect(file().replaceAll(/\[ ?"small" ?\]/g, '[ "small" ]')).toBe(
      before.replace('own = 1', added),
    );
    await page().getByRole('button', { name: 'Undo' }).click();
    await expect.poll(file).toBe(MINE(upstream.baseUrl));
  });

  test('what cannot be saved says where and why', async () => {
    await start({ toml: MINE, path: '/inferencers?edit=mine' });
    await field('Extra fields of recipe requests').fill('{');
    await expect(page().getByText('This is no JSON').first()).toBeVisible();
    await expect(button('Save')).toBeDisabled();
    await field('Extra fields of recipe requests').fill('');
    await baseUrlField().fill('mine.example');
    const problem = page().getByRole('alert');
    await expect(problem).toContainText('inferencers.toml:3 inferencers.mine.base_url');
    await expect(button('Save')).toBeDisabled();
    await page().getByRole('link', { name: 'Logs' }).click();
    await page().getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await expect(baseUrlField()).toHaveValue('mine.example');
    expect(file()).toBe(MINE(upstream.baseUrl));
  });

  test('a file that was changed outside keeps both changes', async () => {
    await start({ toml: MINE, path: '/inferencers?edit=mine' });
    await field('Longest silence').fill('90');
    await expect(changes()).toContainText('90');
    // Notes change nothing that counts, so that nobody hears of it before the file is written.
    home.write('inferencers.toml', `# Outside.\n${MINE(upstream.baseUrl)}`);
    await button('Save').click();
    await expect(page().getByText('was changed outside while you were editing')).toBeVisible();
    await button('Use the new file, keep my change').click();
    await button('Save').click();
    await expect(drawer()).toContainText('mine');
    const mine = MINE(upstream.baseUrl).replace('timeout = 60', 'timeout = 90');
    expect(file()).toBe(`# Outside.\n${mine}`);
  });

  test('one is switched off and on again, one of my own is removed', async () => {
    await start({ toml: MINE });
    await row('groq').getByRole('switch').press('Space');
    await expect(row('groq')).toContainText('Off');
    expect(file()).toContain('[inferencers.groq]\nenabled = false');
    await row('groq').getByRole('switch').press('Space');
    await expect(row('groq')).toContainText('No key');
    await row('mine').getByRole('button', { name: 'Actions of mine' }).click();
    await page().getByRole('menuitem', { name: 'Remove' }).click();
    await page().getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await expect(row('mine')).toHaveCount(0);
    expect(file()).not.toContain('inferencers.mine');
    expect(file()).toContain('# My own note.');
  });
});
