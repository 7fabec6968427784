/** The stand-in is as strict as Electron where a mistake would not show otherwise. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { RUN_MAIN } from './launch-app.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'woollama-stand-in-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function runMain(source: string): Promise<{ code: number; errors: string }> {
  const main = join(dir, 'main.mjs');
  writeFileSync(main, source);
  const child = spawn(process.execPath, [RUN_MAIN, main, `--user-data-dir=${dir}`], {
    env: { ...process.env, STAND_IN_EVALUATED_MS: '500' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number];
  return { code, errors };
}

test('a main module that waits for ready at its top level never starts', async () => {
  const { code, errors } = await runMain(
    "import { app } from 'electron'; await app.whenReady(); app.quit();",
  );
  expect(code).toBe(70);
  expect(errors).toContain('waits for something that comes only after it');
});

test('one that waits in a callback does', async () => {
  const { code } = await runMain(
    "import { app } from 'electron'; app.whenReady().then(() => app.quit());",
  );
  expect(code).toBe(0);
});

test.each([['protocol.registerSchemesAsPrivileged([])', 'must be called before the app is ready']])(
  'too late for %s',
  async (call, problem) => {
    const { code, errors } = await runMain(
      `import { app, protocol } from 'electron'; app.whenReady().then(() => ${call});`,
    );
    expect(code).not.toBe(0);
    expect(errors).toContain(problem);
  },
);

test.each([
  ["new Tray({ path: '' })", 'Tray'],
  ["utilityProcess.fork('x')", 'utilityProcess'],
  ['new BrowserWindow({})', 'BrowserWindow'],
])('too early for %s', async (call, name) => {
  const { errors } = await runMain(
    `import { BrowserWindow, Tray, utilityProcess } from 'electron'; ${call};`,
  );
  expect(errors).toContain(`${name} cannot be used before the app is ready`);
});
