/** The built app starts the built router: tray, window, clipboard, quitting. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { beforeAll, describe, expect, test } from 'vitest';

import { descendants, eventually, isAlive } from '../fixtures/router-process.ts';
import { electronBinary, userDataOf, type LaunchedApp } from './launch-app.ts';
import { trayIcon, trayLines } from './tray.ts';
import { routerPid, untilRunning, withApps } from './with-app.ts';

const apps = withApps();
let app: LaunchedApp;
let lines: string[];

beforeAll(async () => {
  app = await apps.launch();
  if (app.kind === 'stand-in') lines = await untilRunning(app);
});

describe.skipIf(electronBinary() !== undefined)('the tray', () => {
  test('shows state, servers and the way out', async () => {
    expect(lines).toEqual([
      'Running',
      'Copy base_url',
      'Open Woollama',
      'Recipes',
      '  woollama/cc-assistant',
      '  woollama/cc-counter',
      '  woollama/streamer',
      '  woollama/textcounter',
      'Servers',
      '  hello - connected',
      '    connected, 4 tools',
      '    Restart',
      '  textops - connected',
      '    connected, 3 tools',
      '    Restart',
      'In flight: 0',
      '  None',
      'Start at login',
      'Restart router',
      'Quit Woollama',
    ]);
    expect(await trayIcon(app.desktop)).toBe('idle');
  });

  test('copies the base_url, which answers', async () => {
    await app.desktop.ask('click-tray-menu', ['Copy base_url']);
    const { clipboard } = await app.desktop.ask('record');
    expect(clipboard).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/);
    expect((await fetch(`${clipboard}/models`)).status).toBe(200);
  });

  test('shows a request while it runs, and cancels it', async () => {
    const page = await app.page();
    const answer = callTool(page, 'hello.count_to', { n: 100, delay_ms: 200 });
    const shown = await eventually(
      () => trayLines(app.desktop),
      (now) => now.includes('In flight: 1'),
    );
    expect(shown[0]).toBe('Running, 1 in flight');
    expect(await trayIcon(app.desktop)).toBe('busy');
    const label = shown[shown.indexOf('In flight: 1') + 1]?.trim() ?? '';
    expect(label).toBe('hello.count_to - Woollama window');
    await app.desktop.ask('click-tray-menu', ['In flight: 1', label, 'Cancel']);
    expect(await answer).toMatchObject({ error: { code: 'cancelled' } });
    await eventually(
      () => trayLines(app.desktop),
      (now) => now.includes('In flight: 0'),
    );
  });

  test('restarts a server', async () => {
    const pids = async () => (await app.desktop.ask('record')).utilityPids;
    const before = await pids();
    await app.desktop.ask('click-tray-menu', ['Servers', 'hello - connected', 'Restart']);
    await eventually(pids, (now) => Object.keys(now).length > Object.keys(before).length);
    await untilRunning(app);
  });

  test('switches the start at login on and off', async () => {
    const file = join(apps.home.dir, '.config', 'autostart', 'woollama.desktop');
    await app.desktop.ask('click-tray-menu', ['Start at login']);
    await eventually(
      () => existsSync(file),
      (exists) => exists,
    );
    expect(await app.desktop.call('shell.get-login-item', {})).toEqual({
      ok: true,
      result: { on: true },
    });
    await app.desktop.call('shell.set-login-item', { on: false });
    expect(existsSync(file)).toBe(false);
  });
});

test('the window shows the built pages and talks to the router through the scheme', async () => {
  const page = await app.page();
  await page.getByRole('navigation').first().waitFor();
  const answer = await page.evaluate(async () => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    const response = await fetch('/control/status.get', init);
    return (await response.json()) as { baseUrl: string; servers: unknown[] };
  });
  expect(answer.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/);
  await page.getByText(answer.baseUrl).first().waitFor();
});

test('the window is as powerless as a page can be', async () => {
  const page = await app.page();
  const powers = await page.evaluate(() =>
    ['require', 'process', 'module'].filter((name) => name in globalThis),
  );
  expect(powers).toEqual([]);
  if (app.kind !== 'stand-in') return;
  const { windows } = await app.desktop.ask('record');
  expect(windows[0]?.webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
});

describe.skipIf(electronBinary() !== undefined)('closing and quitting', () => {
  test('closing the window keeps tray and router; a click on the tray opens it again', async () => {
    const pid = await routerPid(app);
    await app.desktop.ask('close-window');
    const closed = await app.desktop.ask('record');
    expect(closed.windows).toEqual([]);
    expect(closed.tray?.tooltip).toContain('Running');
    expect(isAlive(pid)).toBe(true);
    await app.desktop.ask('click-tray');
    const page = await app.page();
    await page.getByRole('navigation').first().waitFor();
    const remembered = statSync(join(userDataOf(apps.home), 'preferences.json'));
    expect(remembered.size).toBeGreaterThan(0);
  });

  test('what is not saved is asked about, when closing and when quitting', async () => {
    await app.desktop.ask('hold-page');
    await app.desktop.ask('press-button', 0);
    await app.desktop.ask('close-window');
    await app.desktop.ask('click-tray-menu', ['Quit Woollama']);
    const stayed = await app.desktop.ask('record');
    expect(stayed.questions).toEqual(['Close without saving?', 'Close without saving?']);
    expect(stayed.windows).toHaveLength(1);
    expect(isAlive(await routerPid(app))).toBe(true);
    await app.desktop.ask('press-button', 1);
    await app.desktop.ask('close-window');
    expect((await app.desktop.ask('record')).windows).toEqual([]);
  });

  test('Quit leaves no process, no socket and no address file', async () => {
    const children = descendants(app.pid);
    expect(children.length).toBeGreaterThanOrEqual(3);
    await app.desktop.ask('click-tray-menu', ['Quit Woollama']).catch(() => undefined);
    expect(await app.exited).toBe(0);
    expect(children.filter(isAlive)).toEqual([]);
    expect(existsSync(apps.home.socket)).toBe(false);
    expect(existsSync(apps.home.addressFile)).toBe(false);
  });
});

/** As the window's pages do it; resolves with the answer's body. */
async function callTool(page: Page, name: string, args: Record<string, unknown>): Promise<unknown> {
  const body = JSON.stringify({ name, arguments: args });
  return page.evaluate(async (body) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch('/control/tools.call', { method: 'POST', headers, body });
    return (await response.json()) as unknown;
  }, body);
}
