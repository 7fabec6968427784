import { afterEach, describe, expect, test } from 'vitest';

import { Harness, scripted, textOf } from './fixtures/harness.ts';

let harness = new Harness();

afterEach(() => harness.tools.stop());

async function connected(servers: Parameters<Harness['apply']>[0]): Promise<void> {
  harness = new Harness();
  harness.apply(servers);
  await Promise.all(Object.keys(servers).map((name) => harness.reached(name, 'connected')));
}

describe('the prefix of a server', () => {
  test('changes names without a restart, and announces it', async () => {
    await connected({ a: scripted() });
    const { structuredContent } = await harness.call('a.pids');
    for (const [prefix, name] of [
      [false, 'pids'],
      ['x', 'x.pids'],
      [undefined, 'a.pids'],
    ] as const) {
      const list = harness.tools.list();
      const events = harness.published.length;
      harness.apply({ a: scripted([], prefix === undefined ? {} : { prefix }) });
      expect(harness.tools.list()).not.toBe(list);
      expect(harness.tools.list().map((tool) => tool.name)).toContain(name);
      expect(harness.published.slice(events)).toEqual([
        { kind: 'tools-changed', server: 'a', tools: list.length },
      ]);
      expect(harness.tool(name).modelName).toBe('mcp__a__pids');
      expect((await harness.call(name)).structuredContent).toEqual(structuredContent);
    }
  });

  test('is written in calls, and filters still see the bare tool', async () => {
    await connected({ a: scripted([], { prefix: 'x', tools: { allow: ['echo'] } }) });
    expect(harness.tools.list().map((tool) => tool.name)).toEqual(['x.echo']);
    expect(textOf(await harness.call('x__echo'))).toBe('echo');
  });

  test('of a server that is not connected changes nothing but its name', () => {
    harness = new Harness();
    harness.apply({ a: scripted([], { disabled: true }) });
    const events = harness.published.length;
    harness.apply({ a: scripted([], { disabled: true, prefix: 'x' }) });
    expect(harness.published).toHaveLength(events);
    expect(harness.tools.serverOf('x.anything')).toBe('a');
  });

  test('is known to serverOf', async () => {
    await connected({ a: scripted([], { prefix: 'x' }), bare: scripted([], { prefix: false }) });
    const { tools } = harness;
    expect(tools.serverOf('x.*')).toBe('a');
    expect(tools.serverOf('a.*')).toBe('a');
    expect(tools.serverOf('echo')).toBe('bare');
    expect(tools.serverOf('mcp__bare__echo')).toBe('bare');
    expect(tools.serverOf('no-such-tool')).toBeUndefined();
    harness.apply({ bare: scripted([], { prefix: false, disabled: true }) });
    expect(tools.serverOf('echo')).toBeUndefined();
  });

  test('that another server has for its name means that server', () => {
    harness = new Harness();
    const off = { disabled: true };
    harness.apply({
      a: scripted([], { ...off, prefix: 'b' }),
      b: scripted([], off),
      c: scripted([], { ...off, prefix: 'd' }),
      d: scripted([], { ...off, prefix: 'e' }),
    });
    expect(harness.tools.serverOf('b.*')).toBe('b');
    expect(harness.tools.serverOf('d.*')).toBe('c');
  });
});

test('a collision is logged once while it lasts, and again when it comes back', async () => {
  await connected({ a: scripted(['--tools', 'echo']) });
  const told = (): number =>
    harness.logged.filter((line) => line.message.startsWith('tool left out')).length;
  expect(told()).toBe(1);
  await harness.call('a.grow', { name: 'new' });
  await harness.until('new tool', () => harness.tools.find('a.new') !== undefined);
  expect(told()).toBe(1);
  harness.apply({});
  harness.apply({ a: scripted(['--tools', 'echo']) });
  await harness.reached('a', 'connected');
  expect(told()).toBe(2);
});
