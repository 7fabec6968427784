import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { JsonObject } from '#core/ports/tools.ts';
import { unaskablePeer } from '../clients/unaskable-peer.ts';
import type { Exchange } from './method.ts';
import { openProgressLine } from './progress-line.ts';

let told: JsonObject[];
const BEAT = 15_000;

beforeEach(() => {
  told = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

function exchange(token: string | undefined = 'mine'): Exchange {
  return {
    client: 'host',
    view: {
      tools: () => [],
      findTool: () => undefined,
      prompts: () => [],
      findPrompt: () => undefined,
      displaced: () => [],
    },
    seat: undefined,
    peer: unaskablePeer('p', 'host'),
    signal: new AbortController().signal,
    progressToken: () => token,
    wantsLog: () => true,
    notify: (_method, params) => void told.push(params),
  };
}

const values = () => told.map(({ progress }) => Number(progress));

test('what a server says goes on as it is', () => {
  const line = openProgressLine(exchange(), BEAT);
  line.report({ progress: 1, total: 4, message: 'one', odd: true });
  line.end();
  expect(told).toEqual([
    { progress: 1, total: 4, message: 'one', odd: true, progressToken: 'mine' },
  ]);
});

test('silence is broken from time to time, by values that rise and overtake nothing', () => {
  const line = openProgressLine(exchange(), BEAT);
  line.report({ progress: 1, total: 4 });
  vi.advanceTimersByTime(BEAT - 1);
  expect(told).toHaveLength(1);
  vi.advanceTimersByTime(1 + BEAT);
  line.report({ progress: 2, total: 4 });
  line.end();
  expect(told[1]).toMatchObject({ message: 'still running, 15 s', progressToken: 'mine' });
  expect(told[2]).toMatchObject({ message: 'still running, 30 s' });
  expect(values()).toEqual(values().toSorted((a, b) => a - b));
  expect(new Set(values()).size).toBe(4);
  expect(values()[2]).toBeLessThan(1.001);
  expect(values()[3]).toBe(2);
});

test.each([0, 1e12, -5])(
  'for hours beside %d they still rise and stay below the next step',
  (start) => {
    const line = openProgressLine(exchange(), BEAT);
    line.report({ progress: start });
    vi.advanceTimersByTime(BEAT * 2_000);
    line.end();
    const all = values();
    expect(all).toHaveLength(2_001);
    for (const [at, value] of all.entries())
      if (at > 0) expect(value).toBeGreaterThan(all[at - 1] ?? NaN);
    expect(all.at(-1)).toBeLessThan(start + 2);
  },
);

test('a server that begins at 0 after a sign of life goes on above it', () => {
  const line = openProgressLine(exchange(), BEAT);
  vi.advanceTimersByTime(BEAT);
  line.report({ progress: 0, message: 'begin' });
  line.report({ progress: 1 });
  line.end();
  expect(values()).toEqual(values().toSorted((a, b) => a - b));
  expect(told[1]).toMatchObject({ message: 'begin' });
  expect(values()[1]).toBeGreaterThan(values()[0] ?? NaN);
});

test('whatever a server says puts the next sign of life off', () => {
  const line = openProgressLine(exchange(), BEAT);
  vi.advanceTimersByTime(BEAT - 1);
  line.report({ progress: 1 });
  vi.advanceTimersByTime(BEAT - 1);
  expect(told).toHaveLength(1);
  line.end();
});

test('after the end there are none, and none for a client that wants no progress', () => {
  const line = openProgressLine(exchange(), BEAT);
  line.end();
  vi.advanceTimersByTime(BEAT * 3);
  const other = openProgressLine({ ...exchange(), progressToken: () => undefined }, BEAT);
  other.report({ progress: 1 });
  vi.advanceTimersByTime(BEAT * 3);
  other.end();
  expect(told).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

test('a later request of the same call may want it, and what it missed is held', () => {
  let token: string | undefined;
  const held: JsonObject[] = [];
  const line = openProgressLine(
    {
      ...exchange(),
      progressToken: () => token,
      holdProgress: (progress) => void held.push(progress),
    },
    BEAT,
  );
  line.report({ progress: 1 });
  vi.advanceTimersByTime(BEAT * 2);
  expect(held).toEqual([{ progress: 1 }]);
  token = 'later';
  vi.advanceTimersByTime(BEAT);
  line.report({ progress: 2 });
  line.end();
  expect(told).toMatchObject([
    { message: 'still running, 45 s', progressToken: 'later' },
    { progress: 2, progressToken: 'later' },
  ]);
});
