/** The settings: what is saved where, what a restart does, who is let in. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
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
import { axeViolations } from './fixtures/check-axe.ts';
import { openWindow, ownerClient, SIZES, type Window } from './fixtures/window.ts';

let browser: Browser;
let home: Home;
let router: RouterProcess;
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
  home.remove();
});

async function start(settings?: string, path = '/settings?tab=router'): Promise<void> {
  if (settings !== undefined) home.write('settings.toml', settings);
  router = await startRouter(home);
  window = await openWindow(browser, home, { path });
}

const page = () => window.page;
const settingsPath = () => join(home.configDir, 'settings.toml');
const file = () => readFileSync(settingsPath(), 'utf8');
const field = (name: string) => page().getByLabel(name, { exact: true }).first();
const button = (name: string) => page().getByRole('button', { name, exact: true });
const tab = (name: string) => page().getByRole('tab', { name });
const changes = () => page().getByRole('textbox', { name: 'Changes to settings.toml' });
const toggle = (name: string) => page().getByRole('switch', { name }).press('Space');
const status = () => ownerClient(home).call('status.get', {});
const SAVED = 'Saved. It counts when the router starts again.';

async function restart(): Promise<void> {
  const before = await status();
  await button('Restart router').click();
  await eventually(
    () => status().catch(() => before),
    ({ startedAt }) => startedAt !== before.startedAt,
    30_000,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('general', () => {
  test('the appearance stays as it was chosen', async () => {
    await start(undefined, '/settings');
    const scheme = () => page().locator('html').getAttribute('data-mantine-color-scheme');
    expect(await scheme()).toBe('light');
    await page().getByText('Dark', { exact: true }).click();
    await expect.poll(scheme).toBe('dark');
    await page().reload();
    await expect(page().getByRole('radio', { name: 'Dark' })).toBeChecked();
    expect(await scheme()).toBe('dark');
    await page().getByText('As the system').click();
    await expect.poll(scheme).toBe('light');
  });

  test('kept keys are named, never shown, and removed after a yes', async () => {
    await start(undefined, '/settings');
    const value = 'sk-canary-settings-41';
    await ownerClient(home).call('secrets.set', { name: 'MY_KEY', value });
    await page().reload();
    const keys = page().getByRole('region', { name: 'Keys' });
    await expect(keys).toContainText('MY_KEY');
    expect(await page().content()).not.toContain(value);
    await button('Remove MY_KEY').click();
    await button('Remove key').click();
    await expect(keys).toContainText('None yet.');
    expect((await ownerClient(home).call('secrets.list', {})).secrets).toEqual([]);
  });

  test('it says where the files are', async () => {
    await start(undefined, '/settings');
    await button('Copy path: Configuration').click();
    expect(await page().evaluate(() => navigator.clipboard.readText())).toBe(home.configDir);
  });
});

describe('router', () => {
  test('what is saved counts after a restart, which signs the window out', async () => {
    await start('# Mine.\n[logs] # all of it\nlevel = "debug"\n');
    await toggle('Demo inferencer');
    await expect(changes()).toContainText('enabled = false');
    await button('Save').click();
    await expect(page().getByText(SAVED)).toBeVisible();
    expect(file()).toBe(
      '# Mine.\n[logs] # all of it\nlevel = "debug"\n\n[demo]\nenabled = false\n',
    );
    expect((await status()).inferencers.map(({ name }) => name)).toContain('demo');

    await expect(page().getByText('This browser window is signed out then')).toBeVisible();
    await restart();
    expect((await status()).inferencers.map(({ name }) => name)).not.toContain('demo');
    await expect(page().getByText('This window needs a new link')).toBeVisible();
    await window.close();
    window = await openWindow(browser, home, { path: '/inferencers' });
    await expect(page().getByRole('listitem', { name: 'ollama' })).toBeVisible();
    await expect(page().getByRole('listitem', { name: 'demo' })).toHaveCount(0);
  });

  test('another port: the router moves there, and the page says beforehand that it cannot', async () => {
    await start();
    const port = await freePort();
    await field('Port').fill(String(port));
    await button('Save').click();
    await expect(page().getByText('This page is left behind at the old port')).toBeVisible();
    expect(file()).toBe(`[server]\nport = ${port}\n`);
    await restart();
    expect((await status()).baseUrl).toBe(`http://127.0.0.1:${port}/v1`);
    await expect(page().getByText('The router stopped answering')).toBeVisible();
    await window.close();
    window = await openWindow(browser, home);
    expect(new URL(page().url()).port).toBe(String(port));
    await expect(page().getByLabel('base_url').first()).toHaveText(`http://127.0.0.1:${port}/v1`);
  });

  test('letting other machines in makes a key first, which programs must send then', async () => {
    await start();
    await toggle('Let other machines in');
    await expect(changes()).toContainText('bind = "0.0.0.0"');
    await expect(changes()).toContainText('token_file');
    await expect(page().getByText('The key travels unencrypted.')).toBeVisible();
    expect(existsSync(settingsPath())).toBe(false);
    await button('Save').click();
    await expect(page().getByText(SAVED)).toBeVisible();
    const path = /token_file = "(.+)"/.exec(file())?.[1] ?? '';
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const token = readFileSync(path, 'utf8').trim();
    expect(token.length).toBeGreaterThan(20);
    expect(await page().content()).not.toContain(token);

    await restart();
    expect((await status()).tokenRequired).toBe(true);
    const { port } = new URL(router.baseUrl);
    const models = (headers: Record<string, string>) =>
      fetch(`http://127.0.0.1:${port}/v1/models`, { headers });
    expect((await models({})).status).toBe(401);
    expect((await models({ authorization: `Bearer ${token}` })).status).toBe(200);
  });

  test('a wrong value is refused at its place', async () => {
    await start('[server]\nport = 0\n');
    await page().getByText('settings.toml', { exact: true }).click();
    const text = page().getByRole('textbox', { name: 'Text of settings.toml' });
    await text.getByText('port = 0').click();
    await page().keyboard.press('End');
    await page().keyboard.press('Backspace');
    await page().keyboard.type('"eighty"');
    await expect(page().getByRole('alert')).toContainText('settings.toml:2 server.port');
    await expect(button('Save')).toBeDisabled();
    await tab('About').click();
    await page().getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await expect(text).toContainText('"eighty"');
    expect(file()).toBe('[server]\nport = 0\n');
  });

  test('a file that was changed outside is not overwritten', async () => {
    await start('[logs]\nlevel = "info"\n');
    await field('Address of Ollama').fill('http://127.0.0.1:9999');
    await expect(changes()).toContainText('9999');
    home.write('settings.toml', '# Outside.\n[logs]\nlevel = "warn"\n');
    await expect(async () => {
      if (await button('Save').isEnabled()) await button('Save').click();
      await expect(page().getByText('was changed outside')).toBeVisible({ timeout: 500 });
    }).toPass();
    await button('Use the new file, keep my change').click();
    await button('Save').click();
    await expect(page().getByText(SAVED)).toBeVisible();
    expect(file()).toBe(
      '# Outside.\n[logs]\nlevel = "warn"\n\n[ollama]\nurl = "http://127.0.0.1:9999"\n',
    );
  });

  test('a reset can be taken back', async () => {
    const before = '# Mine.\n[logs]\nlevel = "warn"\n';
    await start(before);
    await button('Reset').click();
    await button('Reset settings').click();
    await expect.poll(file).not.toContain('level');
    expect(readFileSync(`${settingsPath()}.woollama-bak`, 'utf8')).toBe(before);
    await button('Undo').click();
    await expect.poll(file).toBe(before);
    await expect(page().getByText('settings.toml is as it was.')).toBeVisible();
  });
});

test('versions and licences', async () => {
  await start(undefined, '/settings?tab=about');
  const versions = page().getByRole('region', { name: 'Versions' });
  await expect(versions).toContainText((await status()).version);
  const licence = page()
    .locator('details')
    .filter({ hasText: /^react \d/ });
  await licence.locator('summary').click();
  await expect(licence.locator('pre')).toContainText('Permission is hereby granted');
  for (const name of ['fastify', '@mantine/core']) {
    await expect(page().locator('summary', { hasText: new RegExp(`^${name} \\d`) })).toBeVisible();
  }
});

test.each(['light', 'dark'] as const)('axe finds nothing in the %s theme', async (theme) => {
  await start();
  await window.close();
  window = await openWindow(browser, home, { theme, size: SIZES[1], path: '/settings' });
  for (const name of ['General', 'Router', 'About']) {
    await tab(name).click();
    await expect(tab(name)).toHaveAttribute('aria-selected', 'true');
    if (name === 'Router') {
      await toggle('Let other machines in');
      await expect(changes()).toContainText('0.0.0.0');
    }
    expect(await axeViolations(page())).toEqual([]);
    if (name === 'Router') await button('Discard').click();
  }
});
