/** The window against the rest of the web, as a real browser enforces it. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page, Request } from 'playwright';
import { expect } from 'playwright/test';
import { afterEach, beforeEach, describe, test } from 'vitest';

import {
  createHome,
  eventually,
  startRouter,
  type Home,
  type RouterProcess,
} from '../fixtures/router-process.ts';
import { launchBrowser } from './fixtures/browser.ts';
import { goTo, openWindow, ownerClient, type Window } from './fixtures/window.ts';

let browser: Browser;
let home: Home;
let router: RouterProcess;
let window: Window;
let other: Server;
/** What the other server was sent. */
let cookies: (string | undefined)[];
/** A page of another port: of the same site, so that even strict cookies go along. */
let stranger: Page;

beforeEach(async () => {
  browser = await launchBrowser();
  home = createHome();
  router = await startRouter(home);
  window = await openWindow(browser, home);
  cookies = [];
  other = createServer(({ headers }, response) => {
    cookies.push(headers.cookie);
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>stranger</h1>');
  }).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  stranger = await window.context.newPage();
  await stranger.goto(`http://127.0.0.1:${port}/`);
});

afterEach(async () => {
  await browser.close();
  other.closeAllConnections();
  other.close();
  await router.stop();
  home.remove();
});

const status = () => ownerClient(home).call('status.get', {});

describe('a page of another origin, with the window’s cookie', () => {
  test('gets the cookie as every port does, which is why it is not enough', async () => {
    expect(cookies[0]).toMatch(/^woollama-\d+=/);
    const answer = await fetch(`${router.origin}/control/status.get`, {
      method: 'POST',
      headers: { cookie: cookies[0] ?? '' },
    });
    expect(answer.status).toBe(403);
  });

  test.each([
    ['POST', 'cors', 'application/json', '/control/status.get'],
    ['POST', 'cors', 'text/plain', '/control/status.get'],
    ['GET', 'cors', undefined, '/control/events'],
    ['GET', 'cors', undefined, '/v1/models'],
    ['GET', 'cors', undefined, '/ui/'],
  ])('cannot read by fetch: %s %s %s %s', async (method, mode, type, path) => {
    const read = await stranger.evaluate(
      async ({ url, type: contentType, ...init }) => {
        const headers = contentType === undefined ? {} : { 'content-type': contentType };
        const body = init.method === 'POST' ? '{}' : null;
        const request = { ...init, headers, body, credentials: 'include' } as RequestInit;
        return fetch(url, request).then(
          (answer) => answer.text(),
          (error: unknown) => String(error),
        );
      },
      { url: router.origin + path, method, mode, type },
    );
    expect(read).toMatch(/^TypeError/);
  });

  test('cannot follow the events', async () => {
    const seen = await stranger.evaluate(
      (url) =>
        new Promise((resolve) => {
          const source = new EventSource(url, { withCredentials: true });
          for (const kind of ['hello', 'batch', 'message', 'open']) {
            source.addEventListener(kind, () => resolve(kind));
          }
          source.addEventListener('error', () => resolve(`ended ${source.readyState}`));
        }),
      `${router.origin}/control/events`,
    );
    expect(seen).toBe('ended 2');
  });

  test('cannot act by a form, an image or a script', async () => {
    const { startedAt } = await status();
    const ended: (number | undefined)[] = [];
    const note = async (request: Request): Promise<void> => {
      if (request.url().includes('/control/')) ended.push((await request.response())?.status());
    };
    stranger.on('requestfinished', (request) => void note(request));
    stranger.on('requestfailed', (request) => void note(request));
    await stranger.evaluate((origin) => {
      const frame = document.createElement('iframe');
      frame.name = 'sink';
      document.body.append(frame);
      const form = document.createElement('form');
      form.method = 'post';
      form.enctype = 'text/plain';
      form.target = 'sink';
      form.action = `${origin}/control/router.restart`;
      document.body.append(form);
      form.submit();
      const image = new Image();
      image.src = `${origin}/control/router.restart`;
      const script = document.createElement('script');
      script.src = `${origin}/control/events`;
      document.body.append(image, script);
    }, router.origin);
    await eventually(
      () => ended.length,
      (count) => count === 3,
    );
    for (const code of ended) expect([undefined, 400, 403, 404, 405, 415]).toContain(code);
    expect((await status()).startedAt).toBe(startedAt);
    expect(router.output()).not.toContain('restarting');
  });

  test('cannot put the window into a frame', async () => {
    const refusal = stranger.waitForEvent('console', (line) => /frame/i.test(line.text()));
    await stranger.evaluate((url) => {
      const frame = document.createElement('iframe');
      frame.src = url;
      document.body.append(frame);
    }, `${router.origin}/ui/`);
    expect((await refusal).text()).toMatch(/frame-ancestors|X-Frame-Options/i);
    const texts = await Promise.all(
      stranger
        .frames()
        .slice(1)
        .map((frame) => frame.evaluate(() => document.body.textContent)),
    );
    expect(texts.join()).not.toContain('Woollama');
  });

  test('has no hold on a window that it opens', async () => {
    const opening = window.context.waitForEvent('page');
    await stranger.evaluate((url) => {
      Object.assign(globalThis, { opened: open(url) });
    }, `${router.origin}/ui/`);
    const opened = await opening;
    await expect(opened.getByRole('navigation', { name: 'Pages' })).toBeVisible();
    expect(await opened.evaluate(() => globalThis.opener)).toBeNull();
    expect(await stranger.evaluate('globalThis.opened.closed')).toBe(true);
  });
});

test('no page asks anybody but the router, or breaks its policy', async () => {
  const asked = new Set<string>();
  const context = window.context;
  const page = await context.newPage();
  const broken: string[] = [];
  await page.exposeFunction('noteViolation', (text: string) => broken.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const note = Reflect.get(globalThis, 'noteViolation') as (text: string) => void;
      note(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  page.on('request', (request) => asked.add(new URL(request.url()).origin));
  page.on('websocket', (socket) => asked.add(new URL(socket.url()).origin));
  await page.goto(`${router.origin}/ui/`);
  const paths = [
    '/',
    '/activity',
    '/playground',
    '/recipes',
    '/recipes?edit=streamer',
    '/inferencers',
    '/inferencers?edit=openai',
    '/servers',
    '/servers?open=hello',
    '/servers?edit=hello',
    '/servers?add=import',
    '/logs',
    '/settings',
  ];
  for (const path of paths) {
    await goTo(page, path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }
  // The editors load the heaviest code last.
  await goTo(page, '/recipes?edit=streamer');
  await page.getByText('recipes.toml', { exact: true }).click();
  await expect(page.locator('.cm-content').last()).toBeVisible();
  expect([...asked]).toEqual([router.origin]);
  expect(broken).toEqual([]);
  expect(window.complaints).toEqual([]);
});
