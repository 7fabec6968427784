import { describe, expect, test } from 'vitest';

import { pathOf, presetValues, readArguments, readObject } from './read-arguments.ts';
import { toFields } from './schema-form.ts';

const fields = (properties: Record<string, unknown>, required: readonly string[] = []) =>
  toFields({ type: 'object', properties, required })!;

const read = (schema: unknown, text: string, required = false) =>
  readArguments(fields({ it: schema }, required ? ['it'] : []), new Map([['/it', text]]));

const MANY = { type: 'array', items: { enum: ['a', 2] }, minItems: 1, maxItems: 1 };
const NUMBERS = { type: 'array', items: { type: 'integer' } };

describe('one value', () => {
  test.each([
    [{ type: 'string' }, ' as it is ', ' as it is '],
    [{ type: 'integer' }, ' 42 ', 42],
    [{ type: 'number' }, '-1.5e3', -1500],
    [{ type: 'boolean' }, 'true', true],
    [{ type: 'boolean' }, 'false', false],
    [{ enum: ['a', 7] }, '7', 7],
    [{ type: 'array', items: { type: 'string' } }, 'a b\n\nc', ['a b', 'c']],
    [NUMBERS, '1\n2\n', [1, 2]],
    [{}, '{"a":[null]}', { a: [null] }],
    [MANY, '2', [2]],
    [{ ...MANY, maxItems: 2 }, '"a"\n2', ['a', 2]],
    [{ type: 'string', format: 'email' }, 'me@example.com', 'me@example.com'],
    [{ type: 'string', format: 'uri' }, 'urn:isbn:1', 'urn:isbn:1'],
    [{ type: 'string', format: 'date' }, '2026-11-29', '2026-11-29'],
    [
      { type: 'string', format: 'date-time' },
      '2026-11-29T09:30',
      new Date(2026, 10, 29, 9, 30).toISOString(),
    ],
    [{ type: 'string', minLength: 2, maxLength: 2 }, '\u{1f600}\u{1f600}', '\u{1f600}\u{1f600}'],
  ])('%j: %j becomes %j', (schema, text, value) => {
    expect(read(schema, text)).toEqual({ ok: true, value: { it: value } });
  });

  test.each([
    [{ type: 'integer' }, '1.5', 'whole number'],
    [{ type: 'integer' }, 'many', 'not a number'],
    [{ type: 'integer', minimum: 1 }, '0', 'At least 1'],
    [{ type: 'number', maximum: 9 }, '10', 'At most 9'],
    [{ enum: ['a'] }, '"b"', 'Choose one'],
    [NUMBERS, '1\nx', 'Line 2'],
    [{}, '{"a":', 'not valid JSON'],
    [MANY, '"b"', 'from the list'],
    [MANY, '"a"\n2', 'at most 1'],
    [{ ...MANY, minItems: 2 }, '2', 'at least 2'],
    [{ type: 'string', format: 'email' }, 'me', 'e-mail'],
    [{ type: 'string', format: 'uri' }, 'example', 'address'],
    [{ type: 'string', format: 'date' }, '2026-13-01', 'date'],
    [{ type: 'string', format: 'date-time' }, 'soon', 'time'],
    [{ type: 'string', minLength: 2 }, 'a', 'At least 2'],
    [{ type: 'string', maxLength: 2 }, 'abc', 'At most 2'],
  ])('%j: %j is refused with %j', (schema, text, fragment) => {
    const result = read(schema, text);
    expect(result.ok).toBe(false);
    expect(!result.ok && result.problems.get('/it')).toContain(fragment);
  });

  test.each([{ type: 'string' }, { type: 'integer' }, { type: 'boolean' }, { enum: ['a'] }, {}])(
    '%j is left out while empty, and asked for when needed',
    (schema) => {
      expect(read(schema, '')).toEqual({ ok: true, value: {} });
      expect(read(schema, '', true)).toEqual({
        ok: false,
        problems: new Map([['/it', 'This is needed']]),
      });
    },
  );

  test('a needed choice of several must have one when its schema says so', () => {
    expect(read({ ...MANY, minItems: 0 }, '', true)).toEqual({ ok: true, value: { it: [] } });
    expect(read(MANY, '', true).ok).toBe(false);
  });

  test('a needed list may be empty', () => {
    expect(read(NUMBERS, '', true)).toEqual({ ok: true, value: { it: [] } });
  });
});

describe('groups', () => {
  const inner = {
    type: 'object',
    properties: { a: { type: 'string' }, b: { type: 'integer', default: 3 } },
    required: ['a'],
  };

  test('nothing of an optional group is sent while it is empty', () => {
    expect(readArguments(fields({ g: inner }), new Map())).toEqual({ ok: true, value: {} });
  });

  test('once used, what it needs is asked for', () => {
    const values = presetValues(fields({ g: inner }));
    expect([...values]).toEqual([['/g/b', '3']]);
    const result = readArguments(fields({ g: inner }), values);
    expect(!result.ok && [...result.problems.keys()]).toEqual(['/g/a']);
    const filled = readArguments(fields({ g: inner }), new Map(values).set('/g/a', 'x'));
    expect(filled).toEqual({ ok: true, value: { g: { a: 'x', b: 3 } } });
  });

  test('a needed group is sent, even empty', () => {
    const open = { type: 'object', properties: { a: { type: 'string' } } };
    expect(readArguments(fields({ g: open }, ['g']), new Map())).toEqual({
      ok: true,
      value: { g: {} },
    });
  });
});

test('the form opens with the defaults', () => {
  const values = presetValues(
    fields({
      n: { type: 'integer', default: 0 },
      b: { type: 'boolean', default: false },
      s: { type: 'string' },
      e: { enum: ['a'], default: 'a' },
    }),
  );
  expect(Object.fromEntries(values)).toEqual({ '/n': '0', '/b': 'false', '/e': '"a"' });
});

test.each(['__proto__', 'constructor', 'a/b', 'a~1b'])('an argument may be called %s', (name) => {
  const schema = JSON.parse(`{"type":"object","properties":{"${name}":{"type":"string"}}}`);
  const result = readArguments(toFields(schema)!, new Map([[pathOf('', name), 'x']]));
  expect(result.ok && Object.entries(result.value)).toEqual([[name, 'x']]);
  expect({}).not.toHaveProperty('x');
});

describe('arguments as JSON', () => {
  test.each([
    ['', {}],
    ['{"a":1}', { a: 1 }],
  ])('%j', (text, value) => {
    expect(readObject(text)).toEqual({ ok: true, value });
  });

  test.each([
    ['[1]', 'JSON object'],
    ['"x"', 'JSON object'],
    ['null', 'JSON object'],
    ['{', 'not valid'],
  ])('%j is refused', (text, fragment) => {
    const result = readObject(text);
    expect(!result.ok && result.problems.get('')).toContain(fragment);
  });
});
