import { tmpdir } from 'node:os';
import { realpathSync } from 'node:fs';

import { afterEach, describe, expect, test } from 'vitest';

import { entryOf, Harness, scripted, textOf } from './fixtures/harness.ts';
import { isRunning } from './fixtures/is-running.ts';

let harness = new Harness();

afterEach(() => harness.tools.stop());

function start(...options: ConstructorParameters<typeof Harness>): Harness {
  harness = new Harness(...options);
  return harness;
}

function limits(fields: object): ConstructorParameters<typeof Harness>[0] {
  return { limits: { connectTimeoutMs: 4000, callTimeoutMs: 5000, retryMaxMs: 50, ...fields } };
}

describe('connecting', () => {
  test('apply returns at once, and the server comes up with its tools', async () => {
    const { tools, published } = start();
    harness.apply({ a: scripted() });
    expect(harness.status('a')).toMatchObject({ state: 'starting', transport: 'stdio', tools: 0 });
    await harness.reached('a', 'connected');
    expect(harness.status('a')).toMatchObject({ state: 'connected', attempts: 0 });
    expect(tools.find('a.echo')).toMatchObject({
      modelName: 'mcp__a__echo',
      description: 'does echo',
    });
    expect(published.map((event) => event.kind)).toEqual([
      'server-changed',
      'tools-changed',
      'server-changed',
    ]);
  });

  test('all pages of the tool list are read', async () => {
    start().apply({ a: scripted(['--pages']), b: scripted() });
    await harness.reached('a', 'connected');
    await harness.reached('b', 'connected');
    expect(harness.status('a').tools).toBe(harness.status('b').tools);
    expect(harness.status('a').tools).toBeGreaterThan(8);
  });

  test.each([
    [['--many', '2500'], 2000],
    [['--many', '500', '--pages'], 400],
  ])('of an endless tool list (%j) only the beginning is kept', async (flags, kept) => {
    start().apply({ a: scripted(flags) });
    await harness.reached('a', 'connected');
    expect(harness.status('a').tools).toBe(kept);
    await harness.call('a.grow', { name: 'one-more' });
    await harness.call('a.slow', { steps: 3, delayMs: 100 });
    const told = harness.logged.filter((line) => line.message.includes('too many tools'));
    expect(told).toHaveLength(1);
  });

  test('text among the messages is skipped and reported once', async () => {
    start().apply({ a: scripted(['--noise']) });
    await harness.reached('a', 'connected');
    expect(harness.logged.filter((line) => line.message.includes('not MCP'))).toEqual([
      { level: 'warn', facts: { preview: 'Welcome!' }, message: expect.any(String) },
    ]);
  });

  test('the child sees the safe environment, its own env and its folder', async () => {
    const cwd = realpathSync(tmpdir());
    start({ baseEnv: { ...process.env, WOOLLAMA_TOKEN: 'ours' } }).apply({
      a: scripted([], { env: { OWN: 'value' }, cwd }),
    });
    await harness.reached('a', 'connected');
    const environment = JSON.parse(textOf(await harness.call('a.environment'))) as object;
    expect(environment).toMatchObject({ OWN: 'value', PATH: process.env['PATH'] });
    expect(environment).not.toHaveProperty('WOOLLAMA_TOKEN');
    expect(textOf(await harness.call('a.folder'))).toBe(cwd);
  });

  test('twenty servers come up side by side', async () => {
    const names = Array.from({ length: 20 }, (_, at) => `s${at}`);
    start(limits({ connectTimeoutMs: 20_000 })).apply({
      ...Object.fromEntries(names.map((name) => [name, scripted()])),
      hanging: scripted(['--hang']),
    });
    await harness.tools.settled(names, new AbortController().signal);
    expect(names.filter((name) => harness.status(name).state !== 'connected')).toEqual([]);
    const answers = names.map(async (name) => harness.call(`${name}.echo`, { name }));
    expect(
      (await Promise.all(answers)).map((answer) => answer.structuredContent?.['name']),
    ).toEqual(names);
    expect(harness.status('hanging').state).toBe('starting');
  }, 30_000);
});

describe('a server that cannot be used', () => {
  test('whose command does not exist has failed, with advice', async () => {
    start().apply({ a: entryOf({ command: 'no-such-command-anywhere' }) });
    await harness.reached('a', 'failed');
    expect(harness.status('a').reason).toContain(
      'Command "no-such-command-anywhere" was not found',
    );
    expect(harness.status('a').reason).toContain('PATH');
  });

  test('whose folder does not exist has failed, and the command is not blamed', async () => {
    start().apply({ a: scripted([], { cwd: '/no/such/folder' }) });
    await harness.reached('a', 'failed');
    expect(harness.status('a').reason).toContain('"/no/such/folder" (cwd) does not exist');
  });

  test.each([
    [{}, 'needs a "command" or a "url"'],
    [{ type: 'http' }, 'needs a "url"'],
    [{ url: 'not a url' }, 'not a valid URL'],
    [{ url: 'ftp://host/mcp' }, 'must begin with http'],
    [{ url: 'http://me:secret@host/mcp' }, 'user name or password'],
    [{ url: 'http://host/mcp', headers: { 'X-Key': 'se\ncret' } }, 'header "X-Key" is not a legal'],
  ])('%j has failed at once', async (fields, reason) => {
    start().apply({ a: entryOf(fields) });
    await harness.reached('a', 'failed');
    expect(harness.status('a').reason).toContain(reason);
    expect(harness.status('a').reason).not.toMatch(/secret|cret$/);
  });

  test('is tried again and again, with its exit code and last words, but not its secrets', async () => {
    start().apply({
      a: scripted(['--exit-at-once', '--secret', 'tok_123456'], { env: { TOKEN: 'tok_123456' } }),
    });
    await harness.until('third attempt', () => harness.status('a').attempts >= 3);
    const { state, reason, stderr } = harness.status('a');
    expect(state).toBe('retrying');
    expect(reason).toBe(
      'The process exited with code 3. Last line on stderr: cannot start: no token [secret]',
    );
    expect(harness.published.filter((event) => event.kind === 'tools-changed')).toEqual([]);
    expect(JSON.stringify([stderr, harness.published, harness.logged])).not.toContain('tok_123456');
  });

  test('waits longer after each failure, up to the limit', async () => {
    const now = 1_000_000;
    start({ ...limits({ retryMaxMs: 3 }), clock: () => now, random: () => 0.5 }).apply({
      a: scripted(['--exit-at-once']),
    });
    await harness.until('an attempt', () => harness.status('a').attempts === 1);
    expect(harness.status('a').nextRetryAt).toBe(now + 2);
    await harness.tools.stop();
    start({ ...limits({ retryMaxMs: 60_000 }), clock: () => now, random: () => 1 }).apply({
      a: scripted(['--exit-at-once']),
    });
    await harness.reached('a', 'retrying');
    expect(harness.status('a').nextRetryAt).toBe(now + 1000);
  });

  test('is not tried again when retrying is disabled', async () => {
    start(limits({ retryMaxMs: 0 })).apply({ a: scripted(['--exit-at-once']) });
    await harness.reached('a', 'failed');
    expect(harness.status('a').reason).toContain('retry disabled');
  });

  test('that hangs in the handshake is killed after the time-out', async () => {
    start(limits({ connectTimeoutMs: 4_000, retryMaxMs: 60_000 })).apply({
      a: scripted(['--hang']),
    });
    await harness.reached('a', 'retrying');
    expect(harness.status('a').reason).toBe(
      'It did not answer within 4 s. Last line on stderr: thinking about it',
    );
  });

  test('cannot be called', async () => {
    start().apply({ a: scripted() });
    await harness.reached('a', 'connected');
    const tool = harness.tool('a.echo');
    harness.apply({ a: entryOf({ command: 'no-such-command-anywhere' }) });
    await harness.reached('a', 'failed');
    const call = harness.tools.call(tool, {}, { signal: new AbortController().signal });
    await expect(call).rejects.toMatchObject({ code: 'TOOLS_UNAVAILABLE' });
    await expect(call).rejects.toThrow('was not found');
  });
});

describe('a server that dies', () => {
  test('is connected again, its tools unlisted meanwhile', async () => {
    start().apply({ a: scripted() });
    await harness.reached('a', 'connected');
    const first = await harness.call('a.pids');
    process.kill(Number(first.structuredContent?.['own']), 'SIGKILL');
    await harness.reached('a', 'retrying');
    expect(harness.tools.list()).toEqual([]);
    expect(harness.status('a')).toMatchObject({ tools: 0, attempts: 1 });
    expect(harness.status('a').reason).toContain('ended by SIGKILL');
    await harness.reached('a', 'connected');
    const second = await harness.call('a.pids');
    expect(second.structuredContent).not.toEqual(first.structuredContent);
    expect(harness.published.filter((event) => event.kind === 'tools-changed')).toHaveLength(3);
  });

  test('after a stable while starts its back-off anew, but not after a short one', async () => {
    let now = 1_000_000;
    start({ clock: () => now }).apply({ a: scripted() });
    const loseAfter = async (ms: number): Promise<number> => {
      await harness.reached('a', 'connected');
      const { structuredContent } = await harness.call('a.pids');
      now += ms;
      process.kill(Number(structuredContent?.['own']), 'SIGKILL');
      await harness.reached('a', 'retrying');
      return harness.status('a').attempts;
    };
    expect(await loseAfter(9999)).toBe(1);
    expect(await loseAfter(9999)).toBe(2);
    expect(await loseAfter(10_000)).toBe(1);
  });

  test('soon after each start backs off more and more', async () => {
    start().apply({ a: scripted(['--exit-after-start']) });
    await harness.until('third loss', () => harness.status('a').attempts >= 3);
    expect(
      harness.published.some(
        (event) => event.kind === 'server-changed' && event.state === 'connected',
      ),
    ).toBe(true);
  });
});

describe('stopping', () => {
  test('leaves no process, also none of the stubborn ones, and can be repeated', async () => {
    start().apply({ a: scripted(['--stubborn']), b: scripted(), c: scripted(['--hang']) });
    await harness.reached('a', 'connected');
    await harness.reached('b', 'connected');
    const results = await Promise.all([harness.call('a.pids'), harness.call('b.pids')]);
    const pids = results.flatMap((result) =>
      Object.values(result.structuredContent ?? {}).map(Number),
    );
    expect(pids.map(isRunning)).toEqual([true, true, true]);
    const tool = harness.tool('a.echo');
    await Promise.all([harness.tools.stop(), harness.tools.stop()]);
    expect(pids.map(isRunning)).toEqual([false, false, false]);
    expect(harness.tools.list()).toEqual([]);
    const { signal } = new AbortController();
    await expect(harness.tools.call(tool, {}, { signal })).rejects.toMatchObject({
      code: 'TOOLS_UNAVAILABLE',
    });
    harness.apply({ d: scripted() });
    expect(harness.tools.servers().map((server) => server.name)).not.toContain('d');
  }, 15_000);

  test('rejects calls in flight at once', async () => {
    start().apply({ a: scripted() });
    await harness.reached('a', 'connected');
    const call = expect(harness.call('a.never')).rejects.toMatchObject({
      code: 'TOOLS_UNAVAILABLE',
    });
    await harness.tools.stop();
    await call;
  });
});

describe('settled', () => {
  test('waits only for servers that are starting', async () => {
    start(limits({ connectTimeoutMs: 500, retryMaxMs: 60_000 })).apply({
      hanging: scripted(['--hang']),
      missing: entryOf({ command: 'no-such-command-anywhere' }),
      off: scripted([], { disabled: true }),
    });
    const { signal } = new AbortController();
    await harness.tools.settled(['missing', 'off', 'unknown'], signal);
    expect(harness.status('hanging').state).toBe('starting');
    await harness.tools.settled(['hanging', 'missing'], signal);
    expect(harness.status('hanging').state).toBe('retrying');
  });

  test('ends when its caller gives up', async () => {
    start().apply({ hanging: scripted(['--hang']) });
    const controller = new AbortController();
    const settled = harness.tools.settled(['hanging'], controller.signal);
    controller.abort();
    await expect(settled).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('serverOf', () => {
  test('knows configured servers, connected or not', async () => {
    start().apply({
      'my.server': scripted([], { disabled: true }),
      my: scripted([], { disabled: true }),
      'odd name': scripted(),
    });
    const { tools } = harness;
    expect(tools.serverOf('my.server.read')).toBe('my.server');
    expect(tools.serverOf('my.*')).toBe('my');
    expect(tools.serverOf('my__x')).toBe('my');
    expect(tools.serverOf('mcp__my__x')).toBe('my');
    expect(tools.serverOf('other.x')).toBeUndefined();
    await harness.reached('odd name', 'connected');
    const { modelName } = harness.tool('odd name.echo');
    expect(modelName).toMatch(/^mcp_odd_name_echo_/);
    expect(tools.serverOf(modelName)).toBe('odd name');
  });
});
