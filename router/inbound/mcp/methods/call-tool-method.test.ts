import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { JsonObject } from '#core/ports/tools.ts';
import { RECIPE_HOPS } from '#core/recipe-hops.ts';
import { createFakeMcp } from '#testing/fake-mcp-parts.ts';
import { unaskablePeer } from '../clients/unaskable-peer.ts';
import type { OwnTool } from '../own/view.ts';
import { callTool } from './call-tool-method.ts';
import type { Exchange } from './method.ts';

const BEAT = 15_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

/** A client that calls a tool of the router's own. */
function calling(tool: OwnTool, params: JsonObject = {}) {
  const told: JsonObject[] = [];
  const exchange: Exchange = {
    client: 'host',
    view: {
      tools: () => [tool.raw],
      findTool: () => ({ kind: 'own', tool }),
      prompts: () => [],
      findPrompt: () => undefined,
      displaced: () => [],
    },
    seat: undefined,
    peer: unaskablePeer('p', 'host'),
    signal: new AbortController().signal,
    progressToken: () => 'mine',
    wantsLog: () => true,
    notify: (_method, params) => void told.push(params),
  };
  const { parts, aggregator } = createFakeMcp({ heartbeatMs: BEAT });
  return {
    told,
    aggregator,
    exchange,
    answer: callTool({ name: 'chat', ...params }, exchange, parts),
  };
}

test('a recipe that thinks for long keeps its client waiting, and its own steps rise on', async () => {
  const thought = Promise.withResolvers<void>();
  const { told, answer } = calling({
    raw: { name: 'chat' },
    call: async (_args, { progress }) => {
      progress({ progress: 1, message: 'turn 1' });
      await thought.promise;
      progress({ progress: 2, message: 'turn 2' });
      return { content: [] };
    },
  });
  await vi.advanceTimersByTimeAsync(2 * BEAT);
  thought.resolve();
  expect(await answer).toEqual({ content: [] });
  expect(told.map(({ message }) => message)).toEqual([
    'turn 1',
    'still running, 15 s',
    'still running, 30 s',
    'turn 2',
  ]);
  const values = told.map(({ progress }) => Number(progress));
  expect(values).toEqual(values.toSorted((a, b) => a - b));
  expect(new Set(values).size).toBe(values.length);
  expect(vi.getTimerCount()).toBe(0);
});

test('what servers ask in the middle of a recipe is for the client that called it', async () => {
  const lent: unknown[] = [];
  const { aggregator, exchange, answer } = calling({
    raw: { name: 'chat' },
    call: async (_args, { open }) => {
      lent.push(aggregator.lent.get(open.id));
      return { content: [] };
    },
  });
  await answer;
  expect(lent).toEqual([{ peer: exchange.peer, hops: 0 }]);
  expect(aggregator.lent.size).toBe(0);
});

test('recipes that call each other through several routers are stopped', async () => {
  const hopsSeen: unknown[] = [];
  const call = async (hops: unknown) => {
    const { aggregator, answer } = calling(
      {
        raw: { name: 'chat' },
        call: async (_args, { open }) => {
          hopsSeen.push(aggregator.lent.get(open.id)?.hops);
          return { content: [] };
        },
      },
      { _meta: { [RECIPE_HOPS]: hops } },
    );
    return await answer;
  };
  for (const hops of ['x', -1, 3]) expect(await call(hops)).toEqual({ content: [] });
  expect(hopsSeen).toEqual([0, 0, 3]);
  expect(await call(4)).toMatchObject({
    isError: true,
    content: [{ text: expect.stringContaining('in a circle') }],
    _meta: { 'woollama/code': 'LOOP_DETECTED' },
  });
  expect(hopsSeen).toHaveLength(3);
});
