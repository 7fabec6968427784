import type { ChildProcess } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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
