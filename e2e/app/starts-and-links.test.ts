/** Starting twice, starting hidden, links from elsewhere, secrets from one start to the next. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { beforeAll, describe, expect, test } from 'vitest';

import { eventually } from '../fixtures/router-process.ts';
import { electronBinary, userDataOf, type LaunchedApp } from './launch-app.ts';
import { trayLines } from './tray.ts';
import { BARE_UI, routerPid, untilRunning, withApps } from './with-app.ts';

const LINK =
  'woollama://add-server?name=notes&config=' +
  encodeURIComponent('{"command":"touch","args":["/tmp/never-made-by-a-link"]}');

describe.skipIf(electronBinary() !== undefined)('starts and links', () => {
  const apps = withApps();
  const bare = { uiDir: BARE_UI };
  let app: LaunchedApp;

  beforeAll(async () => {
    app = await apps.launch({ ...bare, args: ['--hidden'] });
    await untilRunning(app);
  });

  const windows = async () => (await app.desktop.ask('record')).windows.length;
  const events = (page: Page) => page.locator('#events li').allTextContents();

  test('the first start shows the window even if it was started hidden', async () => {
    expect(await windows()).toBe(1);
  });

  test('a second start shows the window of the first and ends by itself', async () => {
    await app.desktop.ask('close-window');
    const pid = await routerPid(app);
    const second = await apps.launch(bare);
    expect(await second.exited).toBe(0);
    await eventually(windows, (count) => count === 1);
    expect(await routerPid(app)).toBe(pid);
  });

  test('a link of a second start is shown for review and does nothing else', async () => {
    await app.desktop.ask('close-window');
    const second = await apps.launch({ ...bare, args: [LINK] });
    expect(await second.exited).toBe(0);
    const page = await app.page();
    const [first] = await eventually(
      () => events(page),
      (all) => all.length > 0,
    );
    const { event, data } = JSON.parse(first ?? '') as { event: string; data: { text: string } };
    expect(event).toBe('link-opened');
    expect(JSON.parse(data.text)).toEqual({
      mcpServers: { notes: { command: 'touch', args: ['/tmp/never-made-by-a-link'] } },
    });
    expect((await trayLines(app.desktop)).join()).not.toContain('notes');
  });

  test.each([
    'woollama://run?command=rm',
    'woollama://add-server?name=../../x&config={}',
    'woollama://add-server?name=a&config=nonsense',
    `woollama://add-server?name=a&config=${'x'.repeat(40_000)}`,
  ])('a link that is not understood is only a notice (%#)', async (link) => {
    const page = await app.page();
    const before = (await events(page)).length;
    await app.desktop.ask('open-url', link);
    const all = await eventually(
      () => events(page),
      (now) => now.length > before,
    );
    expect(all.at(-1)).toContain('"event":"notice"');
  });

  test('a later hidden start shows no window; the place of the window is remembered', async () => {
    await app.close();
    const hidden = await apps.launch({ ...bare, args: ['--hidden'] });
    await untilRunning(hidden);
    expect((await hidden.desktop.ask('record')).windows).toEqual([]);
    await hidden.desktop.ask('click-tray-menu', ['Open Woollama']);
    const [window] = (await hidden.desktop.ask('record')).windows;
    expect(window?.bounds).toEqual({ x: 40, y: 30, width: 1120, height: 740 });
    await hidden.close();
  });
});

describe.skipIf(electronBinary() !== undefined)('secrets', () => {
  const apps = withApps();
  const CANARY = 'canary-secret-5417';
  const bare = { uiDir: BARE_UI };

  /** As the window's pages do it. */
  async function control(app: LaunchedApp, method: string, params: object): Promise<unknown> {
    const page = await app.page();
    return page.evaluate(
      async ([path, body]) => {
        const headers = { 'content-type': 'application/json' };
        const response = await fetch(path, { method: 'POST', headers, body });
        return (await response.json()) as unknown;
      },
      [`/control/${method}`, JSON.stringify(params)] as const,
    );
  }

  test('survive a restart of router and app, encrypted, in a file of the owner', async () => {
    const first = await apps.launch(bare);
    await untilRunning(first);
    await control(first, 'secrets.set', { name: 'SPEC_KEY', value: CANARY });
    const kept = { keeper: 'app', secrets: [{ name: 'SPEC_KEY', hidesEnvironment: false }] };
    expect(await control(first, 'secrets.list', {})).toMatchObject(kept);
    await first.desktop.ask('click-tray-menu', ['Restart router']);
    await untilRunning(first);
    expect(await control(first, 'secrets.list', {})).toMatchObject(kept);
    await first.close();

    const file = join(userDataOf(apps.home), 'secrets.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).not.toContain(CANARY);
    expect(readFileSync(file, 'utf8')).toContain('SPEC_KEY');

    const second = await apps.launch(bare);
    await untilRunning(second);
    expect(await control(second, 'secrets.list', {})).toMatchObject(kept);
    await second.close();
  });

  test('that cannot be decrypted are kept, reported, and back when the keychain is', async () => {
    const locked = await apps.launch({ ...bare, env: { STAND_IN_KEY: 'another' } });
    await untilRunning(locked);
    expect(await control(locked, 'secrets.list', {})).toMatchObject({ secrets: [] });
    expect(await trayLines(locked.desktop)).toContain('Waiting for you: 1');
    expect(await locked.desktop.call('shell.info', {})).toMatchObject({
      result: { secretsNotice: expect.stringContaining('SPEC_KEY') },
    });
    await locked.close();

    const open = await apps.launch(bare);
    await untilRunning(open);
    expect(await control(open, 'secrets.list', {})).toMatchObject({
      secrets: [{ name: 'SPEC_KEY' }],
    });
    await control(open, 'secrets.remove', { name: 'SPEC_KEY' });
    const file = join(userDataOf(apps.home), 'secrets.json');
    expect(readFileSync(file, 'utf8')).not.toContain('SPEC_KEY');
  });
});
