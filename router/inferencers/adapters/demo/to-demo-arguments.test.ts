import Ajv2020 from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { toDemoArguments } from './to-demo-arguments.ts';

const integer = { type: 'integer' };
const text = { type: 'string' };

function object(properties: object, required: readonly string[] = []) {
  return { type: 'object', properties, required };
}

test.each([
  [
    'numbers in order',
    object({ a: integer, b: integer }, ['a', 'b']),
    'add 2 and 3',
    { a: 2, b: 3 },
  ],
  [
    'numbers for optional ones too',
    object({ a: integer, b: integer }, ['b']),
    '2 3',
    { a: 2, b: 3 },
  ],
  [
    'negative and decimal numbers',
    object({ a: { type: 'number' }, b: integer }),
    '-2.5, 3.4!',
    { a: -2.5, b: 3 },
  ],
  ['ranges and versions as positive', object({ a: integer, b: integer }), '3-5', { a: 3, b: 5 }],
  ['no digits within words', object({ a: integer }, ['a']), 'qwen3', { a: 1 }],
  [
    'required numbers unsaid',
    object({ a: { ...integer, default: 7 }, b: { ...integer, minimum: 5 } }, ['a', 'b']),
    '',
    { a: 7, b: 5 },
  ],
  ['optional numbers unsaid', object({ a: { ...integer, default: 7 }, b: integer }), '', {}],
  ['text', object({ a: text }, ['a']), 'say this', { a: 'say this' }],
  [
    'choices before defaults',
    object({ a: { ...text, enum: ['x', 'y'], default: 'y' } }, ['a']),
    't',
    { a: 'x' },
  ],
  ['defaults before text', object({ a: { ...text, default: 'd' } }, ['a']), 't', { a: 'd' }],
  ['short text', object({ a: { ...text, maxLength: 3 } }, ['a']), 'abcdef', { a: 'abc' }],
  ['optional text', object({ a: text }), 't', {}],
  ['constants', object({ a: { const: null } }, ['a']), 't', { a: null }],
  ['booleans', object({ a: { type: 'boolean' } }, ['a']), 't', { a: false }],
  [
    'lists',
    object(
      { a: { type: 'array', items: text }, b: { type: 'array', minItems: 2, items: integer } },
      ['a', 'b'],
    ),
    '4',
    { a: [], b: [4, 1] },
  ],
  ['objects', object({ a: object({ b: integer, c: text }, ['b']) }, ['a']), '4', { a: { b: 4 } }],
  [
    'unions',
    object({ a: { anyOf: [{ type: 'null' }, integer] }, b: { type: ['null', 'boolean'] } }, [
      'a',
      'b',
    ]),
    '4',
    { a: 4, b: false },
  ],
  [
    'references',
    { ...object({ a: { $ref: '#/$defs/n' } }, ['a']), $defs: { n: integer } },
    '4',
    { a: 4 },
  ],
  [
    'numeric choices',
    object({ a: { ...integer, enum: [5, 6] }, b: integer }, ['a']),
    '4',
    { a: 5, b: 4 },
  ],
] as const)('%s', (...[, schema, said, expected]) => {
  expect(toDemoArguments(schema, said)).toEqual(expected);
});

test.each([
  undefined,
  null,
  'x',
  [],
  {},
  { properties: 7 },
  { properties: { a: null }, required: 'a' },
])('no usable schema (%j) gives no arguments', (schema) => {
  expect(toDemoArguments(schema, 'say 4')).toEqual({});
});

test('a schema that contains itself ends', () => {
  const schema = { ...object({ self: { $ref: '#' } }, ['self']) };
  expect(JSON.stringify(toDemoArguments(schema, '')).length).toBeLessThan(200);
  const circle = {
    ...object({ a: { $ref: '#/$defs/a' } }, ['a']),
    $defs: { a: { $ref: '#/$defs/a' } },
  };
  expect(toDemoArguments(circle, 't')).toEqual({ a: 't' });
});

test('arguments are valid for any schema of the usual kinds', () => {
  const ajv = new Ajv2020.default({ strict: false });
  const leaf = fc.constantFrom<object>(
    integer,
    text,
    { type: 'number' },
    { type: 'boolean' },
    { ...text, enum: ['x'] },
    { type: ['string', 'null'] },
    { anyOf: [integer, { type: 'null' }] },
    { $ref: '#/$defs/n' },
  );
  const { schema } = fc.letrec<{ schema: object; object: object }>((tie) => ({
    schema: fc.oneof(
      { maxDepth: 3 },
      leaf,
      tie('object'),
      tie('schema').map((items) => ({ type: 'array', items, minItems: 1 })),
    ),
    object: fc
      .dictionary(fc.stringMatching(/^[a-z]{1,5}$/), tie('schema'), { maxKeys: 4 })
      .map((properties) => object(properties, Object.keys(properties).slice(0, 2))),
  }));
  const root = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), schema, { maxKeys: 5 });
  fc.assert(
    fc.property(root, fc.string(), (properties, said) => {
      const made = { ...object(properties, Object.keys(properties)), $defs: { n: integer } };
      expect(ajv.validate(made, toDemoArguments(made, said))).toBe(true);
    }),
    { numRuns: 200 },
  );
});
