import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { ToolProgress } from '#core/ports/tools.ts';

import { createProgressForwarder } from './forward-progress.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function setUp() {
  const seen: number[] = [];
  const forwarder = createProgressForwarder(({ progress }: ToolProgress) => seen.push(progress));
  return { seen, ...forwarder };
}

it('forwards about twenty a second, always the newest', () => {
  const { seen, report } = setUp();
  for (let millisecond = 0; millisecond < 1000; millisecond += 1) {
    report({ progress: millisecond });
    vi.advanceTimersByTime(1);
  }
  expect(seen).toHaveLength(21);
  expect(seen.slice(0, 3)).toEqual([0, 49, 99]);
});

it('does not keep back the last report of a tool that then works on silently', () => {
  const { seen, report } = setUp();
  report({ progress: 1 });
  report({ progress: 2 });
  expect(seen).toEqual([1]);
  vi.advanceTimersByTime(50);
  expect(seen).toEqual([1, 2]);
});

it('loses nothing at the end and leaves no timer behind', () => {
  const { seen, report, end } = setUp();
  report({ progress: 1 });
  report({ progress: 2 });
  end();
  end();
  report({ progress: 3 });
  expect(seen).toEqual([1, 2]);
  expect(vi.getTimerCount()).toBe(0);
});
