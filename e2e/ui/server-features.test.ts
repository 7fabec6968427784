/** What a server offers besides tools, who uses it, and the settings about it, before the real router. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
import { axeViolations } from './fixtures/check-axe.ts';
import { connectProgram, type McpProgram } from './fixtures/mcp-client.ts';
import { goTo, openWindow, ownerClient, SIZES, type Window } from './fixtures/window.ts';

let browser: Browser;
let home: Home;
let router: RouterProcess;
let program: McpProgram;
let window: Window;

beforeAll(async () => {
  browser = await launchBrowser();
  home = createHome();
  const args = [join(import.meta.dirname, 'fixtures', 'asking-server.ts')];
  const hello = {
    command: '${WOOLLAMA_NODE:-node}',
    args: ['${WOOLLAMA_EXAMPLES_DIR}/hello.js'],
    prefix: 'recipe',
  };
  const mcpServers = { rooms: { command: process.execPath, args }, hello };
  home.write('mcp.json', JSON.stringify({ mcpServers }, null, 2));
  const counter = ['inferencer = "auto/default"', 'tools = []', 'system = "Count."'];
  home.write('recipes.toml', ['[recipes.count_to]', ...counter].join('\n'));
  router = await startRouter(home);
  await eventually(
    () => ownerClient(home).call('status.get', {}),
    ({ servers }) =>
      servers.every(({ state }) => state === 'connected') && servers[0]?.resources !== undefined,
  );
  program = await connectProgram(router, { name: 'Planner', version: '2.1' });
  window = await openWindow(browser, home, { path: '/servers' });
});

afterAll(async () => {
  await program.close();
  await browser.close();
  await router.stop();
  home.remove();
});

const page = () => window.page;
const row = (name: string) => page().getByRole('listitem').filter({ hasText: name });
const drawer = () => page().getByRole('dialog');
const tab = (name: string) => drawer().getByRole('tab', { name, exact: true });
const clipboard = () => page().evaluate(() => navigator.clipboard.readText());

test('a row counts what the server offers, and tells its protocol and what its tools cost', async () => {
  await goTo(page(), '/servers');
  await expect(row('rooms')).toContainText('4 tools · 1 prompt · 31 resources');
  await expect(row('rooms')).toContainText(/(about|under) [\d,]+ tokens · MCP 202\d-\d\d-\d\d/);
  await expect(row('hello')).not.toContainText('prompt');
});

test('prompts and resources are listed with what can be copied', async () => {
  await goTo(page(), '/servers?open=rooms');
  await tab('Prompts').click();
  await expect(drawer()).toContainText('Plan a week');
  await expect(drawer()).toContainText('weeklanguageoptional');
  await drawer().getByRole('button', { name: 'Copy the name rooms.plan' }).click();
  expect(await clipboard()).toBe('rooms.plan');
  await tab('Resources').click();
  await drawer().getByRole('textbox', { name: 'Find in resources' }).fill('day of');
  await expect(drawer().getByRole('listitem')).toHaveCount(1);
  await expect(drawer().getByRole('listitem')).toContainText('Template');
  await drawer().getByRole('textbox', { name: 'Find in resources' }).fill('rooms://house/7');
  await drawer()
    .getByRole('button', { name: /^Copy the URI .*rooms:\/\/house\/7$/ })
    .click();
  expect(await clipboard()).toContain('rooms://house/7');
});

test('about it: program, protocol in words, capabilities, instructions', async () => {
  await goTo(page(), '/servers?open=rooms');
  await tab('About').click();
  for (const text of [
    'room-service 3.1.4',
    'with a session',
    'A program on this computer (stdio)',
    'tells when a resource changes',
    'Book a room only when somebody asked for one.',
  ]) {
    await expect(drawer()).toContainText(text);
  }
});

test('about it: a name that the router itself has', async () => {
  await goTo(page(), '/servers?open=hello');
  await tab('About').click();
  await expect(drawer()).toContainText('These names are taken, so programs see others');
  await expect(drawer()).toContainText('count_to: Woollama has that name, shown as hello.count_to');
  expect(await axeViolations(page())).toEqual([]);
});

test('a server without prompts and resources has no empty parts', async () => {
  await goTo(page(), '/servers?open=hello');
  await expect(tab('About')).toBeVisible();
  await expect(tab('Prompts')).toHaveCount(0);
  await expect(tab('Resources')).toHaveCount(0);
});

test('who is connected stands on Home and above the activity', async () => {
  await goTo(page(), '/');
  await expect(page().getByText('1 MCP client connected: Planner 2.1.')).toBeVisible();
  await page().getByRole('link', { name: 'See them' }).click();
  await page()
    .getByRole('button', { name: /1 MCP client/ })
    .click();
  const clients = page().getByRole('table', { name: 'MCP clients' });
  await expect(clients.getByRole('row').nth(1)).toContainText('Planner 2.1');
  await expect(clients.getByRole('row').nth(1)).toContainText('HTTP');
  await program.close();
  await expect(clients).toHaveCount(0);
  program = await connectProgram(router, { name: 'Planner', version: '2.2' });
  await expect(page().getByRole('button', { name: /1 MCP client/ })).toBeVisible();
});

test('the settings and the entry of a server say what it may ask for', async () => {
  await goTo(page(), '/settings?tab=router');
  await page().getByRole('combobox', { name: 'They may use one of yours' }).click();
  await page().getByRole('option', { name: 'Never' }).click();
  await page().getByRole('textbox', { name: 'Questions to you wait' }).fill('60');
  await page().getByRole('button', { name: 'Save', exact: true }).click();
  // Before that, leaving the page would be asked about.
  await expect(page().getByText('Saved. It counts when the router starts again.')).toBeVisible();
  const settings = readFileSync(join(home.configDir, 'settings.toml'), 'utf8');
  expect(settings).toMatch(/\[sampling\]\s+policy = "deny"/);
  expect(settings).toMatch(/question_timeout = 60/);

  await goTo(page(), '/servers?edit=rooms');
  await page()
    .getByRole('button', { name: /^Tools, time-out/ })
    .click();
  await page().getByRole('combobox', { name: 'When it asks for a model' }).click();
  await page().getByRole('option', { name: 'It may use one' }).click();
  // By the keyboard: the notice about the settings may lie over it.
  const folders = page().getByRole('switch', { name: 'Tell it the folders that programs work in' });
  await folders.press(' ');
  await page().getByRole('button', { name: 'Save', exact: true }).click();
  const servers = () => readFileSync(join(home.configDir, 'mcp.json'), 'utf8');
  await expect.poll(servers).toMatch(/"sampling": "allow",\s+"roots": false/);
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the ${theme} theme, and nothing is cut off`, async () => {
    for (const size of SIZES) {
      const shown = await openWindow(browser, home, { theme, size, path: '/servers?open=rooms' });
      for (const name of ['Prompts', 'Resources', 'About']) {
        await shown.page.getByRole('tab', { name, exact: true }).click();
        expect(await axeViolations(shown.page)).toEqual([]);
      }
      await goTo(shown.page, '/activity');
      await shown.page.getByRole('button', { name: /MCP client/ }).click();
      expect(await axeViolations(shown.page)).toEqual([]);
      const main = shown.page.getByRole('main');
      expect(await main.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
      await shown.close();
    }
  });
}
