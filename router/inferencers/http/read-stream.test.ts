import { describe, expect, test } from 'vitest';

import { collect, replay } from '../fixtures/chat-frames.ts';
import { readLines } from './read-lines.ts';
import { readSse } from './read-sse.ts';
import { readText } from './send-json.ts';

const reply = (...pieces: readonly string[]) => ({ name: 'far', text: () => replay(pieces) });

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

/** No line of it is long. */
const many = Array.from({ length: 20 }, () => 'data: abc\n');

describe('what would have to be held in memory', () => {
  test.each([
    ['a line', () => readLines(reply('ok\n', 'abcd', 'efghi', '\n'), 8), 'line'],
    ['a line of one piece', () => readLines(reply('ok\nabcdefghi\n'), 8), 'line'],
    ['a line without an end', () => readLines(reply('ok\n', 'abcd', 'efghi'), 8), 'line'],
    ['an event', () => readSse(reply('data: ok\n\n', 'data: abc', 'defghi\n\n'), 8), 'event'],
    ['an event of many lines', () => readSse(reply('data: ok\n\n', ...many), 40), 'event'],
  ] as const)('%s has a limit', async (_, read, part) => {
    const seen: string[] = [];
    const reading = async (): Promise<void> => {
      for await (const text of read()) seen.push(text);
    };
    await expect(reading()).rejects.toMatchObject({
      code: 'UPSTREAM_INVALID',
      message: expect.stringMatching(`^inferencer 'far' sent more than \\d+ bytes in one ${part}$`),
    });
    expect(seen).toEqual(['ok']);
  });

  test('a whole body has a limit', async () => {
    expect(await readText(reply('abcd', 'efgh'), 8)).toBe('abcdefgh');
    await expect(readText(reply('abcd', 'efgh', 'i'), 8)).rejects.toMatchObject({
      code: 'UPSTREAM_INVALID',
    });
  });

  test('many short lines and events are not added up', async () => {
    expect(await collect(readLines(reply('abcdefgh\nabcdefgh', '\n', 'abcdefgh'), 8))).toHaveLength(
      3,
    );
    const events = Array.from({ length: 20 }, () => 'data: a\n\n');
    expect(await collect(readSse(reply(...events), 8))).toHaveLength(20);
  });

  test('leaving because of it closes the connection', async () => {
    let open = true;
    async function* text(): AsyncGenerator<string, void, undefined> {
      try {
        for (let n = 0; n < 1_000; n += 1) yield 'data: more and more';
      } finally {
        open = false;
      }
    }
    for (const read of [readLines, readSse]) {
      open = true;
      await expect(collect(read({ name: 'far', text }, 100))).rejects.toThrow('100 bytes');
      expect(open).toBe(false);
    }
  });

  test('a long line of many pieces is not copied for each of them', async () => {
    // Copying would be some 18 GB, far beyond the time a test has.
    const pieces = Array.from({ length: 60_000 }, () => 'abcdefghij');
    const [line] = await collect(readLines({ name: 'far', text: () => replay(pieces) }));
    expect(line).toHaveLength(600_000);
  }, 2_000);
});
