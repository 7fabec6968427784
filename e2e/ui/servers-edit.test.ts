/** The editor of one server: what it saves, what it refuses, and what happens to the rest of the file. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import type { Browser } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, expect as check, test } from 'vitest';

import {
  createHome,
  startRouter,
  type Home,
  type RouterProcess,
} from '../fixtures/router-process.ts';
import { launchBrowser } from './fixtures/browser.ts';
import { goTo, openWindow, type Window } from './fixtures/window.ts';

const SECRET = 'sk-abcdefghijklmnopqrstuvwxyz0123456789';
const FILE = `{
  // Mine, do not touch.
  "mcpServers": {
    "hello": {
      "command": "\${WOOLLAMA_NODE:-node}",
      "args": ["\${WOOLLAMA_EXAMPLES_DIR}/hello.js"], // the script
      "env": {
        "API_KEY": "${SECRET}", // secret
        "LEVEL": "warn",
      },
      "icon": "of another program",
    },
    "textops": {
      "command": "\${WOOLLAMA_NODE:-node}",
      "args": ["\${WOOLLAMA_EXAMPLES_DIR}/textops.js"],
    },
  },
}
`;

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
  home.write('mcp.json', FILE);
  router = await startRouter(home);
  window = await openWindow(browser, home, { path: '/servers?edit=hello' });
});
afterEach(async () => {
  await window.close();
  await router.stop();
  home.remove();
});

const path = () => join(home.configDir, 'mcp.json');
const text = () => readFileSync(path(), 'utf8');
const entry = (name = 'hello') => parse(text()).mcpServers[name];
const button = (name: string) => window.page.getByRole('button', { name, exact: true });
const field = (name: string) => window.page.getByLabel(name, { exact: true });
const more = () => button('Tools, time-out, folder and more').click();

test('one field is one changed line; comments, order and unknown keys stay', async () => {
  await field('Value of LEVEL').fill('debug');
  await expect(window.page.getByRole('group', { name: 'Edit hello' })).toContainText('debug');
  await button('Save').click();
  await expect(window.page.getByRole('dialog')).toContainText('Connected');
  check(text()).toBe(FILE.replace('"warn"', '"debug"'));
});

test('a secret of the file is never shown, and stays when another field is saved', async () => {
  await expect(window.page.getByText('kept as it is, not shown')).toBeVisible();
  await more();
  await field('Longest silence of a call, in seconds').fill('30');
  await window.page.getByText('mcp.json', { exact: true }).click();
  await expect(window.page.locator('.cm-content')).toContainText('‹secret 1›');
  check(await window.page.content()).not.toContain(SECRET);
  await window.page.getByText('Changes', { exact: true }).click();
  await button('Save').click();
  await expect(window.page.getByRole('dialog')).toBeVisible();
  check(entry()).toMatchObject({ timeout: 30, env: { API_KEY: SECRET } });
});

test('a new secret goes into the store, and only its name into the file', async () => {
  await button('Replace the value of api_key').click();
  await field('Value of API_KEY').fill('hunter2-hunter2');
  check(await field('Value of API_KEY').getAttribute('type')).toBe('password');
  // What is not kept yet cannot be used yet.
  await expect(window.page.getByText('Keep the secret API_KEY first')).toBeVisible();
  await expect(button('Save')).toBeDisabled();
  await button('Keep secret').click();
  await expect(field('Value of API_KEY')).toHaveValue('${API_KEY}');
  await button('Save').click();
  await expect(window.page.getByRole('dialog')).toContainText('Connected');
  check(entry().env.API_KEY).toBe('${API_KEY}');
  check(text()).not.toContain('hunter2');
  check(await window.page.content()).not.toContain('hunter2');
});

test('a changed command is shown in full and asked for before it runs', async () => {
  await field('Arguments').fill('${WOOLLAMA_EXAMPLES_DIR}/textops.js\n--flag with blanks');
  await button('Save').click();
  const dialog = window.page.getByRole('dialog');
  await expect(dialog).toContainText('Start this command?');
  await expect(dialog.getByRole('group', { name: 'Command line' })).toContainText(
    '--flag with blanks',
  );
  await expect(dialog.getByRole('button', { name: 'Save and start' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  check(text()).toBe(FILE);

  await button('Save').click();
  await dialog.getByLabel('Yes, start it').check();
  await dialog.getByRole('button', { name: 'Save and start' }).click();
  await expect(window.page.getByRole('dialog')).toContainText('Connected');
  check(entry().args).toEqual(['${WOOLLAMA_EXAMPLES_DIR}/textops.js', '--flag with blanks']);
});

test('nor does a quick hand get past the question', async () => {
  await expect(button('Close')).toBeVisible();
  await field('Value of LEVEL').fill('debug');
  await expect(button('Save')).toBeEnabled();
  await field('Command').fill('evil');
  await window.page.keyboard.press('Control+s');
  await expect(window.page.getByRole('dialog')).toContainText('Start this command?');
  check(text()).toBe(FILE);
});

test('what cannot work is refused at its field', async () => {
  await field('Command').fill('');
  await expect(window.page.getByText('Which program is it?').first()).toBeVisible();
  await expect(button('Save')).toBeDisabled();
  await field('Command').fill('node');
  await field('Name').fill('textops');
  await expect(
    window.page.getByText('There is a server of this name already.').first(),
  ).toBeVisible();
  await expect(button('Save')).toBeDisabled();
  await button('Discard').click();
  check(text()).toBe(FILE);
});

test('the router refuses a text that it cannot read, with the line', async () => {
  await window.page.getByText('mcp.json', { exact: true }).click();
  const editor = window.page.locator('.cm-content');
  await editor.click();
  await window.page.keyboard.press('Control+End');
  await window.page.keyboard.type('}}');
  await expect(window.page.getByText('This cannot be saved yet')).toBeVisible();
  await expect(window.page.getByText(/mcp\.json:\d+/).first()).toBeVisible();
  await expect(button('Save')).toBeDisabled();
  check(text()).toBe(FILE);
});

test('another program writes the file meanwhile: both changes stay', async () => {
  await field('Value of LEVEL').fill('debug');
  await expect(button('Save')).toBeEnabled();
  writeFileSync(path(), FILE.replace('// Mine, do not touch.', '// Changed outside.'));
  await button('Save').click();
  await expect(window.page.getByText('was changed outside')).toBeVisible();
  await expect(button('Save')).toBeDisabled();
  await button('Use the new file, keep my change').click();
  await expect(button('Save')).toBeEnabled();
  await button('Save').click();
  await expect(window.page.getByRole('dialog')).toBeVisible();
  check(text()).toBe(
    FILE.replace('// Mine, do not touch.', '// Changed outside.').replace('"warn"', '"debug"'),
  );
});

test('a new name keeps everything else, and Undo takes it back', async () => {
  await field('Name').fill('greeter');
  await button('Save').click();
  await expect(window.page.getByRole('dialog')).toContainText('greeter');
  check(text()).toBe(FILE.replace('"hello": {', '"greeter": {'));
  await button('Undo').click();
  await expect(window.page.getByText('Taken back')).toBeVisible();
  check(text()).toBe(FILE);
});

test('a removed server comes back by Undo with its secret', async () => {
  await goTo(window.page, '/servers');
  await button('Actions of hello').click();
  await window.page.getByRole('menuitem', { name: 'Remove' }).click();
  await window.page.getByRole('dialog').getByRole('button', { name: 'Remove server' }).click();
  await expect.poll(() => entry()).toBeUndefined();
  await button('Undo').click();
  await expect(window.page.getByText('Taken back')).toBeVisible();
  check(text()).toBe(FILE);
});

test('allowed and denied tools, with patterns', async () => {
  await more();
  await field('Denied tools').fill('count_*');
  await button('Save').click();
  const dialog = window.page.getByRole('dialog');
  await expect(dialog).toContainText('3 of 4 on');
  await expect(dialog.getByRole('switch', { name: 'count_to is off' })).toBeDisabled();
  check(entry().tools).toEqual({ deny: ['count_*'] });
});

test('unsaved changes are not lost by going away', async () => {
  await field('Value of LEVEL').fill('debug');
  await window.page.getByRole('link', { name: 'Logs' }).click();
  await expect(window.page.getByRole('dialog')).toContainText('Leave without saving?');
  await button('Cancel').click();
  await expect(field('Value of LEVEL')).toHaveValue('debug');
});
