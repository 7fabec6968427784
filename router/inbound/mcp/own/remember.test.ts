import { expect, test } from 'vitest';

import { remember } from './remember.ts';

test('a value is made anew only when an input, or an item of a list, is another', () => {
  const item = {};
  let list: readonly object[] = [item];
  let word = 'a';
  let made = 0;
  const value = remember(
    () => [list, word],
    (items, text) => ({ made: (made += 1), items, text }),
  );
  const first = value();
  list = [item];
  expect(value()).toBe(first);
  list = [{}];
  expect(value()).toMatchObject({ made: 2 });
  list = [...list, item];
  expect(value()).toMatchObject({ made: 3 });
  word = 'b';
  expect(value()).toMatchObject({ made: 4, text: 'b' });
  expect(value()).toBe(value());
});
