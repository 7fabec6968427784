import { describe, expect, test } from 'vitest';

import { collect, replay } from '../fixtures/chat-frames.ts';
import { readLines } from './read-lines.ts';
import { readSse } from './read-sse.ts';

const reply = (...pieces: readonly string[]) => ({ text: () => replay(pieces) });

describe('readSse', () => {
  test.each([
    ['one event a piece', ['data: a\n\n', 'data: b\n\n'], ['a', 'b']],
    ['events cut anywhere', ['da', 'ta: a\n', '\ndata', ': b\n\n'], ['a', 'b']],
    ['CRLF, also cut', ['data: a\r', '\n\r', '\ndata: b\r\n\r\n'], ['a', 'b']],
    ['several in one piece', ['data: a\n\ndata: b\n\n'], ['a', 'b']],
    ['comments and other fields', [': hi\n\nevent: x\nid: 1\nretry: 5\ndata: a\n\n'], ['a']],
    ['data of two lines', ['data: a\ndata: b\n\n'], ['a\nb']],
    ['no space after the colon', ['data:a\n\n'], ['a']],
    ['no blank line at the end', ['data: a\n\ndata: b'], ['a', 'b']],
    ['nothing', [], []],
  ])('reads %s', async (_, pieces, expected) => {
    expect(await collect(readSse(reply(...pieces)))).toEqual(expected);
  });
});

describe('readLines', () => {
  test.each([
    ['lines cut anywhere', ['a', 'b\nc', 'd\n'], ['ab', 'cd']],
    ['CRLF and blank lines', ['a\r\n\r\n\nb'], ['a\r', 'b']],
    ['nothing', ['', '\n'], []],
  ])('reads %s', async (_, pieces, expected) => {
    expect(await collect(readLines(reply(...pieces)))).toEqual(expected);
  });
});
