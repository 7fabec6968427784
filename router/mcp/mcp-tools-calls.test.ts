import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { ToolProgress } from '#core/ports/tools.ts';
import { Harness, scripted, textOf } from './fixtures/harness.ts';

const harness = new Harness();

beforeAll(async () => {
  harness.apply({ s: scripted(), quick: scripted([], { timeout: 0.3 }), fatal: scripted() });
  await Promise.all(['s', 'quick', 'fatal'].map((name) => harness.reached(name, 'connected')));
});
afterAll(() => harness.tools.stop());

describe('a result', () => {
  test('comes as the server sent it', async () => {
    expect(await harness.call('s.echo', { a: [1, { b: null }] })).toEqual({
      content: [{ type: 'text', text: 'echo' }],
      structuredContent: { a: [1, { b: null }] },
    });
  });

  test('that breaks its output schema is a tool error, with what the server wrote', async () => {
    expect(await harness.call('s.undeclared')).toEqual({
      isError: true,
      content: [
        {
          type: 'text',
          text:
            'Tool "undeclared" of server "s" broke its own output schema: ' +
            "/ must have required property 'result'",
        },
        { type: 'text', text: 'x' },
      ],
    });
  });

  test('survives being cut in the middle of its characters', async () => {
    expect(textOf(await harness.call('s.split'))).toBe('grüße 👩‍👩‍👧 ✓');
  });

  test('of a server that floods stderr arrives, and only the last lines are kept', async () => {
    const before = process.memoryUsage().rss;
    expect(textOf(await harness.call('s.flood'))).toBe('flooded');
    const stderr = harness.status('s').stderr ?? [];
    expect(stderr).toHaveLength(200);
    expect(stderr.at(-1)).toBe('after the flood');
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  }, 15_000);

  test.each([
    ['s.refuse', 'The server refused the call: not today'],
    ['s.nonsense', 'The server sent an unusable answer'],
  ])('%s is a failure for the model to read', async (name, text) => {
    expect(await harness.call(name)).toEqual({ isError: true, content: [{ type: 'text', text }] });
  });
});

describe('progress', () => {
  test('arrives complete, in order and only for its own call', async () => {
    const seen: ToolProgress[][] = [[], []];
    await Promise.all(
      seen.map((list) => harness.call('s.burst', {}, { onProgress: (one) => list.push(one) })),
    );
    const expected = [1, 2, 3].map((step) => ({
      progress: step,
      total: 3,
      message: `step ${step}`,
    }));
    expect(seen).toEqual([expected, expected]);
  });

  test('is never lost when it comes in the same breath as the result', async () => {
    let seen = 0;
    for (let round = 0; round < 60; round++) {
      await harness.call('s.burst', {}, { onProgress: () => seen++ });
    }
    expect(seen).toBe(180);
  });

  test('a listener that throws does not harm the call', async () => {
    const onProgress = (): void => {
      throw new TypeError('careless');
    };
    expect(textOf(await harness.call('s.burst', {}, { onProgress }))).toBe('burst');
  });
});

describe('time-outs', () => {
  test('a silent call is given up and cancelled at the server', async () => {
    await expect(harness.call('quick.never')).rejects.toMatchObject({
      code: 'TOOL_TIMEOUT',
      message: 'Tool quick.never was silent for 0.3 s',
    });
    expect(JSON.parse(textOf(await harness.call('quick.cancellations')))).toHaveLength(1);
  });

  test('progress keeps a long call alive, also when nobody listens', async () => {
    const startedAt = performance.now();
    const result = await harness.call('quick.slow', { steps: 4, delayMs: 150 });
    expect(textOf(result)).toBe('slow');
    expect(performance.now() - startedAt).toBeGreaterThan(500);
  });
});

describe('cancelling', () => {
  test('rejects and reaches the server', async () => {
    const before = JSON.parse(textOf(await harness.call('s.cancellations'))) as number[];
    const controller = new AbortController();
    const call = harness.call('s.never', {}, { signal: controller.signal });
    const echoed = await harness.call('s.echo');
    expect(echoed.isError).toBeUndefined();
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    const after = JSON.parse(textOf(await harness.call('s.cancellations'))) as number[];
    expect(after).toHaveLength(before.length + 1);
  });

  test('before the call keeps it from being sent', async () => {
    const call = harness.call('s.never', {}, { signal: AbortSignal.abort() });
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  test('many calls with one signal leave no listeners on it', async () => {
    const { signal } = new AbortController();
    const warnings: Error[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning);
    process.on('warning', onWarning);
    await Promise.all(Array.from({ length: 9 }, () => harness.call('s.echo', {}, { signal })));
    for (let round = 0; round < 30; round++) await harness.call('s.echo', {}, { signal });
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
  });
});

describe('a server that dies during a call', () => {
  test('rejects the call, with the reason', async () => {
    const waiting = expect(harness.call('fatal.never')).rejects.toMatchObject({
      code: 'TOOLS_UNAVAILABLE',
    });
    await expect(harness.call('fatal.die')).rejects.toThrow(
      'Tool server "fatal": The process exited with code 7. Last line on stderr: the disk is on fire',
    );
    await waiting;
    await harness.reached('fatal', 'connected');
    expect(textOf(await harness.call('fatal.echo'))).toBe('echo');
  });
});

describe('a changing tool list', () => {
  test('is read again, once for several hints in a row', async () => {
    const before = harness.tools.list();
    const announced = harness.published.length;
    await harness.call('s.grow', { name: 'new_tool' });
    await harness.until('new tool', () => harness.tools.find('s.new_tool') !== undefined);
    expect(harness.tools.list()).toHaveLength(before.length + 1);
    expect(harness.tools.list()).not.toBe(before);
    expect(textOf(await harness.call('s.new_tool'))).toBe('I am new_tool');
    expect(harness.published.slice(announced)).toEqual([
      { kind: 'tools-changed', server: 's', tools: harness.status('s').tools },
    ]);
  });

  test('that did not really change keeps the same array', async () => {
    const before = harness.tools.list();
    await harness.call('s.grow', { name: 'another_tool' });
    await harness.until('another tool', () => harness.tools.find('s.another_tool') !== undefined);
    const changed = harness.tools.list();
    expect(changed).not.toBe(before);
    await harness.call('s.echo');
    expect(harness.tools.list()).toBe(changed);
  });

  test('that changes while it is read for the first time is read again', async () => {
    harness.apply({ late: scripted(['--late-tool']) });
    await harness.until('late tool', () => harness.tools.find('late.late') !== undefined);
  });
});
