import { expect, test } from 'vitest';

import { fitSchema } from './fit-schema.ts';

const LONG = 'x'.repeat(5_000);

test('a short schema stays the same object', () => {
  const schema = { type: 'object', properties: { a: { type: 'string', enum: ['x'] } } };
  expect(fitSchema(schema)).toBe(schema);
});

test('of a long one the properties are told in short', () => {
  const schema = {
    type: 'object',
    properties: {
      a: { type: 'string', description: LONG },
      b: { type: ['string', 'null'], examples: [LONG] },
      c: true,
    },
    required: ['b'],
    $defs: { big: LONG },
  };
  expect(fitSchema(schema)).toEqual({
    type: 'object',
    properties: { b: {}, a: { type: 'string', description: 'x'.repeat(80) }, c: {} },
    required: ['b'],
    description: expect.stringContaining('Shortened'),
  });
});

test.each([
  { properties: LONG },
  { properties: [LONG] },
  { properties: null, required: LONG },
  { properties: { [LONG]: {} }, required: [LONG, 7] },
  { properties: Object.fromEntries(Array.from({ length: 9_000 }, (_, at) => [`p${at}`, {}])) },
])('hostile ones come out small', (schema) => {
  expect(JSON.stringify(fitSchema(schema)).length).toBeLessThan(3_000);
});
