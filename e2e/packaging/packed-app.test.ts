/** The app as electron-builder packs it, as far as that goes without Electron's binary. */
import { extractAll, extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import { FuseState } from '@electron/fuses/dist/constants.js';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import manifest from '../../package.json' with { type: 'json' };
import { createHome, startRouter } from '../fixtures/router-process.ts';
import { makeFakeElectron } from './fake-electron.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);

let dir = '';
let asar = '';

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'woollama-packed-'));
  const electron = join(dir, 'electron');
  makeFakeElectron(electron, manifest.devDependencies.electron);
  const builder = join(ROOT, 'node_modules', 'electron-builder', 'cli.js');
  const args = ['--linux', 'dir', '--x64', '--publish', 'never'];
  const config = [
    `-c.electronDist=${electron}`,
    `-c.directories.output=${join(dir, 'dist')}`,
    '-c.publish.provider=github',
    '-c.publish.owner=somebody',
    '-c.publish.repo=woollama',
  ];
  await run(process.execPath, [builder, ...args, ...config], { cwd: ROOT });
  asar = join(dir, 'dist', 'linux-unpacked', 'resources', 'app.asar');
}, 60_000);

afterAll(() => rmSync(dir, { recursive: true, force: true }));

const files = () => listPackage(asar, { isPack: false }).map((path) => path.replaceAll('\\', '/'));
const read = (path: string) => extractFile(asar, path).toString('utf8');

describe('what is inside', () => {
  test.each([
    'out/main/index.js',
    'out/main/preload.cjs',
    'out/router-process.js',
    'out/node-runner.js',
    'out/ui/index.html',
    'out/ui/licences.json',
    'out/defaults/mcp.json',
    'out/servers/hello.js',
    'resources/icons/tray-idle.png',
    'LICENSE',
  ])('%s', (path) => expect(files()).toContain(`/${path}`));

  test('the manifest names the entry, and no tool of development', () => {
    const packed = JSON.parse(read('package.json'));
    expect(packed).toMatchObject({ main: 'out/main/index.js', version: manifest.version });
    expect(packed.devDependencies).toBeUndefined();
    expect(files()).toContain(`/${packed.main}`);
  });

  test('no sources, tests, source maps or node_modules', () => {
    const strange = files().filter((path) =>
      /^\/(node_modules|router|renderer|main|e2e|scripts|bench)\b|\.(map|ts|tsx)$|test/.test(path),
    );
    expect(strange).toEqual([]);
  });

  test('the main process loads nothing but Electron and Node', () => {
    const loaded = files()
      .filter((path) => /^\/out\/main\/.*\.js$/.test(path))
      .flatMap((path) => staticImports(read(path.slice(1))));
    const foreign = loaded.filter((name) => !name.startsWith('.') && !isBuiltin(name));
    expect([...new Set(foreign)]).toEqual(['electron']);
  });

  test('every file the window names is there', () => {
    const html = read('out/ui/index.html');
    const named = [...html.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, path]) => path);
    expect(named.length).toBeGreaterThan(1);
    for (const path of named) expect(files()).toContain(`/out/ui/${path}`);
  });

  test('nothing that looks like a secret, and no path of the machine it was built on', () => {
    const texts = files().filter((path) => /\.(js|cjs|json|toml|html)$/.test(path));
    for (const path of texts.filter((one) => !one.endsWith('licences.json'))) {
      const text = read(path.slice(1));
      expect([path, text.includes(ROOT)]).toEqual([path, false]);
      expect([path, /sk-[A-Za-z0-9]{20}|ghp_[A-Za-z0-9]{20}/.test(text)]).toEqual([path, false]);
    }
  });

  test('it is small', () => {
    expect(statSync(asar).size).toBeLessThan(16_000_000);
  });
});

test('the binary may do no more than it must', async () => {
  const wire = await getCurrentFuseWire(join(dir, 'dist', 'linux-unpacked', manifest.name));
  expect(wire.version).toBe(FuseVersion.V1);
  const state = (fuse: FuseV1Options) => wire[fuse] === FuseState.ENABLE;
  expect({
    runAsNode: state(FuseV1Options.RunAsNode),
    nodeOptions: state(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    inspect: state(FuseV1Options.EnableNodeCliInspectArguments),
    fileProtocol: state(FuseV1Options.GrantFileProtocolExtraPrivileges),
    cookieEncryption: state(FuseV1Options.EnableCookieEncryption),
    asarIntegrity: state(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyAsar: state(FuseV1Options.OnlyLoadAppFromAsar),
  }).toEqual({
    runAsNode: false,
    nodeOptions: false,
    inspect: false,
    fileProtocol: false,
    cookieEncryption: true,
    asarIntegrity: true,
    onlyAsar: true,
  });
});

test('the app knows where its updates are', () => {
  const update = readFileSync(
    join(dir, 'dist', 'linux-unpacked', 'resources', 'app-update.yml'),
    'utf8',
  );
  expect(update).toContain('provider: github');
  expect(update).toContain('repo: woollama');
});

test('the router runs from what was packed, with its own tools', async () => {
  const packed = join(dir, 'extracted');
  extractAll(asar, packed);
  const home = createHome();
  const router = await startRouter(home, [], join(packed, 'out', 'woollama.js'));
  try {
    const body = {
      model: 'woollama/streamer',
      messages: [{ role: 'user', content: 'count to 3' }],
    };
    const answer = await fetch(`${router.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('3')]);
    expect((await fetch(`${router.origin}/ui/`)).status).toBe(200);
  } finally {
    await router.stop();
    home.remove();
  }
});

/** What a bundle names in its own import statements; strings inside the code do not count. */
function staticImports(code: string): string[] {
  const found = code.matchAll(/(?:^|[;\n}])(?:import|export)\b[^;'"]*?["']([^"']+)["']/g);
  return [...found].map(([, name = '']) => name);
}

function isBuiltin(name: string): boolean {
  return process.getBuiltinModule(name) !== undefined;
}
