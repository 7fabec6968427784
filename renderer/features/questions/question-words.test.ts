import { expect, test } from 'vitest';

import { describeEnd, describeLeft, questionTitle } from './question-words.ts';

test.each([
  [300_000, '5 min left'],
  [241_000, '5 min left'],
  [99_400, '2 min left'],
  [45_200, '46 s left'],
  [1, '1 s left'],
  [0, 'its time is over'],
  [-5_000, 'its time is over'],
])('%d ms: %s', (ms, words) => {
  expect(describeLeft(ms)).toBe(words);
});

test('the title names the server, and what is hidden in its name', () => {
  expect(questionTitle({ kind: 'form', server: 'files' })).toBe('files asks you something');
  expect(questionTitle({ kind: 'sampling', server: 'a\u202eb' })).toBe(
    'a\\u{202e}b wants to use a model',
  );
});

test('an end that nobody saw is told honestly', () => {
  expect(describeEnd('expired')).toContain('time ran out');
  expect(describeEnd(undefined)).toContain('or the router was started again');
});
