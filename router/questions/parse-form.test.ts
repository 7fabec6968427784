import { describe, expect, test } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import { parseForm } from './parse-form.ts';

const show = (text: string) => text.replaceAll('hunter2', '[secret]');

function parse(properties: object, required: readonly string[] = []) {
  return parseForm({ type: 'object', properties, required }, show);
}

function form(properties: object, required: readonly string[] = []) {
  const parsed = parse(properties, required);
  if (!parsed.success) throw parsed.error;
  return parsed.data;
}

/** What is wrong with the answer `value` to such a field; undefined when it fits. */
function problem(field: object, value: unknown): string | undefined {
  try {
    expect(form({ it: field }).check({ it: value })).toEqual({ it: value });
    return undefined;
  } catch (error) {
    if (!(error instanceof RouterError)) throw error;
    expect(error).toMatchObject({ code: 'INVALID_REQUEST', param: 'answer.content.it' });
    return error.message;
  }
}

const pets = [
  { const: 'c', title: 'Cat' },
  { const: 'd', title: 'Dog' },
];

describe('what people see', () => {
  test.each([
    {
      type: 'string',
      title: 'Name',
      minLength: 1,
      maxLength: 9,
      format: 'email',
      default: 'a@b.c',
    },
    { type: 'string', pattern: '^a+$' },
    { type: 'integer', minimum: 1, maximum: 5, default: 3 },
    { type: 'number' },
    { type: 'boolean', default: false },
    { type: 'string', enum: ['a', 'b'], enumNames: ['A', 'B'], default: 'a' },
    { type: 'string', oneOf: pets, default: 'c' },
    { type: 'array', items: { type: 'string', enum: ['a', 'b'] }, minItems: 1, maxItems: 2 },
    { type: 'array', items: { anyOf: pets }, default: ['c'] },
  ])('%j', (field) => {
    expect(form({ it: field }, ['it']).schema).toEqual({
      type: 'object',
      properties: { it: field },
      required: ['it'],
    });
  });

  test('words are made fit for people, values stay as they are', () => {
    const { schema } = form({
      a: { type: 'string', title: 'hunter2', description: 'hunter2', default: 'hunter2' },
      b: { type: 'string', enum: ['hunter2'], enumNames: ['hunter2'] },
      c: { type: 'string', oneOf: [{ const: 'hunter2', title: 'hunter2' }] },
      d: { type: 'array', items: { anyOf: [{ const: 'hunter2', title: 'hunter2' }] } },
    });
    const title = '[secret]';
    expect(schema['properties']).toEqual({
      a: { type: 'string', title, description: title, default: 'hunter2' },
      b: { type: 'string', enum: ['hunter2'], enumNames: [title] },
      c: { type: 'string', oneOf: [{ const: 'hunter2', title }] },
      d: { type: 'array', items: { anyOf: [{ const: 'hunter2', title }] } },
    });
  });

  test('what MCP does not know is left out, and what could never be answered is not required', () => {
    const { schema } = form({ a: { type: 'boolean', 'x-html': '<b>' } }, ['a', 'gone']);
    expect(schema).toEqual({
      type: 'object',
      properties: { a: { type: 'boolean' } },
      required: ['a'],
    });
  });
});

describe('forms that are refused', () => {
  test.each([
    ['nested', { a: { type: 'object', properties: {} } }],
    ['without a type', { a: {} }],
    ['a choice of nothing', { a: { type: 'string', enum: [] } }],
    ['a choice that is no text', { a: { type: 'string', enum: [1] } }],
    ['a free list', { a: { type: 'array', items: { type: 'string' } } }],
    ['a default of another type', { a: { type: 'boolean', default: 'yes' } }],
  ])('%s', (_what, properties) => {
    expect(parse(properties).error?.issues[0]?.path.slice(0, 2)).toEqual(['properties', 'a']);
  });

  test('too many fields, too much text, no schema at all', () => {
    const fields = Array.from({ length: 101 }, (_, at) => [`f${at}`, { type: 'boolean' }]);
    expect(parse(Object.fromEntries(fields)).success).toBe(false);
    expect(parse({ a: { type: 'string', description: 'x'.repeat(200_000) } }).success).toBe(false);
    expect(parseForm(undefined, show).success).toBe(false);
  });
});

describe('answers', () => {
  test.each<[object, unknown, string | undefined]>([
    [{ type: 'string' }, 'x', undefined],
    [{ type: 'string' }, 5, 'it must be a text'],
    [{ type: 'string', minLength: 2 }, 'é', 'it must have at least 2 characters'],
    [{ type: 'string', maxLength: 1 }, '🙂', undefined],
    [{ type: 'string', maxLength: 1 }, 'ab', 'it must have at most 1 character'],
    [{ type: 'string', format: 'email' }, 'a@example.com', undefined],
    [{ type: 'string', format: 'email' }, 'a', 'it must be a valid email'],
    [{ type: 'string', format: 'uri' }, 'https://a.example/x', undefined],
    [{ type: 'string', format: 'uri' }, 'nowhere', 'it must be a valid uri'],
    [{ type: 'string', format: 'date' }, '2026-02-28', undefined],
    [{ type: 'string', format: 'date' }, '2026-02-30', 'it must be a valid date'],
    [{ type: 'string', format: 'date-time' }, '2026-02-28T10:00:00+01:00', undefined],
    [{ type: 'string', format: 'date-time' }, '2026-02-28', 'it must be a valid date-time'],
    [{ type: 'string', format: 'constructor' }, 'x', undefined],
    // A server's regular expression is the server's to check.
    [{ type: 'string', pattern: '^(a+)+$' }, `${'a'.repeat(40)}!`, undefined],
    [{ type: 'integer' }, 1.5, 'it must be a whole number'],
    [{ type: 'integer', minimum: 1 }, 0, 'it must be 1 or more'],
    [{ type: 'number', maximum: 2 }, 2.5, 'it must be 2 or less'],
    [{ type: 'number' }, '2', 'it must be a number'],
    [{ type: 'boolean' }, 'true', 'it must be true or false'],
    [{ type: 'string', enum: ['a'] }, 'a', undefined],
    [{ type: 'string', enum: ['a'] }, 'b', 'it must be one of the choices'],
    [{ type: 'string', oneOf: pets }, 'Cat', 'it must be one of the choices'],
    [{ type: 'array', items: { anyOf: pets } }, ['c', 'd'], undefined],
    [{ type: 'array', items: { anyOf: pets } }, ['x'], 'it must be one of the choices'],
    [{ type: 'array', items: { enum: ['a'] }, minItems: 1 }, [], 'it must have at least 1 choice'],
    [
      { type: 'array', items: { enum: ['a'] }, maxItems: 0 },
      ['a'],
      'it must have at most 0 choices',
    ],
    [{ type: 'array', items: { enum: ['a'] } }, 'a', 'it must be a list'],
  ])('%j: %j', (field, value, expected) => {
    expect(problem(field, value)).toBe(expected);
  });

  test('defaults fill in, also what is required; other fields may be left out', () => {
    const { check } = form(
      {
        a: { type: 'string', default: 'x' },
        b: { type: 'integer', default: 0 },
        c: { type: 'boolean' },
      },
      ['a'],
    );
    expect(check({})).toEqual({ a: 'x', b: 0 });
    expect(check({ a: 'y', c: true })).toEqual({ a: 'y', b: 0, c: true });
  });

  test('what is missing or was not asked for is named', () => {
    const { check } = form({ a: { type: 'string' } }, ['a']);
    expect(() => check({})).toThrow(expect.objectContaining({ param: 'answer.content.a' }));
    expect(() => check({ a: 'x', constructor: 1 })).toThrow(
      expect.objectContaining({ param: 'answer.content.constructor' }),
    );
  });
});
