import fc from 'fast-check';
import { expect, test } from 'vitest';

import { LineSplitter } from './line-splitter.ts';

function split(chunks: readonly Buffer[], maxBytes = 1000): { lines: string[]; tooLong: number } {
  const lines: string[] = [];
  let tooLong = 0;
  const splitter = new LineSplitter({
    maxBytes,
    onLine: (line) => lines.push(line),
    onTooLong: () => tooLong++,
  });
  for (const chunk of chunks) splitter.write(chunk);
  return { lines, tooLong };
}

test('text comes out whole wherever it was cut', () => {
  const text = fc.array(fc.string({ unit: 'grapheme' }).map((line) => line.replaceAll('\n', ' ')));
  fc.assert(
    fc.property(text, fc.array(fc.nat()), (lines, cuts) => {
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
      const places = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
      const chunks = [0, ...places].map((from, at) =>
        bytes.subarray(from, places[at] ?? undefined),
      );
      expect(split(chunks).lines).toEqual(lines);
    }),
  );
});

test('an unfinished line is kept back', () => {
  expect(split([Buffer.from('a\nb')]).lines).toEqual(['a']);
});

test('a line beyond the limit is reported once, and nothing comes after it', () => {
  const long = Buffer.from('x'.repeat(11));
  expect(split([Buffer.from('ok\n'), long, long, Buffer.from('\nmore\n')], 10)).toEqual({
    lines: ['ok'],
    tooLong: 1,
  });
  expect(split([Buffer.from(`${'x'.repeat(10)}\n`)], 10).tooLong).toBe(0);
});
