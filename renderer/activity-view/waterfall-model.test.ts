import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { ActivityCall, ActivityRequest, ActivityTurn } from '#contract/activity.ts';
import { percentOf, toWaterfall } from './waterfall-model.ts';

const START = 1_000_000;

const request = (parts: Partial<ActivityRequest> = {}): ActivityRequest => ({
  id: 'req_1',
  surface: 'openai',
  operation: '/v1/chat/completions',
  client: '',
  startedAt: START,
  state: 'running',
  turns: [],
  calls: [],
  ...parts,
});

const turn = (number: number, from: number, to?: number): ActivityTurn => ({
  turn: number,
  model: 'demo/tools',
  startedAt: START + from,
  ...(to !== undefined && { endedAt: START + to }),
});

const call = (callId: string, from: number, more: Partial<ActivityCall> = {}): ActivityCall => ({
  callId,
  turn: 1,
  tool: 'hello.count_to',
  argumentsPreview: '{}',
  startedAt: START + from,
  state: 'running',
  ...more,
});

describe('toWaterfall', () => {
  test('turns and calls stand where they happened, in the order they began', () => {
    const done = request({
      state: 'ok',
      durationMs: 1_000,
      turns: [turn(1, 0, 200), turn(2, 800, 1_000)],
      calls: [call('a', 200, { state: 'ok', durationMs: 600 })],
    });
    const { rows, spanMs } = toWaterfall(done, START + 9_999);
    expect(spanMs).toBe(1_000);
    expect(rows.map(({ key, bar }) => [key, bar.left, bar.width])).toEqual([
      ['turn 1', 0, 20],
      ['call a', 20, 60],
      ['turn 2', 80, 20],
    ]);
  });

  test('what runs reaches to now', () => {
    const running = request({ turns: [turn(1, 0, 500)], calls: [call('a', 500)] });
    const { rows, spanMs } = toWaterfall(running, START + 2_000);
    expect(spanMs).toBe(2_000);
    expect(rows[1]?.bar).toEqual({ left: 25, width: 75 });
  });

  test('a call that was left open when its request ended stops there', () => {
    const cut = request({ state: 'cancelled', durationMs: 400, calls: [call('a', 100)] });
    expect(toWaterfall(cut, START + 9_999).rows[0]?.bar).toEqual({ left: 25, width: 75 });
  });

  test('an end that is told after the request’s still fits', () => {
    const late = request({
      state: 'cancelled',
      durationMs: 100,
      calls: [call('a', 0, { state: 'cancelled', durationMs: 200 })],
    });
    expect(toWaterfall(late, START).spanMs).toBe(200);
  });

  test('without turns there are no rows, but an axis', () => {
    const { rows, spanMs, ticks } = toWaterfall(request(), START);
    expect([rows, spanMs, ticks]).toEqual([[], 1, [0]]);
  });

  test('bars never leave the axis, whatever the clocks say', () => {
    const place = fc.integer({ min: -5_000, max: 5_000 });
    fc.assert(
      fc.property(place, place, fc.integer({ min: 0, max: 4_000 }), (from, to, durationMs) => {
        const odd = request({ state: 'ok', durationMs, turns: [turn(1, from, to)] });
        const { left = NaN, width = NaN } = toWaterfall(odd, START).rows.at(0)?.bar ?? {};
        expect(left).toBeGreaterThanOrEqual(0);
        expect(width).toBeGreaterThan(0);
        expect(left + width).toBeLessThanOrEqual(100 + 1e-9);
      }),
    );
  });

  test.each([
    [900, [0, 500]],
    [1_000, [0, 500]],
    [1_600, [0, 500, 1_000]],
    [7_000, [0, 2_000, 4_000, 6_000]],
    [4, [0, 1, 2, 3]],
  ])('the axis of %d ms has round places', (durationMs, ticks) => {
    expect(toWaterfall(request({ state: 'ok', durationMs }), START).ticks).toEqual(ticks);
  });
});

test.each([
  [{ progress: 3, total: 10 }, 30],
  [{ progress: 12, total: 10 }, 100],
  [{ progress: -1, total: 10 }, 0],
  [{ progress: 3 }, undefined],
  [{ progress: 3, total: 0 }, undefined],
  [{}, undefined],
])('%j is so many percent: %s', (parts, percent) => {
  expect(percentOf(call('a', 0, parts))).toBe(percent);
});
