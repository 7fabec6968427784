import { describe, expect, test } from 'vitest';

import { toFields, type Field } from './schema-form.ts';

const object = (properties: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  type: 'object',
  properties,
  ...more,
});

/** The one field of a tool with one argument. */
function fieldOf(schema: unknown, more: Record<string, unknown> = {}): Field {
  const [field] = toFields(object({ it: schema }, more)) ?? [];
  if (field === undefined) throw new TypeError('there is no field');
  return field;
}

describe('one argument', () => {
  test.each([
    [{ type: 'string' }, { kind: 'text', preset: '', long: false }],
    [
      { type: 'string', default: 'x' },
      { kind: 'text', preset: 'x' },
    ],
    [
      { type: 'string', maxLength: 5_000 },
      { kind: 'text', long: true },
    ],
    [
      { type: 'integer', minimum: 1, maximum: 9, default: 5 },
      { kind: 'number', integer: true, min: 1, max: 9, preset: '5' },
    ],
    [{ type: 'number' }, { kind: 'number', integer: false, min: undefined, preset: '' }],
    [{ type: 'boolean' }, { kind: 'switch', preset: undefined }],
    [
      { type: 'boolean', default: false },
      { kind: 'switch', preset: false },
    ],
    [
      { type: 'array', items: { type: 'string' }, default: ['a', 'b'] },
      { kind: 'lines', items: 'string', preset: 'a\nb' },
    ],
    [
      { type: 'array', items: { type: 'integer' } },
      { kind: 'lines', items: 'integer' },
    ],
    [
      { type: 'array', items: object({}) },
      { kind: 'json', preset: '' },
    ],
    [{ type: 'array' }, { kind: 'json' }],
    [{ type: 'object' }, { kind: 'json' }],
    [
      { type: 'object', default: { a: 1 } },
      { kind: 'json', preset: '{\n  "a": 1\n}' },
    ],
    [{}, { kind: 'json' }],
    [true, { kind: 'json' }],
    [null, { kind: 'json' }],
    [{ type: ['string', 'integer'] }, { kind: 'json' }],
    [{ anyOf: [{ type: 'string' }, { type: 'integer' }] }, { kind: 'json' }],
  ])('%j is shown as %j', (schema, field) => {
    expect(fieldOf(schema)).toMatchObject({ name: 'it', label: 'it', description: '', ...field });
  });

  test.each([
    [{ enum: ['a', 2, null] }, ['"a"', '2', 'null'], ['a', '2', 'null']],
    [{ const: 'only' }, ['"only"'], ['only']],
    [{ oneOf: [{ const: 1, title: 'One' }, { const: 2 }] }, ['1', '2'], ['One', '2']],
  ])('%j is a choice', (schema, values, labels) => {
    const field = fieldOf(schema);
    expect(field.kind).toBe('choice');
    const { options } = field as Extract<Field, { kind: 'choice' }>;
    expect(options.map(({ value }) => value)).toEqual(values);
    expect(options.map(({ label }) => label)).toEqual(labels);
  });

  test('older servers name the values of an enum beside it', () => {
    const field = fieldOf({ type: 'string', enum: ['a', 'b'], enumNames: ['First'] });
    expect(field).toMatchObject({
      kind: 'choice',
      options: [
        { value: '"a"', label: 'First' },
        { value: '"b"', label: 'b' },
      ],
    });
  });

  test.each([{ type: 'string', enum: ['a', 'b'] }, { anyOf: [{ const: 'a' }, { const: 'b' }] }])(
    'a list of %j is a choice of several',
    (items) => {
      const schema = { type: 'array', items, default: ['b'], minItems: 1, maxItems: 2 };
      expect(fieldOf(schema)).toMatchObject({
        kind: 'many',
        options: [{ value: '"a"' }, { value: '"b"' }],
        preset: '"b"',
        min: 1,
        max: 2,
      });
    },
  );

  test.each([
    ['email', 'email'],
    ['date', 'date'],
    ['hostname', undefined],
    [7, undefined],
  ])('the format %j is %j to the form', (format, known) => {
    expect(fieldOf({ type: 'string', format })).toMatchObject({ kind: 'text', format: known });
  });

  test('a default time is shown where the person is', () => {
    const at = new Date(2026, 10, 29, 9, 30, 5);
    const schema = { type: 'string', format: 'date-time', default: at.toISOString() };
    expect(fieldOf(schema)).toMatchObject({ preset: '2026-11-29T09:30:05' });
    expect(fieldOf({ ...schema, default: 'soon' })).toMatchObject({ preset: '' });
  });

  test.each([
    [{ type: ['string', 'null'] }, 'text'],
    [{ anyOf: [{ type: 'integer' }, { type: 'null' }] }, 'number'],
    [{ oneOf: [{ type: 'null' }, { enum: ['a'] }] }, 'choice'],
  ])('%j that may be null is its one type', (schema, kind) => {
    expect(fieldOf(schema).kind).toBe(kind);
  });

  test('title, description and whether it is needed', () => {
    const schema = { type: 'string', title: 'Path', description: 'Where' };
    expect(fieldOf(schema, { required: ['it'] })).toMatchObject({
      label: 'Path',
      description: 'Where',
      required: true,
    });
    expect(fieldOf(schema)).toMatchObject({ required: false });
  });
});

describe('references', () => {
  test('lead to definitions, and what stands beside them wins', () => {
    const schema = { $ref: '#/$defs/Color', description: 'mine' };
    const $defs = { Color: { enum: ['red'], description: 'theirs' } };
    expect(fieldOf(schema, { $defs })).toMatchObject({ kind: 'choice', description: 'mine' });
  });

  test('through a union with null, too', () => {
    const schema = { anyOf: [{ $ref: '#/$defs/N' }, { type: 'null' }], default: null };
    expect(fieldOf(schema, { $defs: { N: { type: 'integer' } } }).kind).toBe('number');
  });

  test.each([
    '#/$defs/gone',
    'https://example.com/x.json',
    '#/__proto__',
    '#/constructor/prototype',
  ])('%s leads nowhere and is JSON', ($ref) => {
    expect(fieldOf({ $ref }).kind).toBe('json');
  });

  test('that go round end as JSON', () => {
    const $defs = { Node: object({ next: { $ref: '#/$defs/Node' } }) };
    let field: Field | undefined = fieldOf({ $ref: '#/$defs/Node' }, { $defs });
    let depth = 0;
    while (field?.kind === 'group') {
      field = field.fields[0];
      depth += 1;
    }
    expect(field?.kind).toBe('json');
    expect(depth).toBe(5);
  });
});

describe('the whole form', () => {
  test('objects are groups of fields', () => {
    const inner = object({ a: { type: 'string' } }, { required: ['a'] });
    expect(fieldOf(inner)).toMatchObject({
      kind: 'group',
      fields: [{ name: 'a', kind: 'text', required: true }],
    });
  });

  test('fields come in the order of the schema', () => {
    const fields = toFields(object({ z: { type: 'string' }, a: { type: 'string' } }));
    expect(fields?.map(({ name }) => name)).toEqual(['z', 'a']);
  });

  test.each([
    [{ type: 'object', properties: {} }, []],
    [{ type: 'object', properties: {}, additionalProperties: false }, []],
    [{ type: 'object', additionalProperties: false }, []],
    [{}, []],
  ])('%j takes no arguments', (schema, fields) => {
    expect(toFields(schema)).toEqual(fields);
  });

  test('an object that says nothing about its properties is written as JSON', () => {
    expect(toFields({ type: 'object' })).toBeUndefined();
  });
});
