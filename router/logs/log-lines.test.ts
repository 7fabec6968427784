import { describe, expect, test } from 'vitest';

import type { LogLine } from '#contract/logs.ts';
import { createLogLines, type LogLinesOptions, type NewLine } from './log-lines.ts';
import { createSecretMask } from './secret-mask.ts';

const CANARY = 'canary-4711-abcdef';

function setUp(options: Partial<LogLinesOptions> = {}) {
  const mask = createSecretMask();
  mask.set('config', [CANARY, 'first-half\nsecond-half']);
  const errors: unknown[] = [];
  let now = 1000;
  const lines = createLogLines({
    mask: mask.mask,
    now: () => now++,
    onListenerError: (error) => errors.push(error),
    ...options,
  });
  const add = (message: string, more: Partial<NewLine> = {}): void =>
    lines.add({ level: 'info', source: 'router', details: '', message, ...more });
  return { lines, add, errors };
}

const messages = (lines: readonly LogLine[]): string[] => lines.map((line) => line.message);

describe('kept lines', () => {
  test('are numbered, dated, and come back oldest first', () => {
    const { lines, add } = setUp();
    expect([lines.seq(), lines.list(10)]).toEqual([0, []]);
    add('one', { details: 'server git' });
    add('two', { level: 'warn', source: 'git' });
    expect(lines.list(10)).toEqual([
      { seq: 1, at: 1000, level: 'info', source: 'router', message: 'one', details: 'server git' },
      { seq: 2, at: 1001, level: 'warn', source: 'git', message: 'two', details: '' },
    ]);
    expect(lines.seq()).toBe(2);
  });

  test('are the newest of what is asked for, or those after a number', () => {
    const { lines, add } = setUp();
    for (const name of ['a', 'b', 'c', 'd']) add(name, { source: `${name}-server` });
    expect(messages(lines.list(2))).toEqual(['c', 'd']);
    expect(messages(lines.since(1))).toEqual(['b', 'c', 'd']);
    expect(lines.since(4)).toEqual([]);
    expect(lines.since(99)).toEqual([]);
    expect(lines.list(0)).toEqual([]);
  });

  test('are at most so many, and numbers go on', () => {
    const { lines, add } = setUp({ limit: 3 });
    for (let at = 1; at <= 10; at++) add(`${at}`);
    expect(messages(lines.list(10))).toEqual(['8', '9', '10']);
    expect(messages(lines.since(8))).toEqual(['9', '10']);
    expect(lines.seq()).toBe(10);
  });

  test('of others stay when one source writes without end', () => {
    const { lines, add } = setUp({ limit: 10 });
    for (const name of ['a', 'b', 'c']) add(name);
    add('quiet', { source: 'quiet' });
    for (let at = 1; at <= 100; at++) add(`${at}`, { source: 'flood' });
    expect(messages(lines.list(100)).slice(0, 5)).toEqual(['a', 'b', 'c', 'quiet', '95']);
  });
});

describe('texts', () => {
  test('are one plain line each, cut', () => {
    const { lines, add } = setUp();
    add('\u001B[31mred\u001B[0m\u0007 and\r\n  more\t!', { details: 'x'.repeat(3000) });
    const [line] = lines.list(1);
    expect(line?.message).toBe('red and more\t!');
    expect(line?.details).toHaveLength(2000);
    expect(line?.details).toMatch(/x…$/);
  });

  test.each([
    ['in the message', { message: `a ${CANARY} b` }],
    ['in the details', { details: `key ${CANARY}` }],
    ['over two lines', { message: 'got first-half\nsecond-half' }],
    ['with colours inside', { message: 'a canary-47\u001B[1m11-abc\u001B[0mdef b' }],
    ['on the cut', { message: `${'x'.repeat(1990)}${CANARY}${'y'.repeat(50)}` }],
  ])('hold no secret %s', (_where, line) => {
    const { lines, add } = setUp();
    const seen: LogLine[] = [];
    lines.subscribe((one) => seen.push(one));
    add('m', line);
    const text = JSON.stringify([lines.list(1), seen]);
    expect(text).not.toMatch(/canary|half/);
    expect(text).toContain('[secret');
  });
});

describe('listeners', () => {
  test('get each line until they leave, which they may do twice', () => {
    const { lines, add } = setUp();
    const seen: string[] = [];
    const leave = lines.subscribe((line) => seen.push(line.message));
    const other = lines.subscribe((line) => seen.push(`other ${line.message}`));
    add('one');
    leave();
    leave();
    add('two');
    other();
    add('three');
    expect(seen).toEqual(['one', 'other one', 'other two']);
  });

  test('that throw disturb nobody and are reported', () => {
    const { lines, add, errors } = setUp();
    const seen: string[] = [];
    const bug = new TypeError('bug');
    lines.subscribe(() => {
      throw bug;
    });
    lines.subscribe((line) => seen.push(line.message));
    add('one');
    add('two');
    expect(seen).toEqual(['one', 'two']);
    expect(errors).toEqual([bug, bug]);
  });

  test('that log themselves do not start an endless chain', () => {
    const { lines, add } = setUp();
    const seen: string[] = [];
    lines.subscribe((line) => {
      seen.push(line.message);
      add(`about ${line.message}`);
    });
    add('one');
    add('two');
    expect(seen).toEqual(['one', 'two']);
    expect(messages(lines.list(9))).toEqual(['one', 'about one', 'two', 'about two']);
  });
});
