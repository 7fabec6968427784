import { describe, expect, test } from 'vitest';

import { StderrTail } from './stderr-tail.ts';

function mask(text: string): string {
  return text.replaceAll('canary-0123456789', '[secret]');
}

function tailOf(...texts: readonly string[]): StderrTail {
  const tail = new StderrTail(mask);
  for (const text of texts) tail.write(Buffer.from(text));
  return tail;
}

test('lines are put together across chunks', () => {
  const tail = tailOf('on', 'e\r\ntwo\nthr', 'ee');
  expect(tail.lines()).toEqual(['one', 'two', 'three']);
  expect(tail.last()).toBe('three');
});

test('a character cut in two comes out whole', () => {
  const tail = new StderrTail(mask);
  const bytes = Buffer.from('ü\n');
  tail.write(bytes.subarray(0, 1));
  tail.write(bytes.subarray(1));
  expect(tail.lines()).toEqual(['ü']);
});

test('only the last 200 lines stay', () => {
  const tail = tailOf(...Array.from({ length: 500 }, (_, at) => `line ${at}\n`));
  expect(tail.lines()).toHaveLength(200);
  expect(tail.lines()[0]).toBe('line 300');
});

test('long lines are cut, also when their end never comes', () => {
  const tail = tailOf('x'.repeat(1_000_000), 'x'.repeat(1_000_000));
  expect(tail.lines()[0]).toHaveLength(2048);
  tail.write(Buffer.from('\nnext\n'));
  expect(tail.lines()).toEqual(['x'.repeat(2048), 'next']);
});

test('the last line is the last that says something', () => {
  expect(tailOf('real\n', '\n', '  \n').last()).toBe('real');
  expect(tailOf().last()).toBeUndefined();
});

test('a secret on the cut of a line shows none of its parts', () => {
  const before = 'x'.repeat(2040);
  for (const end of ['', '\n']) {
    const tail = tailOf(`${before}canary-01`, `23456789${end}`);
    expect(tail.lines()).toEqual([`${before}[secret]`]);
    expect(tail.last()).toBe(`${before}[secret]`);
    const longer = tailOf(`${before}canary-01`, `23456789${'y'.repeat(100_000)}${end}`);
    expect(longer.lines()[0]).toMatch(/^x{2000}/);
    expect([...longer.lines(), longer.last()].join('')).not.toContain('can');
  }
});

describe('the listener', () => {
  function listen(...texts: readonly string[]): { tail: StderrTail; told: string[] } {
    const told: string[] = [];
    const tail = new StderrTail(mask, (show) => told.push(show()));
    for (const text of texts) tail.write(Buffer.from(text));
    return { tail, told };
  }

  test('gets each line that says something when it is whole, masked', () => {
    const { tail, told } = listen('on', 'e\r\n\n  \ntwo canary-01', '23456789\nthr');
    expect(told).toEqual(['one', 'two [secret]']);
    tail.end();
    tail.end();
    expect(told).toEqual(['one', 'two [secret]', 'thr']);
    expect(tail.lines()).toEqual(['one', '', '', 'two [secret]', 'thr']);
  });

  test('is told of more lines than are kept, and need not look', () => {
    let count = 0;
    const masked: string[] = [];
    const spy = (text: string): string => {
      masked.push(text);
      return text;
    };
    const tail = new StderrTail(spy, () => (count += 1));
    tail.write(Buffer.from('x\n'.repeat(5000)));
    expect([count, masked.length]).toEqual([5000, 0]);
    expect(tail.lines()).toHaveLength(200);
  });
});

test('escape sequences are taken out, and hide no secret', () => {
  expect(tailOf('\u001B[31mred\u001B[0m\n').lines()).toEqual(['red']);
  expect(tailOf('\u001B[1mcanary-01\u001B[0m23456789\u0007!\n').last()).toBe('[secret]!');
  const colours = '\u001B[1m'.repeat(2400);
  expect(tailOf(`${colours}${'x'.repeat(630)}canary-0123456789\n`).last()).not.toContain('can');
});
