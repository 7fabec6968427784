/** The window shows our own pages only, and they reach the router only as the app lets them. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { UI_CONTENT_SECURITY_POLICY } from '#contract/ui-policy.ts';
import { eventually } from '../fixtures/router-process.ts';
import { electronBinary, type LaunchedApp } from './launch-app.ts';
import { BARE_UI, routerPid, untilRunning, withApps } from './with-app.ts';

const apps = withApps();
const onStandIn = describe.skipIf(electronBinary() !== undefined);
let app: LaunchedApp;
let page: Page;
let elsewhere: Server;

beforeAll(async () => {
  elsewhere = createServer((_, response) => response.end('elsewhere')).listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
  app = await apps.launch({ uiDir: BARE_UI });
  page = await app.page();
  await page.getByRole('heading', { name: 'Bare page' }).waitFor();
  if (app.kind === 'stand-in') await untilRunning(app);
});
afterAll(() => elsewhere.close());

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface PageRequest {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** As the page's own script would. */
function ask(path: string, init: PageRequest = {}): Promise<Answer> {
  return page.evaluate(
    async ([path, init]) => {
      const response = await fetch(path, init);
      const headers = Object.fromEntries(response.headers);
      return { status: response.status, headers, body: await response.text() };
    },
    [path, init] as const,
  );
}

const postJson = (body: unknown): PageRequest => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

describe('leaving', () => {
  test('the page cannot be navigated away, neither by link nor by script', async () => {
    const before = page.url();
    await page.locator('#away').click({ noWaitAfter: true });
    await page.locator('#plain').click({ noWaitAfter: true });
    const address = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
    await page.evaluate((to) => void (location.href = to), address);
    await page.getByRole('heading', { name: 'Bare page' }).waitFor();
    expect(page.url()).toBe(before);
  });

  test('no other window opens', async () => {
    await page.locator('#new-window').click();
    await page.evaluate(() => void window.open('https://away.example/popup'));
    await eventually(
      () => page.context().pages().length,
      (count) => count === 1,
    );
  });

  test('what the page embeds from elsewhere is not loaded', async () => {
    const address = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
    const outcome = await page.evaluate(async (to) => {
      const blocked = new Promise((resolve) =>
        document.addEventListener('securitypolicyviolation', (event) =>
          resolve(event.effectiveDirective),
        ),
      );
      const fetched = await fetch(to).then(
        () => 'loaded',
        () => 'refused',
      );
      return [fetched, await blocked];
    }, address);
    expect(outcome).toEqual(['refused', 'connect-src']);
  });
});

onStandIn('what the guards answer', () => {
  const mayGo = (event: string, url: string) => app.desktop.ask('navigate', event, url);

  test.each([
    'https://evil.example/',
    'http://127.0.0.1:80/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'woollama-app://other/',
    'woollama-app://window.evil.example/',
    'about:blank',
    'not an address',
  ])('no to %s', async (url) => {
    for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
      expect(await mayGo(event, url)).toBe(false);
    }
    expect(await app.desktop.ask('open-window', url)).toBe('deny');
  });

  test('yes to our own pages, but in this window only', async () => {
    expect(await mayGo('will-navigate', 'woollama-app://window/index.html')).toBe(true);
    expect(await app.desktop.ask('open-window', 'woollama-app://window/')).toBe('deny');
  });

  test('web links were offered to the browser, after a question', async () => {
    const { openedLinks, questions } = await app.desktop.ask('record');
    expect(openedLinks).toContain('https://away.example/page');
    expect(openedLinks.filter((link) => !link.startsWith('https://'))).toEqual([]);
    expect(questions).toContain('Open away.example in the browser?');
  });

  test.each(['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'hid'])(
    'the permission %s is refused',
    async (name) => {
      const own = 'woollama-app://window/';
      expect(await app.desktop.ask('permission', name, own)).toEqual([false, false]);
    },
  );

  test('copying is allowed, to our page only', async () => {
    const copying = 'clipboard-sanitized-write';
    const { desktop } = app;
    expect(await desktop.ask('permission', copying, 'woollama-app://window/')).toEqual([
      true,
      true,
    ]);
    expect(await desktop.ask('permission', copying, 'https://evil.example/')).toEqual([
      false,
      false,
    ]);
  });
});

describe('the scheme', () => {
  test('pages come with the policy of the contract', async () => {
    const { status, headers } = await ask('/index.html');
    expect(status).toBe(200);
    expect(headers['content-security-policy']).toBe(UI_CONTENT_SECURITY_POLICY);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-type']).toContain('text/html');
  });

  test.each([
    '/../launch-app.ts',
    '/..%2flaunch-app.ts',
    '/%2e%2e/%2e%2e/%2e%2e/package.json',
    '/%2e%2e%2f%2e%2e%2f%2e%2e%2fpackage.json',
    '/..%5c..%5cpackage.json',
    '/index.html%00.js',
    '/%',
    '/nothing.html',
    '/',
  ])('%s gives no file but ours', async (path) => {
    const { status, body } = await ask(path);
    if (path === '/') expect(body).toContain('Bare page');
    else expect(status).toBe(404);
  });

  test('the router answers the owner, whatever the page says it is', async () => {
    const headers = { 'content-type': 'application/json', authorization: 'Bearer forged' };
    const { status, body } = await ask('/control/status.get', {
      ...postJson({}),
      headers: { ...headers, 'x-woollama-session': 'forged' },
    });
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ configDir: apps.home.configDir });
  });

  test('an error of the router arrives as it is', async () => {
    const { status, body } = await ask('/control/servers.restart', postJson({ name: 'nobody' }));
    expect(status).toBe(404);
    expect(JSON.parse(body)).toMatchObject({ error: { code: 'unknown_server' } });
  });

  test('a stream flows, and ends at the router when the page gives up', async () => {
    const args = { name: 'hello.count_to', arguments: { n: 100, delay_ms: 100 } };
    const requestId = 'req_given_up_by_page';
    const first = await page.evaluate(
      async (body) => {
        const stop = new AbortController();
        const events = await fetch('/control/events', { signal: stop.signal });
        const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
        const call = fetch('/control/tools.call', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        });
        let text = '';
        while (!text.includes('tool-call-progressed')) text += (await reader?.read())?.value ?? '';
        stop.abort();
        void call.catch(() => undefined);
        return text;
      },
      JSON.stringify({ ...args, requestId }),
    );
    expect(first).toContain('event: hello');
    const { body } = await ask('/control/requests.cancel', postJson({ id: requestId }));
    expect(JSON.parse(body)).toEqual({ cancelled: true });
  });
});

onStandIn('without a router', () => {
  test('the page hears it in the words of every surface, and goes on when it is back', async () => {
    const broken = join(apps.home.configDir, 'mcp.json');
    mkdirSync(apps.home.configDir, { recursive: true });
    writeFileSync(broken, '{ "mcpServers": ');
    process.kill(await routerPid(app), 'SIGKILL');
    const { status, body } = await eventually(
      () => ask('/control/status.get', postJson({})),
      (answer) => answer.status === 503,
    );
    expect(status).toBe(503);
    expect(JSON.parse(body)).toMatchObject({ error: { code: 'shutting_down', param: null } });
    await page.getByText('"kind":"stopped"').first().waitFor();
    writeFileSync(broken, '{ "mcpServers": {} }');
    await eventually(
      () => ask('/control/status.get', postJson({})),
      (answer) => answer.status === 200,
    );
  });
});
