import { expect, it } from 'vitest';

import { cutText } from './cut-text.ts';

it.each([
  ['', 0, '', 0],
  ['abc', 3, 'abc', 0],
  ['abcd', 3, 'abc', 1],
  ['aé', 3, 'aé', 0],
  ['aé', 2, 'a', 2],
  ['🦙🦙', 7, '🦙', 4],
  ['🦙', 3, '', 4],
  ['abc', 0, '', 3],
])('cuts %j to %i bytes', (...[text, maxBytes, kept, droppedBytes]) => {
  expect(cutText(text, maxBytes)).toEqual({ text: kept, droppedBytes });
});
