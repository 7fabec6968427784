import { expect, test } from 'vitest';

import { pollDelay } from './poll-delay.ts';

test.each([
  { what: 'as wished', wished: 300, silenceMs: 0, delayMs: 300 },
  { what: 'each second where nothing is wished', wished: undefined, silenceMs: 0, delayMs: 1000 },
  { what: 'not all the time', wished: 0, silenceMs: 0, delayMs: 20 },
  { what: 'at least each minute', wished: 10 ** 9, silenceMs: 0, delayMs: 60_000 },
  { what: 'before its call counts as silent', wished: 5000, silenceMs: 1000, delayMs: 500 },
])('a task is asked for $what', ({ wished, silenceMs, delayMs }) => {
  expect(pollDelay(wished, silenceMs)).toBe(delayMs);
});
