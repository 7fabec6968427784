import { expect, test } from 'vitest';

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
