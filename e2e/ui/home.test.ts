/** Home: the address, set-ups that work as they stand, the first steps, and how things are. */
import { execFile, execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Browser } from 'playwright';
import { expect } from 'playwright/test';
import { parse as parseToml } from 'smol-toml';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';

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

const TOKEN = 'token-canary-1b5e88d0a3';
const run = promisify(execFile);

let browser: Browser;
let home: Home;
let router: RouterProcess;
let window: Window;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  await window.close();
  await router.stop();
  home.remove();
});

interface Options {
  readonly env?: NodeJS.ProcessEnv;
  readonly servers?: object;
}

/** With the servers and recipes of a fresh install, unless it is told others. */
async function start({ env = {}, servers }: Options = {}): Promise<void> {
  home = createHome(env);
  if (servers) home.write('mcp.json', JSON.stringify({ mcpServers: servers }));
  router = await startRouter(home);
  window = await openWindow(browser, home);
}

const page = () => window.page;
const button = (name: string) => page().getByRole('button', { name, exact: true });
const region = (name: string) => page().getByRole('region', { name });
const clipboard = () => page().evaluate(() => navigator.clipboard.readText());

/** What the button of that tab puts into the clipboard. */
async function setUp(title: string): Promise<string> {
  await page().getByRole('tab', { name: title, exact: true }).click();
  await button(`Copy for ${title}`).click();
  const text = await clipboard();
  await expect(region('Use it from a program').locator('pre')).toHaveText(text);
  return text;
}

async function toolsReady(): Promise<void> {
  await eventually(
    () => ownerClient(home).call('tools.list', {}),
    ({ tools }) => tools.length === 7,
    30_000,
  );
}

/** The one server of a client's file. */
function serverOf(json: string): {
  readonly url?: string;
  readonly headers?: Record<string, string>;
  readonly command?: string;
  readonly args?: string[];
} {
  return JSON.parse(json).mcpServers.woollama;
}

async function toolNames(transport: Parameters<Client['connect']>[0]): Promise<string[]> {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  const { tools } = await client.listTools();
  await client.close();
  return tools.map(({ name }) => name);
}

const overHttp = ({ url = '', headers = {} }: ReturnType<typeof serverOf>) =>
  toolNames(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));

test('base_url and MCP address are copied', async () => {
  await start();
  await button('Copy base_url').last().click();
  expect(await clipboard()).toBe(router.baseUrl);
  await button('Copy MCP URL').click();
  expect(await clipboard()).toBe(`${router.origin}/mcp`);
  await expect(button('Copy key')).toHaveCount(0);
  expect(window.complaints).toEqual([]);
});

describe('set-ups', () => {
  test('curl and JavaScript get an answer, with a tool that ran', async () => {
    await start();
    await toolsReady();
    const { stdout } = await run('bash', ['-c', `${await setUp('curl')} -sS`]);
    const { choices } = JSON.parse(stdout);
    expect(choices[0].message.content).toContain('4');

    symlinkSync(
      join(import.meta.dirname, '..', '..', 'node_modules'),
      join(home.dir, 'node_modules'),
    );
    const script = join(home.dir, 'ask.mjs');
    writeFileSync(script, await setUp('JavaScript'));
    const answer = await run(process.execPath, [script], { env: home.env });
    expect(answer.stdout).toContain('4');
  });

  test('MCP works over HTTP and stdio as the files say', async () => {
    await start();
    await toolsReady();
    expect(await overHttp(serverOf(await setUp('MCP over HTTP')))).toContain('hello.count_to');
    expect(await overHttp(serverOf(await setUp('Cursor')))).toContain('hello.count_to');
    const { command = '', args = [] } = serverOf(await setUp('MCP over stdio'));
    const transport = new StdioClientTransport({
      command,
      args,
      env: { ...home.env } as Record<string, string>,
    });
    expect(await toolNames(transport)).toContain('hello.count_to');
  });

  test('the others can be read by the programs they are for', async () => {
    await start();
    expect(parseToml(await setUp('Codex'))).toEqual({
      mcp_servers: { woollama: { url: `${router.origin}/mcp` } },
    });
    const zed = JSON.parse(await setUp('Zed')).language_models.openai_compatible.Woollama;
    expect(zed.api_url).toBe(router.baseUrl);
    const python = await setUp('Python');
    execFileSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], {
      input: python,
    });
    for (const title of ['Aider', 'Open WebUI', 'Claude Code']) {
      // Assignments and commands; nothing of them is run.
      execFileSync('bash', ['-n'], { input: await setUp(title) });
    }
    expect(await setUp('Continue')).toContain(`    apiBase: ${router.baseUrl}\n`);
  });

  test('where a key is wanted, the copied one works in the copied text', async () => {
    await start({ env: { WOOLLAMA_TOKEN: TOKEN } });
    await toolsReady();
    await expect(region('Address')).toContainText('Programs must send the key');
    await button('Copy key').click();
    await expect.poll(clipboard).toBe(TOKEN);
    expect(await page().content()).not.toContain(TOKEN);
    const withKey = async (title: string) =>
      (await setUp(title)).replaceAll('YOUR_WOOLLAMA_KEY', TOKEN);
    const ask = await setUp('curl');
    expect(JSON.parse((await run('bash', ['-c', `${ask} -sS`])).stdout)).toMatchObject({
      error: { code: 'unauthorized' },
    });
    const { stdout } = await run('bash', ['-c', `${await withKey('curl')} -sS`]);
    expect(JSON.parse(stdout).choices[0].message.content).toContain('4');
    expect(await overHttp(serverOf(await withKey('MCP over HTTP')))).toContain('hello.count_to');
    expect(await overHttp(serverOf(await withKey('Cursor')))).toContain('hello.count_to');
  });
});

describe('first steps', () => {
  test('are done in the page, and do not come back', async () => {
    await start();
    const steps = region('First steps');
    await expect(steps).toContainText('Ollama does not run on this machine.');
    await expect(steps).toContainText('demo');
    await button('Next: tools').click();
    await expect(steps).toContainText('4 tools');
    await button('Next: try a recipe').click();
    await page().getByLabel('Question').fill('Please count to 3');
    await button('Ask').click();
    await expect(steps.getByLabel('Answer')).toContainText('3');
    const { requests } = await ownerClient(home).call('activity.list', {});
    expect(requests.flatMap(({ calls }) => calls.map(({ tool }) => tool))).toContain(
      'hello.count_to',
    );
    await button('Done').click();
    await expect(steps).toHaveCount(0);
    await page().reload();
    await expect(region('Address')).toBeVisible();
    await expect(steps).toHaveCount(0);
  });

  test('lead to the key of a service, where one can type at once', async () => {
    await start();
    await expect(region('First steps')).toContainText('anthropic, groq, openai');
    await region('First steps').getByRole('link', { name: 'Add a key' }).click();
    const row = page().getByRole('listitem', { name: 'anthropic' });
    await row.getByRole('button', { name: 'Add key' }).click();
    await expect(page().getByRole('dialog')).toContainText('ANTHROPIC_API_KEY');
    await expect(page().getByLabel('API key')).toBeFocused();
  });

  test('each begins in sight, with the focus', async () => {
    await start();
    await page().setViewportSize(SIZES[1]);
    const steps = region('First steps');
    await button('Next: tools').click();
    await expect(steps.getByText('Tools come from MCP servers')).toBeInViewport();
    await expect(steps.getByLabel('First steps', { exact: true })).toBeFocused();
    await button('Next: try a recipe').click();
    await expect(steps.getByLabel('Question')).toBeInViewport();
  });

  test('a recipe that cannot answer says why', async () => {
    await start();
    await page()
      .getByRole('button', { name: /Try a recipe/ })
      .click();
    await page().getByRole('combobox', { name: 'Recipe' }).click();
    await page().getByRole('option', { name: 'cc-counter' }).click();
    await button('Ask').click();
    await expect(region('First steps').getByRole('alert')).toContainText('did not answer');
  });
});

test('a server that fails is named, with the way to it; so is a wrong entry', async () => {
  await start({ servers: { broken: { command: 'no-such-command-anywhere' }, odd: { url: 5 } } });
  const health = region('How things stand');
  const line = health.getByRole('listitem').filter({ hasText: 'Server broken' });
  await expect(line).toContainText('no-such-command-anywhere', { timeout: 20_000 });
  await expect(health.getByRole('listitem').filter({ hasText: 'mcp.json' })).toContainText('odd');
  await line.getByRole('link', { name: 'Look at it' }).click();
  await expect(page()).toHaveURL(/servers\?open=broken/);
  await expect(page().getByRole('dialog')).toContainText('broken');
});

test.each(['light', 'dark'] as const)('axe finds nothing in the %s theme', async (theme) => {
  await start({ env: { WOOLLAMA_TOKEN: TOKEN } });
  await toolsReady();
  await window.close();
  window = await openWindow(browser, home, { theme, size: SIZES[1] });
  await expect(region('How things stand')).toBeVisible();
  expect(await axeViolations(page())).toEqual([]);
  await page()
    .getByRole('button', { name: /Try a recipe/ })
    .click();
  await page().getByRole('tab', { name: 'Zed' }).click();
  expect(await axeViolations(page())).toEqual([]);
});
