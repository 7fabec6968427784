import { describe, expect, it } from 'vitest';
import { judge, toRow, turnOrder, type Metric, type Round } from './measure.ts';
import { median, quantile } from './quantile.ts';
import { renderTable } from './report.ts';

function round(oursMs: number, bareMs: number): Round {
  const rest = { count: 1, answered: 1, failed: 0, elapsedMs: 1, p99Ms: 0, firstMs: 0 };
  const slot = (p50Ms: number) => ({ ...rest, p50Ms, payloadBytes: 0, processorMs: undefined });
  return { ours: slot(oursMs), bare: slot(bareMs) };
}

const p50: Metric = {
  name: 'p50',
  unit: 'ms',
  read: (each, participant) => each[participant]?.p50Ms ?? Number.NaN,
  reference: 'bare',
  target: { on: 'quotient', atMost: 1 },
};

describe('rounds', () => {
  it('take turns back and forth', () => {
    const names = ['direct', 'bare', 'ours'];
    const turns = [0, 1, 2].flatMap((turn) => turnOrder(names, turn));
    expect(turns.join(' ')).toBe('direct bare ours ours bare direct direct bare ours');
  });

  it('are compared within the round, not over all rounds', () => {
    // The machine got ten times slower in the last round; the quotient must not notice.
    const row = toRow('chat', p50, [round(1, 2), round(1, 2), round(10, 20)]);
    expect(row).toMatchObject({ measure: 'chat: p50', value: 1, referenceValue: 2, quotient: 0.5 });
    expect(row.ok).toBe(true);
  });

  it('miss a target', () => {
    expect(toRow('chat', p50, [round(3, 2)])).toMatchObject({ quotient: 1.5, ok: false });
  });
});

describe('a verdict', () => {
  const row = { measure: 'memory', unit: 'MB', value: 100 };

  it.each([
    [{ on: 'value', atMost: 100 }, true],
    [{ on: 'value', atMost: 99 }, false],
    [{ on: 'value', atLeast: 100 }, true],
    [{ on: 'value', atLeast: 101 }, false],
  ] as const)('for %j is %s', (target, ok) => {
    expect(judge(row, target).ok).toBe(ok);
  });

  it('is not given without a target or without a measured value', () => {
    expect(judge(row)).not.toHaveProperty('ok');
    expect(judge({ ...row, value: Number.NaN }, { on: 'value', atMost: 1 })).not.toHaveProperty(
      'ok',
    );
    expect(judge(row, { on: 'quotient', atMost: 1 })).not.toHaveProperty('ok');
  });
});

describe('the middle', () => {
  it('is that of the sorted values', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([10, 1, 5, 9])).toBe(7);
    expect(median([])).toBeNaN();
  });

  it('and any other share are values that occurred', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([quantile(values, 0.5), quantile(values, 0.99), quantile(values, 1)]).toEqual([
      51, 100, 100,
    ]);
    expect(quantile([], 0.5)).toBeNaN();
  });
});

describe('the table', () => {
  it('shows the value, what it is compared with, and the verdict', () => {
    const table = renderTable([
      toRow('chat', p50, [round(0.1284, 0.25)]),
      judge({ measure: 'memory', unit: 'MB', value: 1234.5 }, { on: 'value', atMost: 250 }),
    ]);
    expect(table.split('\n').slice(1)).toEqual([
      'chat: p50  0.128 ms  bare 0.250 ms  0.514     <= 1 x     ok',
      'memory     1,235 MB                           <= 250 MB  MISS',
    ]);
  });
});
