import { describe, expect, test } from 'vitest';

import { plainResult, toResultParts } from './tool-result-model.ts';

const PIXEL = 'iVBORw0KGgo=';

const part = (block: { type: string; [key: string]: unknown }) =>
  toResultParts({ content: [block] })[0];

test('text is shown as it is, and cut when there is too much', () => {
  expect(part({ type: 'text', text: '<b>x</b>' })).toEqual({
    kind: 'text',
    text: '<b>x</b>',
    cut: false,
  });
  const long = part({ type: 'text', text: 'x'.repeat(200_000) });
  expect(long).toMatchObject({ kind: 'text', cut: true });
  expect(long?.kind === 'text' && long.text.length).toBe(100_000);
});

describe('images', () => {
  test.each(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'IMAGE/PNG'])(
    '%s is shown',
    (mimeType) => {
      const src = `data:${mimeType.toLowerCase()};base64,${PIXEL}`;
      expect(part({ type: 'image', mimeType, data: PIXEL })).toMatchObject({ kind: 'image', src });
    },
  );

  test.each([
    ['image/svg+xml', PIXEL],
    ['text/html', PIXEL],
    ['', PIXEL],
    ['image/png;x', PIXEL],
    ['image/png', ''],
    ['image/png', '"><script>'],
    ['image/png', 'https://example.com/x.png'],
    ['image/png', 'A'.repeat(12_000_001)],
  ])('%s is not shown', (mimeType, data) => {
    expect(part({ type: 'image', mimeType, data })?.kind).toBe('note');
  });
});

test.each([
  [
    { type: 'resource', resource: { uri: 'file:///a', text: 'hello' } },
    { kind: 'text', title: 'file:///a', text: 'hello' },
  ],
  [
    { type: 'resource', resource: { uri: 'x', blob: PIXEL, mimeType: 'image/png' } },
    { kind: 'image' },
  ],
  [
    { type: 'resource', resource: { uri: 'x', blob: PIXEL } },
    { kind: 'note', text: 'The resource x is not shown' },
  ],
  [{ type: 'resource' }, { kind: 'note' }],
  [
    { type: 'resource_link', name: 'n', uri: 'javascript:alert(1)' },
    { kind: 'note', text: 'Link: n javascript:alert(1)' },
  ],
  [
    { type: 'audio', mimeType: 'audio/wav', data: PIXEL },
    { kind: 'note', text: 'audio (audio/wav) is not shown' },
  ],
  [{ type: 'image', mimeType: 7, data: {} }, { kind: 'note' }],
])('%j', (block, shown) => {
  expect(part(block)).toMatchObject(shown);
});

test('the clipboard gets all texts, else the structure', () => {
  const result = { requestId: 'req_1', isError: false, durationMs: 1 };
  const content = [{ type: 'text', text: 'a' }, { type: 'image' }, { type: 'text', text: 'b' }];
  expect(plainResult({ ...result, content })).toBe('a\nb');
  expect(plainResult({ ...result, content: [], structuredContent: { a: 1 } })).toBe(
    '{\n  "a": 1\n}',
  );
  expect(plainResult({ ...result, content: [] })).toBe('');
});
