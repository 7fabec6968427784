import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';

import { createMemoryMeter } from './memory-meter.ts';

const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = once(child, 'exit');
    process.kill(-Number(child.pid), 'SIGKILL');
    await gone;
  }
});

/** In a process group of its own, as servers are; resolves when it says that it is ready. */
async function startGroup(script: string): Promise<number> {
  const child = spawn('/bin/sh', ['-c', script], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  await once(child.stdout, 'data');
  return Number(child.pid);
}

const NODE = `"${process.execPath}" -e 'console.log(1); setInterval(() => {}, 1000)'`;

function meter(servers: Readonly<Record<string, number>>) {
  const clock = { now: 0 };
  const processes = vi.fn(() => new Map(Object.entries(servers)));
  return { clock, processes, measure: createMemoryMeter({ processes, now: () => clock.now }) };
}

test.runIf(process.platform === 'linux')('counts what a wrapper started', async () => {
  const wrapper = await startGroup(`${NODE} & wait`);
  const { measure } = meter({ wrapped: wrapper, own: process.pid });
  const bytes = await measure();
  // A shell needs a few megabytes at most, a Node some forty.
  expect(bytes.get('wrapped')).toBeGreaterThan(20_000_000);
  expect(bytes.get('own')).toBeGreaterThan(20_000_000);
});

test('leaves out a process that has ended, alone or beside others', async () => {
  const pid = await startGroup('echo 1');
  const [child] = children;
  if (child?.exitCode === null) await once(child, 'exit');
  expect(await meter({ ended: pid }).measure()).toEqual(new Map());
  const both = await meter({ ended: pid, own: process.pid }).measure();
  expect([...both.keys()]).toEqual(['own']);
});

test('without a process there is nothing to measure', async () => {
  expect(await meter({}).measure()).toEqual(new Map());
});

test('is asked at most every two seconds, also while an answer is on its way', async () => {
  const { clock, processes, measure } = meter({ own: process.pid });
  const first = measure();
  clock.now = 60_000;
  expect(measure()).toBe(first);
  await first;
  clock.now += 1999;
  expect(measure()).toBe(first);
  clock.now += 1;
  expect(measure()).not.toBe(first);
  expect(processes).toHaveBeenCalledTimes(2);
});
