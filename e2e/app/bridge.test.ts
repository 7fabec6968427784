/** The bridge: what the page may ask of the app, and who may ask at all. */
import { beforeAll, describe, expect, test } from 'vitest';

import { eventually } from '../fixtures/router-process.ts';
import type { Caller } from './electron-stand-in/remote.ts';
import { electronBinary, type LaunchedApp } from './launch-app.ts';
import { BARE_UI, untilRunning, withApps } from './with-app.ts';

describe.skipIf(electronBinary() !== undefined)('the bridge', () => {
  const apps = withApps();
  let app: LaunchedApp;

  beforeAll(async () => {
    app = await apps.launch({ uiDir: BARE_UI });
    await untilRunning(app);
  });

  const strangers: readonly (readonly [string, Caller])[] = [
    ['another page in our window', { url: 'https://evil.example/' }],
    ['a look-alike of our address', { url: 'woollama-app://window.evil.example/' }],
    ['a frame in our page', { url: 'woollama-app://window/', isMainFrame: false }],
    ['another window', { url: 'woollama-app://window/', isOtherWindow: true }],
    ['an empty page', { url: 'about:blank' }],
  ];
  test.each(strangers)('refuses %s', async (_who, caller) => {
    const params = { text: 'stolen' };
    expect(await app.desktop.call('shell.copy-text', params, caller)).toEqual({
      ok: false,
      error: { code: 'FORBIDDEN', message: expect.any(String) },
    });
    expect((await app.desktop.ask('record')).clipboard).not.toBe('stolen');
  });

  test.each([
    ['shell.open-path', { place: '/etc/passwd' }],
    ['shell.open-path', {}],
    ['shell.copy-text', { text: 5 }],
    ['shell.set-theme', { theme: 'pink' }],
    ['shell.set-login-item', null],
    ['shell.open-external', { url: ['https://github.com'] }],
  ])('refuses wrong parameters of %s', async (name, params) => {
    expect(await app.desktop.call(name, params)).toMatchObject({
      ok: false,
      error: { code: 'INVALID_PARAMS' },
    });
  });

  test.each(['shell.exec', 'constructor', '__proto__', 'toString', '', 7, null])(
    'knows no call %j',
    async (name) => {
      expect(await app.desktop.call(name, {})).toMatchObject({ error: { code: 'UNKNOWN_CALL' } });
    },
  );

  test('says what the program is', async () => {
    expect(await app.desktop.call('shell.info', {})).toMatchObject({
      ok: true,
      result: { platform: process.platform, packaged: false, secretsNotice: null },
    });
  });

  test('copies, opens the own folders, and changes the theme', async () => {
    await app.desktop.call('shell.copy-text', { text: 'a text' });
    await app.desktop.call('shell.open-path', { place: 'config' });
    await app.desktop.call('shell.open-path', { place: 'logs' });
    await app.desktop.call('shell.set-theme', { theme: 'dark' });
    const record = await app.desktop.ask('record');
    expect(record.clipboard).toBe('a text');
    expect(record.openedPaths[0]).toBe(apps.home.configDir);
    expect(record.openedPaths[1]).toMatch(/logs$/);
    expect(record.themeSource).toBe('dark');
  });

  test('opens https links only, unknown hosts after a yes', async () => {
    const open = (url: string) => app.desktop.call('shell.open-external', { url });
    const opened = async () => (await app.desktop.ask('record')).openedLinks;
    for (const url of ['http://github.com/', 'file:///etc/passwd', 'javascript:alert(1)', 'x']) {
      expect(await open(url)).toEqual({ ok: true, result: { opened: false } });
    }
    expect(await opened()).toEqual([]);
    expect(await open('https://ollama.com/library')).toMatchObject({ result: { opened: true } });
    expect((await app.desktop.ask('record')).questions).toEqual([]);

    await app.desktop.ask('press-button', 1);
    expect(await open('https://unknown.example/a')).toMatchObject({ result: { opened: false } });
    await app.desktop.ask('press-button', 0);
    expect(await open('https://unknown.example/b')).toMatchObject({ result: { opened: true } });
    expect(await opened()).toEqual(['https://ollama.com/library', 'https://unknown.example/b']);
    expect((await app.desktop.ask('record')).questions).toHaveLength(2);
  });

  test('tells why there are no updates, and does not pretend to look', async () => {
    const off = { ok: true, result: { kind: 'off', reason: expect.any(String) } };
    expect(await app.desktop.call('shell.update-state', {})).toEqual(off);
    expect(await app.desktop.call('shell.check-for-updates', {})).toEqual(off);
    expect(await app.desktop.call('shell.install-update', {})).toMatchObject({
      error: { code: 'NOT_AVAILABLE' },
    });
  });

  test('the page itself gets answers and events through the preload script', async () => {
    const page = await app.page();
    const answer = await page.evaluate(() =>
      (
        window as unknown as {
          woollamaShell: { call(name: string, params: unknown): Promise<unknown> };
        }
      ).woollamaShell.call('shell.router-state', {}),
    );
    expect(answer).toMatchObject({ ok: true, result: { kind: 'running' } });
    await app.desktop.ask('click-application-menu', ['File', 'Settings…']);
    await page.getByText('{"event":"navigate","data":{"page":"settings"}}').waitFor();
  });

  test('a page that crashed is loaded again, and says so', async () => {
    const page = await app.page();
    await app.desktop.ask('page-crashed');
    await page.getByText('The page stopped working').waitFor();
    const items = await eventually(
      () => page.locator('#events li').allTextContents(),
      (all) => all.length > 0,
    );
    expect(items).toHaveLength(1);
  });
});
