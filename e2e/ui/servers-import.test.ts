/** New servers by paste, form, link and import: nothing is written or started before a yes. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'jsonc-parser';
import type { Browser } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, expect as check, test } from 'vitest';

import {
  createHome,
  descendants,
  startRouter,
  type Home,
  type RouterProcess,
} from '../fixtures/router-process.ts';
import { launchBrowser } from './fixtures/browser.ts';
import { axeViolations } from './fixtures/check-axe.ts';
import { goTo, openWindow, ownerClient, type Window } from './fixtures/window.ts';

const SECRET = 'ghp_abcdefghijklmnopqrstuvwxyz012345';

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
  home.write('mcp.json', '{ "mcpServers": {} }\n');
});
afterEach(async () => {
  await window.close();
  await router.stop();
  home.remove();
});

async function start(path: string): Promise<void> {
  router = await startRouter(home);
  window = await openWindow(browser, home, { path });
}

/** A server that leaves a mark when it is started. */
function marking(more: object = {}) {
  const mark = join(home.dir, 'started');
  const script = `require('fs').writeFileSync(${JSON.stringify(mark)}, '')`;
  return { command: process.execPath, args: ['-e', script], ...more };
}
const isStarted = () => existsSync(join(home.dir, 'started'));
const file = () => readFileSync(join(home.configDir, 'mcp.json'), 'utf8');
const servers = () => parse(file()).mcpServers;
const dialog = () => window.page.getByRole('dialog', { name: 'Add a server' });
const config = (entries: object) => JSON.stringify({ mcpServers: entries });

test('pasted JSON: the whole command line, warnings, and a yes for each', async () => {
  await start('/servers?add=paste');
  const mine = marking({ env: { GITHUB_TOKEN: SECRET, LEVEL: 'warn' } });
  const other = { command: 'sudo', args: ['sh', '-c', `rm -rf /${'x'.repeat(400)}`, 'a\u202eb'] };
  await dialog().getByLabel('Configuration or command line').fill(config({ mine, other }));

  const card = dialog().getByRole('group', { name: 'other', exact: true });
  await expect(card).toContainText('x'.repeat(400));
  await expect(card).toContainText(String.raw`a\u{202e}b`);
  await expect(card.getByLabel('Warning')).not.toHaveCount(0);
  await expect(card).toContainText('This program will run on your computer with your rights.');
  const wanted = dialog().getByRole('group', { name: 'mine', exact: true });
  await expect(wanted).toContainText('Kept as secrets, not in the file: GITHUB_TOKEN');
  check(await axeViolations(window.page)).toEqual([]);
  await expect(dialog().getByRole('button', { name: 'Add server' })).toBeDisabled();
  check(servers()).toEqual({});
  check(isStarted()).toBe(false);

  // However much there is to look at, the button stays in sight.
  await window.page.setViewportSize({ width: 820, height: 560 });
  await expect(dialog().getByRole('button', { name: 'Add server' })).toBeInViewport({ ratio: 1 });

  await wanted.getByLabel('Yes, add mine').check();
  await wanted.getByLabel('Name here').fill('github');
  await dialog().getByRole('button', { name: 'Add server' }).click();
  await expect(window.page.getByRole('dialog')).toContainText('github');
  check(Object.keys(servers())).toEqual(['github']);
  check(servers().github).toMatchObject({ env: { LEVEL: 'warn' } });
  check(file()).not.toContain(SECRET);
  await expect.poll(isStarted).toBe(true);
  const { secrets } = await ownerClient(home).call('secrets.list', {});
  check(secrets).toHaveLength(1);
  check(servers().github.env.GITHUB_TOKEN).toBe(`\${${secrets[0]?.name}}`);
});

test('a pasted command line, and a change of the text takes the yes back', async () => {
  await start('/servers?add=paste');
  const box = dialog().getByLabel('Configuration or command line');
  await box.fill(`npx -y @scope/server-files "/home/me/my papers"`);
  const yes = dialog().getByRole('checkbox');
  await yes.check();
  await expect(dialog().getByRole('button', { name: 'Add server' })).toBeEnabled();
  await box.fill(`npx -y @scope/server-files "/home/me/other papers"`);
  await expect(dialog().getByRole('group', { name: 'Command line' })).toContainText('other papers');
  await expect(yes).not.toBeChecked();
  await box.fill('{ "no": "servers" }');
  await expect(dialog()).toContainText('No server was found in this text');
  check(servers()).toEqual({});
});

test('a link only opens the review, and closing it leaves nothing behind', async () => {
  await start('/servers');
  const text = JSON.stringify(config({ evil: marking() }));
  await goTo(window.page, `/servers?review=${encodeURIComponent(text)}`);
  await expect(dialog()).toContainText('A link asks to add this');
  await expect(dialog().getByRole('group', { name: 'evil', exact: true })).toBeVisible();
  await expect(dialog().getByRole('checkbox')).not.toBeChecked();
  const before = descendants(router.child.pid ?? 0);
  await window.page.keyboard.press('Escape');
  await expect(dialog()).toHaveCount(0);
  check(servers()).toEqual({});
  check(isStarted()).toBe(false);
  check(descendants(router.child.pid ?? 0)).toEqual(before);
});

test('a form: the secret is kept, the command looked over, then it starts', async () => {
  await start('/servers?add=form');
  await dialog().getByRole('button', { name: 'Look it over' }).click();
  await expect(dialog()).toContainText('Give it a name.');
  await dialog().getByLabel('Name', { exact: true }).fill('greeter');
  await dialog().getByLabel('Command', { exact: true }).fill('${WOOLLAMA_NODE:-node}');
  await dialog().getByLabel('Arguments', { exact: true }).fill('${WOOLLAMA_EXAMPLES_DIR}/hello.js');
  await dialog().getByRole('button', { name: 'Add variable' }).click();
  await dialog().getByLabel('Name of new variable').fill('GREETER_TOKEN');
  const value = dialog().getByLabel('Value of GREETER_TOKEN');
  await value.fill(SECRET);
  await expect(value).toHaveAttribute('type', 'password');
  await expect(dialog()).toContainText('Will be kept as the secret GREETER_TOKEN');
  await dialog().getByRole('button', { name: 'Look it over' }).click();

  const review = window.page.getByRole('dialog', { name: 'Add this server?' });
  await expect(review).toContainText('will run on your computer with your rights');
  check(servers()).toEqual({});
  check((await ownerClient(home).call('secrets.list', {})).secrets).toEqual([]);
  await review.getByLabel('Yes, start it').check();
  await review.getByRole('button', { name: 'Add server' }).click();
  await expect(window.page.getByRole('dialog', { name: 'greeter' })).toContainText('Connected');
  check(servers().greeter.env).toEqual({ GREETER_TOKEN: '${GREETER_TOKEN}' });
  check(await window.page.content()).not.toContain(SECRET);
});

test('from other programs, by file, with names that are free here', async () => {
  const foreign = join(home.dir, '.cursor', 'mcp.json');
  mkdirSync(dirname(foreign), { recursive: true });
  const before = config({ mark: marking(), web: { url: 'https://mcp.example.com/mcp' } });
  writeFileSync(foreign, before);
  await start('/servers?add=import');
  const section = dialog().getByRole('region', { name: 'Cursor' });
  await expect(section).toContainText('.cursor/mcp.json');
  await expect(section.getByRole('group', { name: 'Command line' })).toContainText('writeFileSync');
  check(isStarted()).toBe(false);
  await section.getByLabel('Yes, add web').check();
  await dialog().getByRole('button', { name: 'Add server' }).click();
  await expect(window.page.getByRole('dialog', { name: 'web' })).toBeVisible();
  check(servers()).toEqual({ web: check.objectContaining({ url: 'https://mcp.example.com/mcp' }) });
  check(readFileSync(foreign, 'utf8')).toBe(before);
  check(isStarted()).toBe(false);
  await window.page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => Object.keys(servers())).toEqual([]);
});

test('no other program here is said so', async () => {
  await start('/servers?add=import');
  await expect(dialog()).toContainText('No other program has servers here');
});
