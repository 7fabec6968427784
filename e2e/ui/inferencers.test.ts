/** The page of inferencers before the real router and a real OpenAI-compatible server. */
import { readFileSync, writeFileSync } from 'node:fs';
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
import { axeViolations } from './fixtures/check-axe.ts';
import { collectAnswers, placesOf } from './fixtures/find-secret.ts';
import { HOSTILE } from './fixtures/hostile-texts.ts';
import { chat, goTo, openWindow, SIZES, type Window } from './fixtures/window.ts';

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
const changes = () => page().getByRole('textbox', { name: 'Changes to inferencers.toml' });
const open = (name: string) => row(name).getByRole('button', { name, exact: true }).click();

const OPENAI = (baseUrl: string) =>
  `# My own note.\n[inferencers.openai] # at work\nbase_url = "${baseUrl}"\n`;
const MINE = (baseUrl: string) =>
  `# My own note.\n[inferencers.mine]\nbase_url = "${baseUrl}" # here\ntimeout = 60\nown = 1\n\n# The end.\n`;

describe('keys', () => {
  test('one typed in here goes upstream with the next call, and is seen nowhere', async () => {
    await start({ key: KEY, toml: OPENAI });
    const answers = collectAnswers(page());
    await expect(row('openai')).toContainText('No key');
    const before = file();

    await row('openai').getByRole('button', { name: 'Add key' }).click();
    await field('API key').fill(KEY);
    await field('API key').press('Enter');
    await expect(drawer()).toContainText('Reachable');
    await expect(drawer()).toContainText('Kept here as OPENAI_API_KEY');
    await expect(drawer()).toContainText('openai/plain');
    await page().keyboard.press('Escape');
    await expect(row('openai')).toContainText('Key kept here');
    await expect(row('openai')).toContainText('2 models');

    expect((await chat(router, 'openai/plain', 'hi')).status).toBe(200);
    expect(upstream.seen.at(-1)?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(file()).toBe(before);
    expect(await placesOf(KEY, { page: page(), home, router, answers })).toEqual([]);
    expect(answers.join('')).toContain('OPENAI_API_KEY');

    await page().reload();
    await expect(row('openai')).toContainText('Key kept here');
    expect(await placesOf(KEY, { page: page(), home, router, answers })).toEqual([]);
    expect(window.complaints).toEqual([]);
  });

  test('a wrong one is refused in words, can be replaced and removed', async () => {
    await start({ key: KEY, toml: OPENAI, path: '/inferencers?open=openai' });
    await field('API key').fill('sk-wrong-wrong');
    await button('Keep and test').click();
    await expect(drawer()).toContainText('Key refused');
    await expect(drawer()).toContainText("'openai' refused the key $OPENAI_API_KEY (401).");
    await expect(drawer()).toContainText('then replace it below');

    await button('Replace').click();
    await expect(field('API key')).toBeFocused();
    await expect(field('API key')).toHaveValue('');
    await field('API key').fill(` ${KEY} `);
    await button('Keep and test').click();
    await expect(drawer()).toContainText('Reachable');

    await button('Remove').click();
    await expect(page().getByText('It cannot be shown or taken back.')).toBeVisible();
    await button('Remove key').click();
    await expect(drawer()).toContainText('No key');
    const unkeyed = await chat(router, 'openai/plain', 'hi');
    expect(await unkeyed.json()).toMatchObject({ error: { code: 'missing_key' } });
  });

  test('one kept here counts instead of the one of the environment, and says so', async () => {
    home.env['OPENAI_API_KEY'] = 'sk-of-the-environment';
    await start({ key: KEY, toml: OPENAI, path: '/inferencers?open=openai' });
    await expect(drawer()).toContainText('From the environment variable OPENAI_API_KEY');
    await button('Keep another one here').click();
    await field('API key').fill(KEY);
    await button('Keep and test').click();
    await expect(drawer()).toContainText('The environment has one of that name too');
    expect((await chat(router, 'openai/plain', 'hi')).status).toBe(200);
    await button('Remove').click();
    await button('Remove key').click();
    await expect(drawer()).toContainText('From the environment variable OPENAI_API_KEY');
  });

  test('one that stands in the file is never shown, and can be moved out of it', async () => {
    const literal = 'sk-literal-77aa88bb99';
    await start({
      key: KEY,
      toml: (baseUrl) => MINE(baseUrl).replace('own = 1', `own = 1\napi_key = "${literal}"`),
    });
    const answers = collectAnswers(page());
    await expect(row('mine')).toContainText('Key in the file');
    await open('mine');
    await drawer().getByRole('link', { name: 'Keep it here' }).click();
    await expect(page().getByRole('radio', { name: 'In the file' })).toBeChecked();
    await page().getByRole('radio', { name: 'Kept here' }).check();
    await field('API key').fill(KEY);
    await expect(changes()).toContainText('api_key = "$MINE_API_KEY"');
    await button('Save').click();
    await expect(drawer()).toContainText('Kept here as MINE_API_KEY');
    await button('Test mine').last().click();
    await expect(drawer()).toContainText('Reachable');
    expect(file()).toBe(
      MINE(upstream.baseUrl).replace('own = 1', 'own = 1\napi_key = "$MINE_API_KEY"'),
    );
    const places = await placesOf(literal, { page: page(), home, router, answers });
    // The text before every change is kept beside the file.
    expect(places.filter((place) => !place.endsWith('.woollama-bak'))).toEqual([]);
    await page().getByRole('button', { name: 'Undo' }).click();
    await expect.poll(file).toContain(`api_key = "${literal}"`);
  });
});

describe('tests', () => {
  test('a dead address says so, and is well once somebody is there', async () => {
    await start();
    const { port } = new URL(upstream.baseUrl);
    await upstream.stop();
    home.write('inferencers.toml', MINE(`http://127.0.0.1:${port}/v1`));
    await expect(row('mine')).toContainText('Not tested');
    await row('mine').getByRole('button', { name: 'Test mine' }).click();
    await expect(row('mine')).toContainText('Not reachable');
    await expect(row('mine')).toContainText('connection refused');
    await open('mine');
    await expect(drawer()).toContainText('Start that program with its server switched on');
    upstream = await startFakeUpstream({ port: Number(port) });
    await button('Test again').click();
    await expect(drawer()).toContainText('Reachable');
    await expect(drawer()).toContainText(/It answered in \d+ ms/);
  });

  test('four hundred models are found and copied, with few rows in the page', async () => {
    const models = Array.from({ length: 400 }, (_, index) => `vendor/model-${index}`);
    await start({ models: [...models, HOSTILE.image], toml: MINE });
    await row('mine').getByRole('button', { name: 'Test mine' }).click();
    await expect(row('mine')).toContainText('401 models');
    await open('mine');
    const list = drawer().getByRole('list', { name: 'Models' });
    await expect(list.getByRole('listitem').first()).toBeVisible();
    expect(await list.getByRole('listitem').count()).toBeLessThan(60);
    await field('Find a model').fill('MODEL-399');
    await expect(drawer()).toContainText('1 of 401 models');
    await button('Copy mine/vendor/model-399').click();
    expect(await page().evaluate(() => navigator.clipboard.readText())).toBe(
      'mine/vendor/model-399',
    );
    await field('Find a model').fill('onerror');
    await expect(list).toContainText(`mine/${HOSTILE.image}`);
    expect(await page().evaluate(() => 'hacked' in globalThis)).toBe(false);
    expect(window.complaints).toEqual([]);
  });

  test('the demo answers without any network; auto/default says what it stands for', async () => {
    await start();
    await expect(page().getByRole('region', { name: 'auto/default' })).toContainText(
      'the built-in demo',
    );
    await row('demo').getByRole('button', { name: 'Test demo' }).click();
    await open('demo');
    await expect(drawer()).toContainText('demo/echo');
    await expect(drawer()).not.toContainText('API key');
  });

  test('Claude Code is there or not; when not, the way to get it is named', async () => {
    const program = join(home.dir, 'claude');
    home.env['WOOLLAMA_CLAUDE_BIN'] = program;
    await start();
    await expect(row('claude-code')).toContainText('Not found');
    await open('claude-code');
    await expect(drawer()).toContainText('install it, or name the program in claude.bin');
    // Nothing of it stands in a file, and the program has a sign-in of its own.
    await expect(drawer()).not.toContainText(/Key|Edit/);
    await expect(page().getByRole('switch', { name: 'claude-code is on' })).toBeDisabled();
    writeFileSync(program, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    await page().reload();
    await expect(row('claude-code')).toContainText('Found');
    await expect(row('claude-code')).not.toContainText('Not found');
    // The drawer is part of the address.
    await drawer().getByRole('button', { name: 'Test claude-code' }).click();
    await expect(drawer()).toContainText('claude-code/haiku');
    expect(window.complaints).toEqual([]);
  });
});

test('by keyboard: open one, come back to where one was', async () => {
  await start({ toml: OPENAI });
  const name = row('openai').getByRole('button', { name: 'openai', exact: true });
  await name.focus();
  await page().keyboard.press('Enter');
  await expect(drawer()).toContainText('OPENAI_API_KEY is not set');
  await page().keyboard.press('Escape');
  await expect(page().getByRole('dialog')).toHaveCount(0);
  await expect(name).toBeFocused();
});

test.each(['light', 'dark'] as const)('axe finds nothing in the %s theme', async (theme) => {
  await start({ key: KEY, toml: (baseUrl) => OPENAI(baseUrl) + MINE(baseUrl) });
  await window.close();
  window = await openWindow(browser, home, { theme, size: SIZES[1], path: '/inferencers' });
  await row('mine').getByRole('button', { name: 'Test mine' }).click();
  await expect(row('mine')).toContainText('Key refused');
  expect(await axeViolations(page())).toEqual([]);
  for (const path of ['open=openai', 'open=mine', 'edit=mine', 'add=']) {
    await goTo(page(), `/inferencers?${path}`);
    const isDialog = path.startsWith('open');
    const shown = isDialog ? drawer() : button('Close');
    await expect(shown.first()).toBeVisible();
    expect(await axeViolations(page())).toEqual([]);
  }
});
