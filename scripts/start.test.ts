import type { ChildProcess } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failureMark } from './choose-host.mjs';
import { createProject, ended, type Project } from './fixtures/create-project.ts';

/** Says when it listens to signals, tells of them, and ends a little after the first. */
const PRETENDED_ROUTER = `
setInterval(() => {}, 1000);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    console.log('heard', signal);
    setTimeout(() => process.exit(7), 300);
  });
}
console.log('called', process.pid);
`;

// Real processes take their time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

let project: Project;

beforeEach(() => {
  project = createProject();
});

afterEach(() => project.remove());

/** Resolves as soon as the router printed that. */
function said(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve) => {
    child.stdout?.on('data', (text: string) => {
      const match = pattern.exec(text);
      if (match) resolve(match);
    });
  });
}

describe('npm start', () => {
  it('installs, builds, and runs the router with the given flags', async () => {
    project.write('router/main.js', `console.log(process.argv.slice(2).join(' '))`);
    const { code, out, err } = await ended(
      project.start(['scripts/start.mjs', '--headless', '--port', '80']),
    );
    expect({ code, out }).toEqual({ code: 0, out: 'serve --headless --port 80\n' });
    expect(err.split('\n')).toHaveLength(3);
  });

  it('says why there is no app, and lets the router open a browser', async () => {
    project.write('router/main.js', `console.log(process.argv.slice(2).join(' '))`);
    const { out, err } = await ended(project.start(['scripts/start.mjs', '--no-demo']));
    expect(out).toBe('serve --no-demo --open\n');
    expect(err).toContain(
      'The desktop app is not available here (it is not built); the same window runs in your browser.\n',
    );
  });

  it("ends with the router's own exit code", async () => {
    project.write('router/main.js', `process.exitCode = 2`);
    expect((await ended(project.start(['scripts/start.mjs']))).code).toBe(2);
  });

  it('does not start anything when installing failed', async () => {
    const child = project.start(['scripts/start.mjs'], { NPM_FAILS: '1' });
    expect(await ended(child)).toMatchObject({ code: 1, out: '' });
  });

  describe.skipIf(process.platform === 'win32')('and signals', () => {
    beforeEach(() => project.write('router/main.js', PRETENDED_ROUTER));

    it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
      'hands on %s once, however often it arrives',
      async (signal) => {
        const child = project.start(['scripts/start.mjs']);
        const end = ended(child);
        await said(child, /called/);
        child.kill(signal);
        await said(child, /heard/);
        child.kill(signal);
        const { code, out } = await end;
        expect(out.match(/heard \w+/g)).toEqual([`heard ${signal}`]);
        expect(code).toBe(7);
      },
    );

    it('does not leave the router behind when it is killed itself', async () => {
      const child = project.start(['scripts/start.mjs']);
      const end = ended(child);
      await said(child, /called/);
      child.kill('SIGKILL');
      // The router holds our end of the pipe: the stream closes when it is gone.
      expect((await end).out).toContain('heard SIGTERM');
    });

    it('reports a router that was killed as a shell would', async () => {
      const child = project.start(['scripts/start.mjs']);
      const end = ended(child);
      const [, pid] = await said(child, /called (\d+)/);
      process.kill(Number(pid), 'SIGKILL');
      expect((await end).code).toBe(137);
    });
  });
});

describe.skipIf(process.platform === 'win32')('npm start at a desktop', () => {
  const DESKTOP = { CI: '', DISPLAY: ':99', ELECTRON_OVERRIDE_DIST_PATH: '' };
  const start = (env: NodeJS.ProcessEnv = {}) =>
    project.start(['scripts/start.mjs', '--no-demo'], { ...DESKTOP, ...env });

  beforeEach(() => {
    project.write('main/main.js', '');
    project.write('router/main.js', `console.log('router', process.argv.slice(2).join(' '))`);
  });

  /** An Electron that is a shell script. */
  function pretendElectron(path: string, script: string): void {
    project.write(path, `#!/bin/sh\n${script}\n`);
    chmodSync(join(project.root, path), 0o755);
  }

  /** The package's installer, which npm brings along. */
  function pretendInstaller(script: string): void {
    project.write('npm/electron/install.js', script);
  }

  const INSTALLS = `
    const { chmodSync, mkdirSync, writeFileSync } = require('node:fs');
    require('node:fs').appendFileSync('build.log', 'download\\n');
    mkdirSync(__dirname + '/dist');
    writeFileSync(__dirname + '/dist/electron', '#!/bin/sh\\necho app "$@"\\n');
    chmodSync(__dirname + '/dist/electron', 0o755);
    writeFileSync(__dirname + '/path.txt', 'electron');
  `;
  const FAILS = `
    require('node:fs').appendFileSync('build.log', 'download\\n');
    console.error('HTTPError: 403');
    process.exit(1);
  `;
  const downloads = () => project.runs('build.log').filter((line) => line === 'download').length;

  it('runs the app that somebody brought, with the flags, and ends as it did', async () => {
    pretendElectron('own/electron', 'echo app "$@"; exit 0');
    const { code, out } = await ended(
      start({ ELECTRON_OVERRIDE_DIST_PATH: `${project.root}/own` }),
    );
    expect({ code, out }).toEqual({
      code: 0,
      out: `app ${project.root} --no-demo\n`,
    });
  });

  it('downloads Electron once', async () => {
    pretendInstaller(INSTALLS);
    const { out, err } = await ended(start());
    expect(out).toMatch(/^app /);
    expect(err).toContain('Downloading Electron (about 110 MB) ...\n');
    expect(await ended(start())).toMatchObject({ out, err: '' });
    expect(downloads()).toBe(1);
  });

  it('falls back when the download failed, and does not try again that day', async () => {
    pretendInstaller(FAILS);
    const first = await ended(start());
    expect(first.out).toBe('router serve --no-demo --open\n');
    expect(first.err).toContain('The download failed: HTTPError: 403\n');
    expect(first.err).toContain('Electron could not be downloaded');
    const second = await ended(start());
    expect(second.out).toBe(first.out);
    expect(second.err).not.toContain('Downloading');
    expect(downloads()).toBe(1);
  });

  it('starts nothing and remembers no failure when it is ended while it downloads', async () => {
    pretendInstaller(`require('node:fs').writeFileSync('begun', ''); setInterval(() => {}, 1000);`);
    const child = start();
    const end = ended(child);
    await vi.waitFor(() => expect(existsSync(join(project.root, 'begun'))).toBe(true), 20_000);
    child.kill('SIGTERM');
    expect((await end).out).toBe('');
    expect(existsSync(failureMark(project.root))).toBe(false);
  });

  it('does not download anything with --headless, in CI or without a desktop', async () => {
    pretendInstaller(INSTALLS);
    await ended(project.start(['scripts/start.mjs', '--headless'], DESKTOP));
    await ended(start({ CI: '1' }));
    await ended(start({ DISPLAY: '', WAYLAND_DISPLAY: '' }));
    expect(downloads()).toBe(0);
  });

  it('falls back when the app cannot come up', async () => {
    pretendElectron('own/electron', 'echo "no usable sandbox" >&2; exit 133');
    const { code, out, err } = await ended(
      start({ ELECTRON_OVERRIDE_DIST_PATH: `${project.root}/own` }),
    );
    expect({ code, out }).toEqual({ code: 0, out: 'router serve --no-demo --open\n' });
    expect(err).toContain('no usable sandbox');
    expect(err).toContain('(it ended at once with code 133)');
  });

  it('hands a signal on to the app, and starts nothing else then', async () => {
    pretendElectron(
      'own/electron',
      `trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.05; done`,
    );
    const child = start({ ELECTRON_OVERRIDE_DIST_PATH: `${project.root}/own` });
    const end = ended(child);
    await said(child, /up/);
    child.kill('SIGTERM');
    expect(await end).toMatchObject({ code: 3, out: 'up\nbye\n' });
  });
});
