import { describe, expect, it } from 'vitest';

import type { ContentBlock } from '#core/ports/tools.ts';

import { text } from '../../testing/fake-tool-servers.ts';
import { cleanResult } from './clean-result.ts';

const SENTINEL = '(the tool returned no content)';
const PIXEL = { type: 'image', mimeType: 'image/png', data: 'aGVsbG8=' };

describe('the text of a tool result', () => {
  it('is the text blocks, one a line', () => {
    expect(cleanResult(text('a', 'b')).text).toBe('a\nb');
  });

  it('is the structured content when there is no text', () => {
    const structuredContent = { n: 1 };
    expect(cleanResult({ content: [], structuredContent }).text).toBe('{"n":1}');
    const dirty = { n: 'a\u009bb' };
    expect(cleanResult({ content: [], structuredContent: dirty }).text).toBe('{"n":"ab"}');
    expect(cleanResult({ ...text('said'), structuredContent }).text).toBe('said');
    expect(cleanResult({ content: [PIXEL], structuredContent }).text).toBe(
      '[image image/png, 1 KB]\n{"n":1}',
    );
  });

  it.each([{ content: [] }, text(''), text(' \n', ''), text('\u001b[0m')])(
    'is never empty: %j',
    (result) => {
      expect(cleanResult(result).text).toBe(SENTINEL);
    },
  );

  it('says when the tool itself failed', () => {
    expect(cleanResult({ ...text('no file'), isError: true }).text).toBe('[tool error] no file');
    expect(cleanResult({ content: [], isError: true }).text).toBe(`[tool error] ${SENTINEL}`);
  });

  it('has no escape sequences, control characters or half characters', () => {
    const dirty = '\u001b[31mred\u001b[0m\r\n\ttab\u0000\u0007\u009b \ud800';
    expect(cleanResult(text(dirty)).text).toBe('red\n\ttab \ufffd');
  });

  it('is cut at the end of a character, with a note', () => {
    expect(cleanResult(text('äöü'), 6).text).toBe('äöü');
    expect(cleanResult(text('äöü'), 5).text).toBe('äö\n[cut here: 2 more bytes left out]');
  });

  it('may have 64 KiB', () => {
    const most = 'x'.repeat(64 * 1024);
    expect(cleanResult(text(most)).text).toBe(most);
    expect(cleanResult(text(`${most}y`)).text).toBe(`${most}\n[cut here: 1 more bytes left out]`);
  });

  it.each<[ContentBlock, string]>([
    [PIXEL, '[image image/png, 1 KB]'],
    [{ ...PIXEL, data: 'A'.repeat(16 * 1024) }, '[image image/png, 12 KB]'],
    [{ type: 'audio', mimeType: 'audio/wav', data: '' }, '[audio audio/wav, 0 KB]'],
    [{ type: 'resource_link', uri: 'file:///a', name: 'a' }, '[resource_link file:///a]'],
    [{ type: 'resource', resource: { uri: 'file:///a', text: 'inside' } }, 'inside'],
    [
      { type: 'resource', resource: { uri: 'file:///a', mimeType: 'a/b', blob: 'aGVsbG8=' } },
      '[resource a/b, file:///a, 1 KB]',
    ],
    [{ type: 'hologram' }, '[hologram]'],
  ])('has a placeholder for what is not text: %j', (block, expected) => {
    expect(cleanResult({ content: [block] }).text).toBe(expected);
  });
});

describe('the images of a tool result', () => {
  it('are data URLs', () => {
    expect(cleanResult({ content: [PIXEL] }).images).toEqual(['data:image/png;base64,aGVsbG8=']);
  });

  it.each([
    { ...PIXEL, type: 'audio' },
    { ...PIXEL, mimeType: 'text/html' },
    { ...PIXEL, mimeType: 'image/png;x,' },
    { ...PIXEL, data: 'not base64!' },
    { ...PIXEL, data: '' },
    { ...PIXEL, data: 'AAAA'.repeat((5 * 1024 * 1024) / 3 + 1) },
  ])('leave out what is unfit', (block) => {
    expect(cleanResult({ content: [block] }).images).toEqual([]);
  });
});
