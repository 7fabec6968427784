import { describe, expect, it } from 'vitest';
import { hasDesktop as routerHasDesktop } from '../router/cli/has-desktop.ts';
import { chooseHost, failureMark, hasDesktop } from './choose-host.mjs';

const NOW = 1_000_000_000;
const DAY = 86_400_000;
const MAIN = '/p/out/main/index.js';
const ELECTRON = '/p/node_modules/electron';
const INSTALLED = { [`${ELECTRON}/path.txt`]: 'electron', [`${ELECTRON}/dist/electron`]: '' };
const DESKTOP = { DISPLAY: ':0' };

interface Situation {
  readonly args?: readonly string[];
  readonly env?: Record<string, string>;
  readonly platform?: NodeJS.Platform;
  readonly files?: Record<string, string>;
  readonly built?: boolean;
}

function choose({
  args = [],
  env = DESKTOP,
  platform = 'linux',
  files = {},
  built = true,
}: Situation) {
  const all: Record<string, string> = { ...(built && { [MAIN]: '' }), ...files };
  return chooseHost({
    root: '/p',
    args,
    env,
    platform,
    files: { exists: (path: string) => path in all, read: (path: string) => all[path] },
    nowMs: NOW,
  });
}

const inBrowser = (reason: string) => ({ kind: 'router', args: ['serve', '--open'], reason });

describe('chooseHost', () => {
  it('is the app where it is installed and somebody sits, with all arguments', () => {
    expect(choose({ files: INSTALLED, args: ['--no-demo', '--what'] })).toEqual({
      kind: 'app',
      program: `${ELECTRON}/dist/electron`,
      args: ['/p', '--no-demo', '--what'],
    });
  });

  it('never is the app with --headless, and needs no reason then', () => {
    const args = ['--headless', '--address', ':1'];
    expect(choose({ files: INSTALLED, args })).toEqual({
      kind: 'router',
      args: ['serve', ...args],
      reason: undefined,
    });
  });

  it('downloads Electron once, for somebody at a desktop', () => {
    expect(choose({})).toEqual({ kind: 'download' });
    expect(choose({ env: {}, platform: 'darwin' })).toEqual({ kind: 'download' });
  });

  it('takes a half-way installation for none', () => {
    expect(choose({ files: { [`${ELECTRON}/dist/electron`]: '' } })).toEqual({ kind: 'download' });
    expect(choose({ files: { [`${ELECTRON}/path.txt`]: 'electron' } })).toEqual({
      kind: 'download',
    });
  });

  it.each([
    [{ env: {} }, 'there is no desktop session'],
    [{ env: { SSH_CONNECTION: '1' }, platform: 'darwin' as const }, 'there is no desktop session'],
    [{ env: { ...DESKTOP, CI: 'true' }, files: INSTALLED }, 'this is a CI run'],
    [{ built: false, files: INSTALLED }, 'it is not built'],
    [{ env: { ...DESKTOP, ELECTRON_SKIP_BINARY_DOWNLOAD: '1' } }, 'Electron is not installed'],
    [
      { env: { ...DESKTOP, ELECTRON_OVERRIDE_DIST_PATH: '/nonexistent' }, files: INSTALLED },
      'ELECTRON_OVERRIDE_DIST_PATH holds no Electron',
    ],
  ])('is a browser for %j', (situation, reason) => {
    expect(choose(situation)).toEqual(inBrowser(reason));
  });

  it('does not download again within a day after it failed', () => {
    const failed = (agoMs: number) => ({ [failureMark('/p')]: String(NOW - agoMs) });
    expect(choose({ files: failed(DAY - 1) })).toMatchObject({ kind: 'router' });
    expect(choose({ files: failed(DAY - 1) })).toHaveProperty(
      'reason',
      expect.stringContaining('could not be downloaded'),
    );
    expect(choose({ files: failed(DAY) })).toEqual({ kind: 'download' });
    expect(choose({ files: { ...failed(0), ...INSTALLED } })).toMatchObject({ kind: 'app' });
  });

  it.each([
    ['linux', 'electron'],
    ['darwin', 'Electron.app/Contents/MacOS/Electron'],
    ['win32', 'electron.exe'],
  ] as const)('takes an Electron of one’s own on %s', (platform, name) => {
    const env = { ...DESKTOP, ELECTRON_OVERRIDE_DIST_PATH: '/own' };
    expect(choose({ env, platform, files: { [`/own/${name}`]: '' } })).toMatchObject({
      kind: 'app',
      program: `/own/${name}`,
    });
  });
});

describe('hasDesktop', () => {
  const values = [undefined, '', 'x'];
  const environments = values.flatMap((DISPLAY) =>
    values.flatMap((WAYLAND_DISPLAY) =>
      values.flatMap((SSH_CONNECTION) =>
        values.map((CI) => ({ DISPLAY, WAYLAND_DISPLAY, SSH_CONNECTION, CI })),
      ),
    ),
  );

  it.each(['linux', 'darwin', 'win32', 'freebsd'] as const)(
    'is the same as the router’s on %s',
    (platform) => {
      for (const env of environments) {
        expect(hasDesktop(env, platform), JSON.stringify(env)).toBe(
          routerHasDesktop(env, platform),
        );
      }
    },
  );
});
