import { expect, test } from 'vitest';

import { createCallSlots } from './call-slots.ts';

type Delta = Parameters<ReturnType<typeof createCallSlots>['toPiece']>[0];

const slotsOf = (...deltas: readonly Delta[]): number[] => {
  const slots = createCallSlots();
  return deltas.map((delta) => slots.toPiece(delta).slot);
};

const named = (name: string) => ({ function: { name } });
const more = { function: { arguments: '{' } };

test.each<[string, readonly Delta[], readonly number[]]>([
  [
    'numbered calls',
    [
      { index: 0, id: 'a', ...named('f') },
      { index: 1, id: 'b', ...named('g') },
      { index: 0, ...more },
    ],
    [0, 1, 0],
  ],
  [
    'calls that are all numbered 0',
    [
      { index: 0, id: 'a', ...named('f') },
      { index: 0, ...more },
      { index: 0, id: 'b', ...named('f') },
      { index: 0, ...more },
    ],
    [0, 0, 1, 1],
  ],
  ['calls with neither number nor id', [named('f'), more, named('g'), more], [0, 0, 1, 1]],
  [
    'a name that comes again',
    [
      { index: 0, id: 'a', ...named('f') },
      { index: 0, id: 'a', ...named('f') },
    ],
    [0, 0],
  ],
])('%s', (_, deltas, slots) => {
  expect(slotsOf(...deltas)).toEqual(slots);
});

test('arguments that are an object become text', () => {
  const called = { name: 'f', arguments: { a: 1 } } as unknown as { arguments: string };
  expect(createCallSlots().toPiece({ index: 0, function: called }).arguments).toBe('{"a":1}');
});
