/** Texts of strangers on every page: they are read, and do nothing else. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, beforeAll, describe, test } from 'vitest';

import {
  createHome,
  eventually,
  startRouter,
  type Home,
  type RouterProcess,
} from '../fixtures/router-process.ts';
import { launchBrowser } from './fixtures/browser.ts';
import { ALL_HOSTILE, HOSTILE } from './fixtures/hostile-texts.ts';
import { chat, goTo, openWindow, ownerClient, SIZES, type Window } from './fixtures/window.ts';

const ENDLESS = 'M'.repeat(10_240);
const TEXTS = [...Object.values(HOSTILE), ENDLESS];
/** TOML has no such characters, not even in strings. */
const WRITABLE = TEXTS.filter((text) => !text.includes('\u001b'));

let browser: Browser;
let upstream: Server;
let home: Home;
let router: RouterProcess;
let window: Window;
const dialogs: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  upstream = await startHostileUpstream();
  home = createHome();
  writeHostileFiles(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}/v1`);
  router = await startRouter(home);
  await eventually(
    () => ownerClient(home).call('status.get', {}),
    ({ servers }) => servers.some(({ name, state }) => name === 'evil' && state === 'connected'),
  );
  for (const model of [HOSTILE.image, HOSTILE.bidi, ENDLESS, HOSTILE.ansi]) {
    await chat(router, `far/${model}`, ALL_HOSTILE);
  }
  const tool = { name: 'evil.plain', arguments: { [HOSTILE.image]: ALL_HOSTILE } };
  await ownerClient(home).call('tools.call', tool);
  window = await openWindow(browser, home, { size: SIZES[1] });
  window.page.on('dialog', (dialog) => {
    // Drafts may ask before they are left; nothing else may ask.
    if (dialog.type() !== 'beforeunload') dialogs.push(dialog.message());
    void dialog.dismiss();
  });
});

afterAll(async () => {
  await browser.close();
  await router.stop();
  upstream.closeAllConnections();
  upstream.close();
  home.remove();
});

/** Its models have these names, and every answer is an error that says these things. */
async function startHostileUpstream(): Promise<Server> {
  const server = createServer((request, response) => {
    const isList = request.method === 'GET';
    const body = isList
      ? { data: TEXTS.map((id) => ({ id })) }
      : { error: { message: ALL_HOSTILE, type: HOSTILE.image, code: HOSTILE.script } };
    response.writeHead(isList ? 200 : 500, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function writeHostileFiles(baseUrl: string): void {
  const evil = {
    command: process.execPath,
    args: [join(import.meta.dirname, 'fixtures', 'hostile-server.ts'), ...TEXTS],
  };
  const named = TEXTS.map((text) => [text, { command: text, args: TEXTS, disabled: true }]);
  const mcpServers = { evil, ...Object.fromEntries(named) };
  home.write('mcp.json', JSON.stringify({ mcpServers }));
  const recipes = WRITABLE.map((text) => {
    const [name, value] = [JSON.stringify(text.slice(0, 200)), JSON.stringify(text)];
    return `[recipes.${name}]\ndescription = ${value}\ninferencer = "far/x"\ntools = [${value}]\nsystem = ${value}\n`;
  });
  home.write('recipes.toml', recipes.join('\n'));
  const others = WRITABLE.map((text) => {
    const [name, value] = [JSON.stringify(text.slice(0, 200)), JSON.stringify(text)];
    return `[inferencers.${name}]\nbase_url = ${value}\n`;
  });
  const far = `[inferencers.far]\nbase_url = "${baseUrl}"\ndiscover = true\n`;
  home.write('inferencers.toml', far + others.join('\n'));
}

const search = (key: string, text: string) => `?${key}=${encodeURIComponent(JSON.stringify(text))}`;

/** Nothing ran, nothing asked, nothing was loaded, and the page is no wider than its window. */
async function expectHarmless(): Promise<void> {
  const { page } = window;
  const found = await page.evaluate(() => {
    const main = document.querySelector('main');
    return {
      ran: ['hacked', '__pwned'].filter((name) => name in globalThis),
      elements: document.querySelectorAll(
        'img[src="x"], img[src^="http"], body script, a[href^="javascript"], a[href^="https://evil"]',
      ).length,
      wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      mainWider: main === null ? 0 : main.scrollWidth - main.clientWidth,
      title: document.title,
    };
  });
  expect(found).toEqual({ ran: [], elements: 0, wider: 0, mainWider: 0, title: 'Woollama' });
  expect(dialogs).toEqual([]);
  expect(window.complaints.filter((text) => !/status of (4|5)\d\d/.test(text))).toEqual([]);
}

const PATHS = [
  '/',
  '/activity',
  '/playground',
  '/recipes',
  `/recipes${search('edit', HOSTILE.image)}`,
  `/recipes${search('edit', HOSTILE.bidi)}`,
  `/recipes${search('edit', ENDLESS.slice(0, 200))}`,
  '/inferencers',
  '/inferencers?open=far',
  `/inferencers${search('edit', HOSTILE.image)}`,
  '/servers',
  '/servers?open=evil',
  '/servers?edit=evil',
  `/servers${search('open', HOSTILE.image)}`,
  `/servers${search('edit', ENDLESS)}`,
  `/servers${search('review', ALL_HOSTILE)}`,
  '/logs',
  '/settings',
  `/playground${search('model', HOSTILE.image)}`,
  `/playground${search('tool', `evil.${HOSTILE.image}`)}`,
  `/activity${search('request', HOSTILE.image)}`,
  `/logs${search('source', HOSTILE.image)}`,
];

test.each(PATHS.map((path) => [path.slice(0, 60), path]))(
  'nothing of it acts on %s',
  async (_name, path) => {
    await goTo(window.page, '/');
    await goTo(window.page, path);
    await expect(window.page.getByRole('heading', { level: 1 }).first()).toBeVisible();
    await expect(window.page.getByText('This page broke')).toHaveCount(0);
    // Late code and late answers come in this time, and what they would do.
    await window.page.waitForTimeout(600);
    await expectHarmless();
  },
);

describe('what is hidden is shown', () => {
  const shown = () => window.page.getByText('safe\\u{202e}gnp', { exact: false }).first();

  test('in what a tool was given and answered', async () => {
    await goTo(window.page, '/activity');
    await window.page.getByRole('row', { name: /evil\.plain/ }).click();
    const pane = window.page.getByRole('region', { name: 'Request' });
    await pane.getByRole('button', { name: 'evil.plain', exact: true }).click();
    for (const part of ['Arguments', 'Result']) {
      await expect(pane.getByRole('group', { name: part })).toContainText('\\u{202e}');
    }
    await expectHarmless();
  });

  test('in the models that were asked for', async () => {
    await expect(shown()).toBeVisible();
  });

  test('in models, when they are tested', async () => {
    await goTo(window.page, '/inferencers?open=far');
    await window.page.getByRole('dialog').getByRole('button', { name: 'Test' }).click();
    await expect(shown()).toBeVisible();
    await expectHarmless();
  });

  test('in tools and their form, and in what a run of one brings', async () => {
    await goTo(window.page, '/playground?tool=evil.plain');
    await window.page.getByRole('button', { name: 'Run' }).click();
    const result = window.page.getByRole('region', { name: 'Result' });
    await expect(result).toContainText('\\u{202e}');
    await expectHarmless();
  });

  test('in prompts, resources, and what a server says about itself', async () => {
    await goTo(window.page, '/servers?open=evil');
    const drawer = window.page.getByRole('dialog');
    for (const name of ['Prompts', 'Resources', 'About']) {
      await drawer.getByRole('tab', { name, exact: true }).click();
      await expect(drawer.getByRole('tabpanel')).toContainText('safe\\u{202e}gnp');
      await expectHarmless();
    }
  });

  test('in the log', async () => {
    await goTo(window.page, '/logs');
    await window.page.getByRole('textbox', { name: 'Text' }).fill('safe');
    await expect(window.page.getByRole('log')).toContainText('\\u{202e}');
    await expectHarmless();
  });
});
