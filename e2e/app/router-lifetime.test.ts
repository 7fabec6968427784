/** The router as a supervised child: it dies, comes back, waits for its files, ends with the app. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { descendants, eventually, isAlive } from '../fixtures/router-process.ts';
import { electronBinary, type LaunchedApp } from './launch-app.ts';
import { trayIcon, trayLines } from './tray.ts';
import { BARE_UI, routerPid, untilRunning, withApps } from './with-app.ts';

describe.skipIf(electronBinary() !== undefined)('the supervised router', () => {
  const apps = withApps();
  let app: LaunchedApp;

  beforeAll(async () => {
    app = await apps.launch({ uiDir: BARE_UI });
  });
  beforeEach(() => untilRunning(app));

  const untilTray = (text: string) =>
    eventually(
      () => trayLines(app.desktop),
      (lines) => lines[0]?.startsWith(text) ?? false,
    );

  test('killed, it is missed at once and comes back at the same address', async () => {
    const page = await app.page();
    const pid = await routerPid(app);
    await app.desktop.ask('click-tray-menu', ['Copy base_url']);
    process.kill(pid, 'SIGKILL');
    await untilTray('Stopped, starting again soon');
    expect(await trayIcon(app.desktop)).toBe('stopped');
    await page.getByText('"kind":"restarting"').first().waitFor();
    await untilRunning(app);
    expect(await routerPid(app)).not.toBe(pid);
    await page.getByText('"kind":"running"').first().waitFor();
    const { clipboard, notifications } = await app.desktop.ask('record');
    expect((await fetch(`${clipboard}/models`)).status).toBe(200);
    expect(notifications).toContainEqual({
      title: 'The router stopped',
      body: 'It is started again.',
    });
  });

  test('servers on the own Node end with the router and start with the next one', async () => {
    const pids = async () => (await app.desktop.ask('record')).utilityPids;
    const servers = Object.entries(await pids()).filter(([name]) => name.includes('server'));
    const before = servers.map(([, pid]) => pid).filter(isAlive);
    expect(before.length).toBe(2);
    process.kill(await routerPid(app), 'SIGKILL');
    await eventually(
      () => before.filter(isAlive),
      (alive) => alive.length === 0,
      5_000,
    );
    await untilRunning(app);
  });

  test('restarted from the tray, it is another one and no breakdown', async () => {
    const pid = await routerPid(app);
    const before = (await app.desktop.ask('record')).notifications.length;
    await app.desktop.ask('click-tray-menu', ['Restart router']);
    await eventually(
      () => routerPid(app),
      (now) => now !== pid,
    );
    await untilRunning(app);
    expect(isAlive(pid)).toBe(false);
    expect((await app.desktop.ask('record')).notifications.length).toBe(before);
  });

  test('restarted on its own wish', async () => {
    const pid = await routerPid(app);
    const page = await app.page();
    await page.evaluate(() =>
      fetch('/control/router.restart', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      }).then((response) => response.status),
    );
    await eventually(
      () => routerPid(app),
      (now) => now !== pid,
    );
  });

  test('a file that cannot be read stops it for good, until the file is saved again', async () => {
    apps.home.write('recipes.toml', '[recipes.x\n');
    await app.desktop.ask('click-tray-menu', ['Restart router']);
    await untilTray('Stopped: ');
    expect(await app.desktop.call('shell.router-state', {})).toMatchObject({
      result: {
        kind: 'stopped',
        issues: [{ file: join(apps.home.configDir, 'recipes.toml'), line: 1 }],
      },
    });
    await app.desktop.call('shell.open-path', { place: 'config' });
    expect((await app.desktop.ask('record')).openedPaths).toContain(apps.home.configDir);
    apps.home.write('recipes.toml', '');
    await untilRunning(app);
  });

  test('a server that is down makes the tray say so, by its name', async () => {
    const bad = { command: join(apps.home.dir, 'not-there') };
    apps.home.write('mcp.json', JSON.stringify({ mcpServers: { bad } }));
    await untilTray('Degraded: server bad is down');
    expect(await trayIcon(app.desktop)).toBe('degraded');
    apps.home.write('mcp.json', '{"mcpServers":{}}');
    await untilTray('Running');
  }, 30_000);
});

describe.skipIf(electronBinary() !== undefined)('a dying app', () => {
  const apps = withApps();

  test('SIGTERM quits in order', async () => {
    const app = await apps.launch({ args: ['--hidden'], uiDir: BARE_UI });
    await untilRunning(app);
    const children = descendants(app.pid);
    process.kill(app.pid, 'SIGTERM');
    expect(await app.exited).toBe(0);
    expect(children.filter(isAlive)).toEqual([]);
    expect(existsSync(apps.home.socket)).toBe(false);
  });

  test('kill -9 of the app leaves no child after five seconds', async () => {
    const app = await apps.launch({ args: ['--hidden'], uiDir: BARE_UI });
    await untilRunning(app);
    const children = descendants(app.pid);
    expect(children.length).toBeGreaterThanOrEqual(3);
    process.kill(app.pid, 'SIGKILL');
    await eventually(
      () => children.filter(isAlive),
      (alive) => alive.length === 0,
      5_000,
    );
  });

  test('asked to quit while the router starts, it leaves nothing', async () => {
    const app = await apps.launch({ args: ['--hidden'], uiDir: BARE_UI });
    const pid = await eventually(
      () => routerPid(app),
      (now) => now > 0,
    );
    await app.desktop.ask('quit').catch(() => undefined);
    expect(await app.exited).toBe(0);
    expect(isAlive(pid)).toBe(false);
  });
});
