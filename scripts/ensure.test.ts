import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createProject, ended, type Ended, type Project } from './fixtures/create-project.ts';

// Real processes take their time on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let project: Project;

beforeEach(() => {
  project = createProject();
});

afterEach(() => project.remove());

/** Calls an exported function of a script in a process of its own, as `npm start` would. */
function call(script: string, name: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const code = `
    const script = await import('./scripts/${script}.mjs');
    await script.${name}().catch((error) => { console.error(error.message); process.exitCode = 1; });
  `;
  return ended(project.start(['--input-type=module', '--eval', code], env));
}

const install = (env?: NodeJS.ProcessEnv) => call('ensure-installed', 'ensureInstalled', env);
const build = () => call('ensure-built', 'ensureBuilt');

describe('ensureInstalled', () => {
  it('installs once what the lock file names, development tools included, and says so in one line', async () => {
    const first = await install();
    expect(first.err).toMatch(/^Installing dependencies with npm ci .*\n$/);
    expect(await install()).toEqual({ code: 0, out: '', err: '' });
    expect(project.runs('npm.log')).toEqual(['ci --include=dev']);
  });

  it('installs again when the lock file is newer', async () => {
    await install();
    project.touch('package-lock.json');
    expect((await install()).err).toContain('package-lock.json is newer');
    expect(project.runs('npm.log')).toHaveLength(2);
  });

  it('installs again when Node is missing, as after an install without scripts', async () => {
    await install();
    rmSync(join(project.root, 'node_modules/.bin'), { recursive: true, force: true });
    rmSync(join(project.root, 'node_modules/node'), { recursive: true, force: true });
    expect((await install()).err).toContain('Node 24 is missing');
    expect(project.runs('npm.log')).toHaveLength(2);
  });

  it('resolves versions anew without a lock file', async () => {
    rmSync(join(project.root, 'package-lock.json'));
    await install();
    expect(project.runs('npm.log')).toEqual(['install --include=dev']);
  });

  it('explains a failure with what npm said', async () => {
    const { code, err } = await install({ NPM_FAILS: '1' });
    expect(code).toBe(1);
    expect(err).toContain('ENOTFOUND');
    expect(err).toContain('npm ci failed');
  });

  it('runs npm once when two start at the same time', async () => {
    const both = await Promise.all([install(), install()]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(project.runs('npm.log')).toHaveLength(1);
  });

  it('takes over the lock of a process that died', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    const { out } = await ended(
      project.start([
        '--input-type=module',
        '--eval',
        `import { lockFolder } from './scripts/lock.mjs';
         process.stdout.write(lockFolder('install ${project.root}'));`,
      ]),
    );
    mkdirSync(out);
    writeFileSync(join(out, 'pid'), String(pid));
    expect((await install()).code).toBe(0);
    expect(project.runs('npm.log')).toHaveLength(1);
  });
});

describe('ensureBuilt', () => {
  beforeEach(async () => {
    await install();
    await build();
  });

  it('builds once with the command of package.json', async () => {
    expect(await build()).toEqual({ code: 0, out: '', err: '' });
    expect(project.runs('build.log').sort()).toEqual(['programs', 'ui']);
  });

  it.each([
    ['router/main.js', ['programs']],
    ['resources/defaults/mcp.json', ['programs']],
    ['rolldown.config.ts', ['programs']],
    ['renderer/index.html', ['ui']],
    ['router/contract/api.js', ['programs', 'ui']],
    ['main/bridge/preload.js', ['programs', 'ui']],
    ['package.json', ['programs', 'ui']],
  ])('builds again when %s changed: %j', async (path, builds) => {
    project.touch(path);
    await build();
    expect(project.runs('build.log').slice(2).sort()).toEqual(builds);
  });

  it.each([
    ['out/servers', 'programs'],
    ['out/ui', 'ui'],
  ])('builds again when the last build did not finish: %s', async (folder, what) => {
    rmSync(join(project.root, folder), { recursive: true });
    await build();
    expect(project.runs('build.log').slice(2)).toEqual([what]);
  });

  it('says that a build failed, and why', async () => {
    const failing = 'console.error("no such module"); process.exitCode = 3;';
    project.write('node_modules/builder/build.mjs', failing);
    project.touch('router/main.js');
    const { code, err } = await build();
    expect(code).toBe(1);
    expect(err).toContain('no such module');
    expect(err).toContain('build failed (npm run build)');
  });
});
