/** The servers page before the real router: what runs, what does not and why, and its switches. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import type { Browser, Locator } from 'playwright';
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
import {
  FAILING_COUNT,
  SERVER_COUNT,
  startManyServers,
  TOOLS_EACH,
  type ManyServers,
} from './fixtures/many-servers.ts';
import { goTo, openWindow, ownerClient, SIZES, type Window } from './fixtures/window.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

let home: Home;
let router: RouterProcess;
let window: Window;

async function start(servers?: object): Promise<void> {
  home = createHome();
  if (servers) home.write('mcp.json', JSON.stringify({ mcpServers: servers }, null, 2));
  router = await startRouter(home);
  window = await openWindow(browser, home, { path: '/servers' });
}

afterEach(async () => {
  await window.close();
  await router.stop();
  home.remove();
});

const NODE = process.execPath;
const hello = { command: '${WOOLLAMA_NODE:-node}', args: ['${WOOLLAMA_EXAMPLES_DIR}/hello.js'] };
const file = (name: string) => readFileSync(join(home.configDir, name), 'utf8');
const written = () => parse(file('mcp.json')).mcpServers;
const row = (name: string) =>
  window.page
    .getByRole('list', { name: 'Servers' })
    .getByRole('listitem')
    .filter({
      has: window.page.getByRole('button', { name, exact: true }),
    });
const drawer = () => window.page.getByRole('dialog');

/** What one sees of a switch lies over its input. */
async function flip(control: Locator): Promise<void> {
  await expect(control).toBeEnabled();
  await control.click({ force: true });
}

describe('a fresh install', () => {
  beforeEach(() => start());

  test('shows the bundled servers with their numbers', async () => {
    for (const name of ['hello', 'textops']) {
      await expect(row(name)).toContainText('Connected');
      await expect(row(name)).toContainText('stdio');
      await expect(row(name)).toContainText(/\d+ MB/);
      await expect(row(name)).toContainText(/up \d+ s/);
    }
    await expect(row('hello')).toContainText('4 tools');
    expect(window.complaints).toEqual([]);
  });

  test('one tool is switched off and on again', async () => {
    await window.page.getByRole('button', { name: 'hello', exact: true }).click();
    await flip(drawer().getByRole('switch', { name: 'count_to is on' }));
    await expect(drawer().getByRole('switch', { name: 'count_to is off' })).not.toBeChecked();
    expect(written().hello.tools).toEqual({ deny: ['count_to'] });
    const { tools } = await ownerClient(home).call('tools.list', {});
    expect(tools.find(({ name }) => name === 'hello.count_to')?.permitted).toBe(false);

    await flip(drawer().getByRole('switch', { name: 'count_to is off' }));
    await expect(drawer().getByRole('switch', { name: 'count_to is on' })).toBeChecked();
    expect(written().hello.tools.deny).toBeUndefined();
    // The comments of the file that came with Woollama are still there.
    expect(file('mcp.json')).toContain('// A server on the network:');
  });

  test('a server is switched off, and on again without a question', async () => {
    await expect(row('hello')).toContainText('Connected');
    await flip(row('hello').getByRole('switch'));
    await expect(row('hello')).toContainText('Off');
    expect(written().hello.disabled).toBe(true);
    await flip(row('hello').getByRole('switch'));
    await expect(row('hello')).toContainText('Connected');
    expect(written().hello.disabled).toBeUndefined();
  });

  test('a removed server is stopped, and comes back by Undo', async () => {
    await row('textops').getByRole('button', { name: 'Actions of textops' }).click();
    await window.page.getByRole('menuitem', { name: 'Remove' }).click();
    expect(existsSync(join(home.configDir, 'mcp.json'))).toBe(false);
    await drawer().getByRole('button', { name: 'Remove server' }).click();
    await expect(row('textops')).toHaveCount(0);
    expect(written().textops).toBeUndefined();
    await window.page.getByRole('button', { name: 'Undo' }).click();
    await expect(row('textops')).toContainText('Connected');
  });

  test('restart, rename and duplicate', async () => {
    const { client, pidOf } = watcher();
    await expect(row('hello')).toContainText('Connected');
    const pid = await pidOf('hello');
    await row('hello').getByRole('button', { name: 'Actions of hello' }).click();
    await window.page.getByRole('menuitem', { name: 'Restart' }).click();
    await eventually(
      () => pidOf('hello'),
      (now) => now !== undefined && now !== pid,
    );

    await row('hello').getByRole('button', { name: 'Actions of hello' }).click();
    await window.page.getByRole('menuitem', { name: 'Rename' }).click();
    await drawer().getByLabel('Name').fill('textops');
    await expect(drawer().getByRole('button', { name: 'Rename' })).toBeDisabled();
    await drawer().getByLabel('Name').fill('greeter');
    await drawer().getByRole('button', { name: 'Rename' }).click();
    await expect(drawer()).toContainText('greeter');
    expect(Object.keys(written())).toEqual(['greeter', 'textops']);
    await window.page.keyboard.press('Escape');

    await row('greeter').getByRole('button', { name: 'Actions of greeter' }).click();
    await window.page.getByRole('menuitem', { name: 'Duplicate' }).click();
    await drawer().getByRole('button', { name: 'Duplicate' }).click();
    await expect(drawer()).toContainText('Off');
    expect(written()['greeter-2']).toMatchObject({ disabled: true });
    const { servers } = await client.call('status.get', {});
    expect(servers.find(({ name }) => name === 'greeter-2')?.state).toBe('disabled');
  });

  test('works by keyboard, and focus comes back to the row', async () => {
    const name = window.page.getByRole('button', { name: 'hello', exact: true });
    await name.focus();
    await window.page.keyboard.press('Enter');
    await expect(drawer()).toBeVisible();
    expect(window.page.url()).toContain('open=hello');
    await window.page.keyboard.press('Escape');
    await expect(drawer()).toHaveCount(0);
    await expect(name).toBeFocused();
  });
});

function watcher() {
  const client = ownerClient(home);
  const pidOf = async (name: string) => {
    const { servers } = await client.call('status.get', {});
    return servers.find((server) => server.name === name)?.pid;
  };
  return { client, pidOf };
}

describe('servers in trouble', () => {
  const BROKEN = {
    gone: { command: 'no-such-program-anywhere' },
    dies: { command: NODE, args: ['-e', 'console.error("the disk is full"); process.exit(3)'] },
    unset: { ...hello, env: { GREETING_KEY: '${GREETING_KEY}' } },
    off: { command: 'rm', args: ['-rf', '/home/me/my papers'], disabled: true },
  };
  beforeEach(() => start(BROKEN));

  test('each says why, in plain words, with the next step', async () => {
    await expect(row('gone')).toContainText('Failed');
    await expect(row('dies')).toContainText(/Retrying.*next try (in \d+ s|now)/s);
    await goTo(window.page, '/servers?open=gone');
    await expect(drawer()).toContainText('no-such-program-anywhere was not found on this computer');
    await drawer().getByRole('button', { name: 'Edit' }).click();
    await expect(window.page.getByRole('heading', { name: 'Edit gone' })).toBeVisible();

    await goTo(window.page, '/servers?open=dies');
    await expect(drawer()).toContainText('The program started and ended again');
    await expect(drawer().getByRole('log')).toContainText('the disk is full');
    await drawer().getByRole('link', { name: 'All logs' }).click();
    expect(window.page.url()).toContain('/logs?source=dies');
  });

  test('a missing variable is given its value as a secret, and the server starts', async () => {
    await expect(row('unset')).toContainText('Not used');
    await goTo(window.page, '/servers?open=unset');
    await drawer().getByLabel('Value of GREETING_KEY').fill('hunter2-hunter2');
    await drawer().getByRole('button', { name: 'Keep as secret' }).click();
    await expect(drawer()).toContainText('Connected');
    expect(file('mcp.json')).not.toContain('hunter2');
  });

  test('a command nobody said yes to is shown before it is switched on', async () => {
    await flip(row('off').getByRole('switch'));
    const parts = drawer().getByRole('group', { name: 'Command line' });
    await expect(parts).toContainText('/home/me/my papers');
    await expect(drawer()).toContainText('will run on your computer with your rights');
    await expect(drawer().getByRole('button', { name: 'Switch on' })).toBeDisabled();
    await drawer().getByRole('button', { name: 'Cancel' }).click();
    await expect(row('off')).toContainText('Off');
    expect(written().off.disabled).toBe(true);
  });

  test('filters by state and by words', async () => {
    await window.page.getByText('Trouble 3').click();
    await expect(row('gone')).toBeVisible();
    await expect(row('off')).toHaveCount(0);
    await window.page.getByText('All 4').click();
    await window.page.getByLabel('Find a server').fill('papers');
    await expect(row('off')).toBeVisible();
    await expect(row('gone')).toHaveCount(0);
  });
});

describe('hostile texts', () => {
  const HOSTILE_SERVER = join(import.meta.dirname, 'fixtures', 'hostile-server.ts');
  beforeEach(() => start({ hostile: { command: NODE, args: [HOSTILE_SERVER] } }));

  test('are shown and do nothing', async () => {
    await expect(row('hostile')).toContainText('9 tools');
    await goTo(window.page, '/servers?open=hostile');
    await drawer().getByRole('button', { name: '<img src=x', expanded: false }).first().click();
    await expect(drawer().getByRole('group', { name: /Input schema/ })).toContainText('onerror');
    await expect(drawer()).toContainText(String.raw`pass\u{200b}word`);
    await drawer().getByRole('tab', { name: 'Output' }).click();
    await expect(drawer().getByRole('log')).toContainText(String.raw`safe\u{202e}gnp.exe`);
    const acted = await window.page.evaluate(() => ({
      hacked: 'hacked' in globalThis,
      images: document.querySelectorAll('img').length,
      links: [...document.links].filter(({ protocol }) => protocol !== 'http:').length,
      isWide: document.documentElement.scrollWidth > innerWidth,
    }));
    expect(acted).toEqual({ hacked: false, images: 0, links: 0, isWide: false });
    expect(window.complaints).toEqual([]);
  });
});

describe('forty servers', () => {
  let many: ManyServers;
  beforeAll(async () => {
    many = await startManyServers();
  });
  afterAll(() => many.stop());
  beforeEach(() => start(many.config.mcpServers));

  test('only what is seen is in the page, and the list keeps its place', async () => {
    await expect(window.page.getByText(`Trouble ${FAILING_COUNT}`)).toBeVisible();
    await expect(window.page.getByText(`All ${SERVER_COUNT}`)).toBeVisible();
    const list = window.page.getByRole('list', { name: 'Servers' });
    expect(await list.getByRole('listitem').count()).toBeLessThan(SERVER_COUNT);
    await list.evaluate((viewport) => viewport.scrollTo(0, 900));
    await window.page.getByRole('button', { name: 's22', exact: true }).click();
    await expect(drawer()).toContainText('list_s22_records');
    await window.page.keyboard.press('Escape');
    expect(await list.evaluate((viewport) => viewport.scrollTop)).toBe(900);
    await window.page.getByLabel('Find a server').fill('s39');
    await expect(row('s39')).toContainText(/HTTP status 500/);
  });

  const LOOKS = SIZES.flatMap((size) => [
    { theme: 'light' as const, size, width: size.width },
    { theme: 'dark' as const, size, width: size.width },
  ]);

  test.each(LOOKS)('axe finds nothing, $theme $width', async ({ theme, size }) => {
    await window.close();
    window = await openWindow(browser, home, { theme, size, path: '/servers' });
    await expect(row('s01')).toContainText('Connected');
    expect(await axeViolations(window.page)).toEqual([]);
    const shown = {
      'open=s01': `${TOOLS_EACH} of ${TOOLS_EACH} on`,
      'open=s37': 'HTTP 401',
      'edit=s01': 'No changes to mcp.json yet.',
      'add=form': 'Look it over',
    };
    for (const [search, text] of Object.entries(shown)) {
      await goTo(window.page, `/servers?${search}`);
      await expect(window.page.getByText(text).first()).toBeVisible();
      expect([search, ...(await axeViolations(window.page))]).toEqual([search]);
    }
  });
});

test('without servers it says what belongs here', async () => {
  await start({});
  await expect(window.page.getByText('No servers yet')).toBeVisible();
  await window.page.getByRole('button', { name: 'Add server' }).click();
  await expect(drawer()).toContainText('Add a server');
});

test('a file that cannot be read is said so, and can be corrected', async () => {
  await start({ hello });
  await expect(row('hello')).toContainText('Connected');
  home.write('mcp.json', '{ "mcpServers": { "hello": ');
  await expect(window.page.getByText('mcp.json cannot be read')).toBeVisible();
  await expect(row('hello')).toContainText('Connected');
  await window.page.getByRole('button', { name: 'Correct it' }).click();
  await expect(window.page.getByRole('heading', { name: 'mcp.json' })).toBeVisible();
});
