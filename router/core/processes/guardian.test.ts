import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { afterEach, describe, expect, test, vi } from 'vitest';

import { recordingLogger, type LogLine } from '../../mcp/fixtures/harness.ts';
import { isRunning } from '../../mcp/fixtures/is-running.ts';
import { createGuardian, type Guardian } from './guardian.ts';

const DOOMED_ROUTER = fileURLToPath(
  new URL('../../mcp/fixtures/doomed-router.ts', import.meta.url),
);
const STUBBORN = "process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)";

const guardians: Guardian[] = [];
const started: ChildProcess[] = [];

afterEach(async () => {
  await Promise.all(guardians.splice(0).map((guardian) => guardian.stop()));
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

function newGuardian(logged: LogLine[] = []): Guardian {
  const guardian = createGuardian(recordingLogger(logged));
  guardians.push(guardian);
  return guardian;
}

async function startStubborn(): Promise<number> {
  const child = spawn(process.execPath, ['-e', STUBBORN], { detached: true });
  started.push(child);
  await once(child.stdout, 'data');
  return child.pid ?? 0;
}

function gone(pid: number): Promise<void> {
  return vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 5000, interval: 50 });
}

function shellsOfThisProcess(): number[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,comm='], { encoding: 'utf8' });
  return rows
    .split('\n')
    .map((row) => row.trim().split(/\s+/))
    .filter(([, parent, name]) => Number(parent) === process.pid && /\bsh$/.test(name ?? ''))
    .map(([pid]) => Number(pid));
}

describe.skipIf(process.platform === 'win32')('the guardian', () => {
  test('leaves no process behind when the router is killed', async () => {
    const router = spawn(process.execPath, [DOOMED_ROUTER], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    started.push(router);
    const [line] = await once(createInterface({ input: router.stdout }), 'line');
    const pids = JSON.parse(String(line)) as number[];
    expect(pids.map(isRunning)).toEqual([true, true, true]);
    router.kill('SIGKILL');
    await Promise.all(pids.map(gone));
  }, 15_000);

  test('ends what it watches and spares what it was told to forget', async () => {
    const guardian = newGuardian();
    const [watched, forgotten] = await Promise.all([startStubborn(), startStubborn()]);
    guardian.watch(forgotten);
    guardian.watch(watched);
    guardian.forget(forgotten);
    await guardian.stop();
    await gone(watched);
    expect(isRunning(forgotten)).toBe(true);
  });

  test('is replaced when somebody ends it', async () => {
    const logged: LogLine[] = [];
    const guardian = newGuardian(logged);
    const watched = await startStubborn();
    guardian.watch(watched);
    // One that dies at once is not replaced, or a broken shell would be started for ever.
    await sleep(1100);
    for (const shell of shellsOfThisProcess()) process.kill(shell, 'SIGKILL');
    await vi.waitFor(() => expect(logged).toHaveLength(1));
    expect(isRunning(watched)).toBe(true);
    await guardian.stop();
    await gone(watched);
  });

  test('stops at once when there is nothing to end', async () => {
    const guardian = newGuardian();
    guardian.watch(2 ** 22 + 1);
    guardian.forget(2 ** 22 + 1);
    const startedAt = performance.now();
    await guardian.stop();
    await guardian.stop();
    expect(performance.now() - startedAt).toBeLessThan(900);
  });
});
