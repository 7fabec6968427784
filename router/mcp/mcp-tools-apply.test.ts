import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, test, vi } from 'vitest';

import { Harness, scripted, textOf } from './fixtures/harness.ts';
import { isRunning } from './fixtures/is-running.ts';

let harness = new Harness();

afterEach(() => harness.tools.stop());

/** Starts a fresh harness with these servers and waits until all are connected. */
async function connected(servers: Parameters<Harness['apply']>[0]): Promise<void> {
  harness = new Harness();
  harness.apply(servers);
  await Promise.all(Object.keys(servers).map((name) => harness.reached(name, 'connected')));
}

async function pidOf(server: string): Promise<number> {
  const result = await harness.call(`${server}.pids`);
  return Number(result.structuredContent?.['own']);
}

function statesOf(server: string): string[] {
  return harness.published.flatMap((event) =>
    event.kind === 'server-changed' && event.server === server ? [event.state] : [],
  );
}

describe('apply', () => {
  test('starts, stops and restarts only what differs', async () => {
    await connected({ same: scripted(), changed: scripted(), removed: scripted() });
    const pids = {
      same: await pidOf('same'),
      changed: await pidOf('changed'),
      removed: await pidOf('removed'),
    };
    const before = harness.published.length;
    harness.apply({ same: scripted(), changed: scripted(['--noise']), added: scripted() });
    await harness.reached('changed', 'connected');
    await harness.reached('added', 'connected');
    expect(await pidOf('same')).toBe(pids.same);
    expect(await pidOf('changed')).not.toBe(pids.changed);
    expect(harness.tools.servers().map((server) => server.name)).toEqual([
      'added',
      'changed',
      'same',
    ]);
    expect(harness.tools.find('removed.echo')).toBeUndefined();
    const touched = harness.published
      .slice(before)
      .map((event) => 'server' in event && event.server);
    expect(touched).not.toContain('same');
    expect(harness.published).toContainEqual({
      kind: 'tools-changed',
      server: 'removed',
      tools: 0,
    });
    await harness.tools.stop();
    expect(isRunning(pids.changed) || isRunning(pids.removed)).toBe(false);
  });

  test('of the same configuration does nothing and keeps the list', async () => {
    await connected({ a: scripted() });
    const list = harness.tools.list();
    const events = harness.published.length;
    harness.apply({ a: scripted() });
    expect(harness.tools.list()).toBe(list);
    expect(harness.published).toHaveLength(events);
    expect(Object.isFrozen(list)).toBe(true);
  });

  test('disables and enables', async () => {
    await connected({ a: scripted() });
    const pid = await pidOf('a');
    harness.apply({ a: scripted([], { disabled: true }) });
    expect(harness.status('a')).toMatchObject({ state: 'disabled', tools: 0, attempts: 0 });
    expect(harness.tools.list()).toEqual([]);
    harness.apply({ a: scripted() });
    await harness.reached('a', 'connected');
    expect(await pidOf('a')).not.toBe(pid);
  });

  test('takes over a new filter or time-out without a restart', async () => {
    await connected({ a: scripted() });
    const pid = await pidOf('a');
    const never = harness.tool('a.never');
    const die = harness.tool('a.die');
    harness.apply({
      a: scripted([], { timeout: 0.2, tools: { allow: ['p*', 'never', 'die'], deny: ['d?e'] } }),
    });
    expect(harness.tools.list().map((tool) => tool.name)).toEqual(['a.never', 'a.pids']);
    expect(await pidOf('a')).toBe(pid);
    const { signal } = new AbortController();
    await expect(harness.tools.call(never, {}, { signal })).rejects.toMatchObject({
      code: 'TOOL_TIMEOUT',
    });
    await expect(harness.tools.call(die, {}, { signal })).rejects.toMatchObject({
      code: 'UNKNOWN_TOOL',
    });
  });
});

describe('calls in flight', () => {
  test('finish on the old connection while new ones go to the new one', async () => {
    await connected({ a: scripted() });
    const pid = await pidOf('a');
    const seen: number[] = [];
    const slow = harness.call(
      'a.slow',
      { steps: 4, delayMs: 150 },
      { onProgress: (one) => seen.push(one.progress) },
    );
    harness.apply({ a: scripted(['--noise']) });
    await harness.reached('a', 'connected');
    expect(await pidOf('a')).not.toBe(pid);
    expect(isRunning(pid)).toBe(true);
    expect(textOf(await slow)).toBe('slow');
    expect(seen).toEqual([1, 2, 3, 4]);
    await harness.tools.stop();
    expect(isRunning(pid)).toBe(false);
  });

  test('concern nobody when their replaced server dies', async () => {
    await connected({ a: scripted() });
    const pid = await pidOf('a');
    const call = expect(harness.call('a.never')).rejects.toMatchObject({
      code: 'TOOLS_UNAVAILABLE',
    });
    harness.apply({ a: scripted(['--noise']) });
    await harness.reached('a', 'connected');
    process.kill(pid, 'SIGKILL');
    await call;
    await harness.call('a.echo');
    expect(statesOf('a')).toEqual(['starting', 'connected', 'starting', 'connected']);
  });

  test('finish also when their server is removed', async () => {
    await connected({ a: scripted() });
    const slow = harness.call('a.slow', { steps: 2, delayMs: 100 });
    const echo = harness.tool('a.echo');
    harness.apply({});
    const { signal } = new AbortController();
    await expect(harness.tools.call(echo, {}, { signal })).rejects.toThrow('not configured');
    expect(textOf(await slow)).toBe('slow');
  });
});

test('calls that do not finish in time are given up, and their process ends', async () => {
  const limits = { connectTimeoutMs: 4000, callTimeoutMs: 0, retryMaxMs: 50, drainMs: 100 };
  harness = new Harness({ limits });
  harness.apply({ a: scripted() });
  await harness.reached('a', 'connected');
  const pid = await pidOf('a');
  const call = expect(harness.call('a.never')).rejects.toMatchObject({ code: 'TOOLS_UNAVAILABLE' });
  harness.apply({});
  await call;
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), 3000);
});

describe('restart', () => {
  test('replaces the process', async () => {
    await connected({ a: scripted() });
    const pid = await pidOf('a');
    harness.tools.restart('a');
    expect(harness.status('a').state).toBe('starting');
    await harness.reached('a', 'connected');
    expect(await pidOf('a')).not.toBe(pid);
    expect(isRunning(pid)).toBe(false);
  });

  test('waits until an idle predecessor has let go of what it holds', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'woollama-lock-'));
    await connected({ a: scripted(['--lock', join(folder, 'lock')]) });
    harness.tools.restart('a');
    await harness.reached('a', 'connected');
    expect(statesOf('a')).toEqual(['starting', 'connected', 'starting', 'connected']);
    await harness.tools.stop();
    rmSync(folder, { recursive: true });
  });

  test('of an unknown server does nothing', () => {
    harness = new Harness();
    harness.tools.restart('nobody');
    expect(harness.tools.servers()).toEqual([]);
  });
});
