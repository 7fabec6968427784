import { expect, test } from 'vitest';

import { createLineCutter } from './line-cutter.ts';

function cutAll(...chunks: string[]): string[] {
  const lines: string[] = [];
  const cut = createLineCutter((line) => lines.push(line.toString()));
  for (const chunk of chunks) cut(Buffer.from(chunk));
  return lines;
}

test('gives lines however the bytes come', () => {
  expect(cutAll('one\ntwo\n')).toEqual(['one', 'two']);
  expect(cutAll('o', 'n', 'e\ntw', 'o\n')).toEqual(['one', 'two']);
});

test('keeps back what has no end yet', () => {
  expect(cutAll('one\ntw')).toEqual(['one']);
});
