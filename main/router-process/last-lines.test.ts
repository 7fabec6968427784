import { expect, test } from 'vitest';

import { createLastLines } from './last-lines.ts';

test('lines are whole however they arrive, and the last is shown unfinished', () => {
  const output = createLastLines();
  for (const part of ['on', 'e\r\ntw', 'o\nthr']) output.add(part);
  expect(output.lines()).toEqual(['one', 'two', 'thr']);
});

test('only the end is kept, of lines and of all', () => {
  const output = createLastLines();
  for (let at = 0; at < 200; at += 1) output.add(`line ${at}\n`);
  output.add(`${'x'.repeat(5_000)}\n${'y'.repeat(5_000)}`);
  const lines = output.lines();
  expect(lines.length).toBeLessThanOrEqual(51);
  expect(lines[0]).toBe('line 151');
  expect(Math.max(...lines.map(({ length }) => length))).toBe(1_000);
});
