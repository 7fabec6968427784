import { expect, test } from 'vitest';

import { toPreview } from './to-preview.ts';

const same = (text: string) => text;

test('a short text is its own preview', () => {
  expect(toPreview('{"a":1}', same)).toBe('{"a":1}');
});

test('a long text ends with an ellipsis and stays below two kilobytes', () => {
  const preview = toPreview('ä'.repeat(5_000), same);
  expect(preview.endsWith('ä…')).toBe(true);
  expect(Buffer.byteLength(preview)).toBeLessThanOrEqual(2048 + Buffer.byteLength('…'));
});

test('a secret across the cut is masked as a whole', () => {
  const text = `${'x'.repeat(2_040)}hunter2-hunter2`;
  const preview = toPreview(text, (near) => near.replace('hunter2-hunter2', '[secret]'));
  expect(preview).not.toContain('hunter');
  expect(preview).toContain('[secret');
});

test('no more than the near part is masked', () => {
  const seen: number[] = [];
  toPreview('x'.repeat(1_000_000), (near) => {
    seen.push(near.length);
    return near;
  });
  expect(seen).toEqual([16_384]);
});
