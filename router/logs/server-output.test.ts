import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { NewLine } from './log-lines.ts';
import { createServerOutput } from './server-output.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const added: NewLine[] = [];
  const intake = createServerOutput({ add: (line) => void added.push(line) });
  const write = (server: string, count: number): void => {
    for (let at = 0; at < count; at++) intake.output(server, () => `line ${at}`);
  };
  const told = (): NewLine[] => added.filter((line) => line.level === 'warn');
  return { added, intake, write, told };
}

test('a line is kept under the name of its server', () => {
  const { added, intake } = setUp();
  intake.output('git', () => 'ready');
  expect(added).toEqual([{ level: 'info', source: 'git', message: 'ready', details: '' }]);
});

test('of a flood the first lines are kept and the number of the others is told', () => {
  const { added, write, told } = setUp();
  write('flood', 5000);
  write('calm', 3);
  expect(added).toHaveLength(203);
  expect(told()).toEqual([]);
  vi.advanceTimersByTime(1000);
  expect(told()).toEqual([
    {
      level: 'warn',
      source: 'flood',
      message: '4800 lines left out: more than 200 in a second',
      details: '',
    },
  ]);
  write('flood', 1);
  expect(added).toHaveLength(205);
});

test('the text of a line that is left out is never made', () => {
  const { intake, write } = setUp();
  write('flood', 200);
  const show = vi.fn(() => 'costly');
  intake.output('flood', show);
  expect(show).not.toHaveBeenCalled();
});

test('closing tells what was left out, leaves no timer and takes nothing more', () => {
  const { added, intake, write, told } = setUp();
  write('flood', 210);
  write('calm', 1);
  intake.close();
  intake.close();
  write('flood', 1);
  expect(told().map((line) => line.message)).toEqual([expect.stringMatching(/^10 lines left out/)]);
  expect(added).toHaveLength(202);
  expect(vi.getTimerCount()).toBe(0);
});
