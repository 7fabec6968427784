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

test('lists are short', () => {
  const schema = object({ a: { type: 'array', minItems: 100, items: text } }, ['a']);
  expect(toDemoArguments(schema, 't')['a']).toHaveLength(10);
});

/** Lists, objects and all that is in them. */
function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, item) => sum + countValues(item), 1);
}

const names = Array.from({ length: 5 }, (_, n) => `p${n}`);
const LIST = { type: 'array', minItems: 100 };

test.each([
  [
    'lists in lists',
    object({ a: [...names, 'p5'].reduce((items) => ({ ...LIST, items }), text) }, ['a']),
  ],
  [
    'objects that contain themselves many times',
    object(Object.fromEntries(names.map((name) => [name, { $ref: '#' }])), names),
  ],
  [
    'lists of them',
    object(
      Object.fromEntries(names.map((name) => [name, { ...LIST, items: { $ref: '#' } }])),
      names,
    ),
  ],
])('%s do not multiply', (_, schema) => {
  const values = countValues(toDemoArguments(schema, 't'));
  expect(values).toBeGreaterThan(100);
  expect(values).toBeLessThan(1_300);
});

test('a budget that is used up leaves required arguments in place', () => {
  const lists = {
    a: { ...LIST, items: { ...LIST, items: { ...LIST, items: { ...LIST, items: text } } } },
  };
  const schema = object({ ...lists, b: text, c: object({ d: text }, ['d']), e: LIST }, [
    'a',
    'b',
    'c',
    'e',
  ]);
  expect(toDemoArguments(schema, 't')).toMatchObject({ b: 't', c: {}, e: [] });
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
