/** What the window shows of servers: all their tools, their output, their processes; and restarts. */
import { afterEach, describe, expect, test, vi } from 'vitest';

import { entryOf, Harness, scripted } from './fixtures/harness.ts';

const CANARY = 'canary-0123456789abcdef';
let harness = new Harness();

afterEach(() => harness.tools.stop());

async function connected(
  servers: Parameters<Harness['apply']>[0],
  options: ConstructorParameters<typeof Harness>[0] = {},
): Promise<void> {
  harness = new Harness(options);
  harness.apply(servers);
  await Promise.all(Object.keys(servers).map((name) => harness.reached(name, 'connected')));
}

const permissions = (server: string): Map<string, boolean> =>
  new Map(
    harness.tools
      .inventory()
      .filter((info) => info.server === server)
      .map((info) => [info.tool, info.permitted]),
  );

describe('the inventory', () => {
  test('has what mcp.json switches off, marked, and follows an edit', async () => {
    await connected({ a: scripted([], { tools: { deny: ['d*'] } }), b: scripted() });
    expect(permissions('a').get('die')).toBe(false);
    expect(permissions('a').get('echo')).toBe(true);
    expect(permissions('b').get('die')).toBe(true);
    expect(harness.tools.find('a.die')).toBeUndefined();
    const events = harness.published.length;
    harness.apply({ a: scripted([], { tools: { allow: ['die'] } }), b: scripted() });
    expect(permissions('a').get('die')).toBe(true);
    expect(permissions('a').get('echo')).toBe(false);
    expect(harness.published.slice(events)).toEqual([
      { kind: 'tools-changed', server: 'a', tools: 1 },
    ]);
  });

  test('is the same object until something changes, also for a tool nobody may use', async () => {
    await connected({ a: scripted([], { tools: { allow: ['grow'] } }) });
    const before = harness.tools.inventory();
    expect(harness.tools.inventory()).toBe(before);
    const events = harness.published.length;
    await harness.call('a.grow', { name: 'sprout' });
    await harness.until('a change', () => harness.published.length > events);
    expect(harness.published.at(-1)).toEqual({ kind: 'tools-changed', server: 'a', tools: 1 });
    expect(permissions('a').get('sprout')).toBe(false);
    expect(harness.tools.inventory()).not.toBe(before);
  });

  test('forgets the tools of a server that is gone or restarts', async () => {
    const hidden = scripted([], { tools: { allow: [] } });
    await connected({ a: hidden, b: hidden });
    expect(permissions('a').size).toBeGreaterThan(8);
    harness.apply({ b: hidden });
    expect(permissions('a').size).toBe(0);
    harness.tools.restart('b');
    expect(harness.tools.inventory()).toEqual([]);
    await harness.reached('b', 'connected');
    expect(permissions('b').size).toBeGreaterThan(8);
  });
});

describe('the status of a server', () => {
  test('tells its process, since when it is connected and how often anew', async () => {
    let now = 1000;
    await connected({ a: scripted() }, { clock: () => now });
    const first = harness.status('a');
    expect(first).toMatchObject({ connectedAt: 1000, restarts: 0 });
    const { structuredContent } = await harness.call('a.pids');
    expect(first.pid).toBe(structuredContent?.['own']);

    now = 2000;
    expect(harness.tools.restart('a')).toBe(true);
    expect(harness.status('a')).toMatchObject({ state: 'starting', restarts: 0 });
    expect(harness.status('a')).not.toHaveProperty('pid');
    expect(harness.status('a')).not.toHaveProperty('connectedAt');
    await harness.reached('a', 'connected');
    expect(harness.status('a')).toMatchObject({ connectedAt: 2000, restarts: 1 });
    expect(harness.status('a').pid).not.toBe(first.pid);

    await expect(harness.call('a.die')).rejects.toMatchObject({ code: 'TOOLS_UNAVAILABLE' });
    await harness.until('a new connection', () => harness.status('a').restarts === 2);
    expect(harness.status('a').state).toBe('connected');
  });

  test('names no process of one that has ended', async () => {
    const limits = { connectTimeoutMs: 4000, callTimeoutMs: 5000, retryMaxMs: 0 };
    harness = new Harness({ limits });
    harness.apply({ a: scripted(['--exit-at-once']) });
    await harness.reached('a', 'failed');
    expect(harness.status('a')).not.toHaveProperty('pid');
    expect(harness.status('a')).not.toHaveProperty('connectedAt');
    expect(harness.status('a').restarts).toBe(0);
  });
});

describe('a restart', () => {
  test('tries a failed server again at once', async () => {
    harness = new Harness();
    harness.apply({ a: entryOf({ command: 'no-such-command-anywhere' }) });
    await harness.reached('a', 'failed');
    expect(harness.tools.restart('a')).toBe(true);
    expect(harness.status('a')).toMatchObject({ state: 'starting', attempts: 0 });
    expect(harness.status('a')).not.toHaveProperty('reason');
    await harness.reached('a', 'failed');
  });

  test('does not wait for the next retry', async () => {
    const limits = { connectTimeoutMs: 4000, callTimeoutMs: 5000, retryMaxMs: 3_600_000 };
    harness = new Harness({ limits, random: () => 0.99 });
    harness.apply({ a: scripted(['--exit-at-once']) });
    await harness.reached('a', 'retrying');
    expect(harness.tools.restart('a')).toBe(true);
    expect(harness.status('a').state).toBe('starting');
    expect(harness.status('a')).not.toHaveProperty('nextRetryAt');
    await harness.reached('a', 'retrying');
    // The retry itself would have been the second attempt.
    expect(harness.status('a').attempts).toBe(1);
  });

  test('is refused for a name nobody has, and after the end', async () => {
    await connected({ a: scripted() });
    expect(harness.tools.restart('nobody')).toBe(false);
    await harness.tools.stop();
    expect(harness.tools.restart('a')).toBe(false);
  });
});

describe('what servers write to stderr', () => {
  test('is passed on with the name of the server, secrets masked', async () => {
    const told: string[] = [];
    const output = (server: string, show: () => string): unknown =>
      told.push(`${server}: ${show()}`);
    harness = new Harness({ output });
    harness.apply({ a: scripted(['--exit-at-once', '--secret', CANARY]) });
    await harness.reached('a', 'retrying');
    expect(told[0]).toBe('a: cannot start: no token [secret]');
    expect(told.join()).not.toContain('canary');
  });

  test('costs nothing where nobody looks, however much it is', async () => {
    let lines = 0;
    await connected({ a: scripted() }, { output: () => void (lines += 1) });
    await harness.call('a.flood');
    await vi.waitFor(() => expect(lines).toBeGreaterThan(490_000), 5000);
  });
});

test('memory is measured of servers with a process', async () => {
  await connected({ a: scripted() });
  harness.apply({ a: scripted(), off: scripted([], { disabled: true }) });
  const memory = await harness.tools.memory();
  expect([...memory.keys()]).toEqual(['a']);
  expect(memory.get('a')).toBeGreaterThan(20_000_000);
});
