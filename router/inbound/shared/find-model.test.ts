import fc from 'fast-check';
import { expect, test } from 'vitest';

import { findModel, withModel } from './find-model.ts';
import { readBodyFields } from './json-fields.ts';
import { RawBody, toRawBody } from './raw-body.ts';

function cut(text: string, places: readonly number[]): RawBody {
  const bytes = Buffer.from(text);
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  const ends = [...at, bytes.length];
  return new RawBody(
    ends.map((end, index) => Buffer.from(bytes.subarray(ends[index - 1] ?? 0, end))),
  );
}

const text = fc.string({
  unit: fc.constantFrom('model', '"', '\\', ':', ',', '{', '}', ' ', 'a/b', '\n', 'ü'),
  maxLength: 6,
});
const other = fc.oneof(
  text,
  fc.array(fc.record({ role: text, content: text, model: text })),
  fc.constantFrom(null, 1, true, {}, { model: 'inner' }),
);
const membersWith = (key: fc.Arbitrary<string>) => fc.array(fc.tuple(key, other), { maxLength: 4 });
const key = text.filter((name) => name !== 'model');
const members = membersWith(key);
/**
 * Node 24's JSON.parse takes a key `\n` (a line's end, escaped) for the key `\` or `\n` (a backslash)
 * where it met an object with that one before, so what it says of such keys proves nothing.
 */
const plainMembers = membersWith(key.filter((name) => !name.includes('\\')));

test('however a body is cut, the model is the same, and only it changes', () => {
  fc.assert(
    fc.property(
      fc.record({ before: plainMembers, model: text, after: plainMembers, name: text }),
      fc.array(fc.nat(400), { minLength: 1, maxLength: 5 }),
      ({ before, model, after, name }, places) => {
        const value = Object.fromEntries([...before, ['model', model], ...after]);
        const json = JSON.stringify(value);
        const body = cut(json, places);
        const field = findModel(body);
        expect(field.model).toBe(model);
        const changed = Buffer.concat(withModel(body, field, name)).toString();
        expect(JSON.parse(changed)).toEqual({ ...value, model: name });
      },
    ),
    { numRuns: 500 },
  );
});

test('however a body without a model is cut, none is found', () => {
  fc.assert(
    fc.property(members, fc.array(fc.nat(300), { minLength: 1 }), (list, places) => {
      expect(
        findModel(cut(JSON.stringify(Object.fromEntries(list)), places)).model,
      ).toBeUndefined();
    }),
  );
});

test('a model given twice is refused, also where its name is cut in two', () => {
  const json = '{"model":"a/b","x":["......................"],"model":"c/d"}';
  for (let place = 1; place < json.length; place += 1) {
    expect(() => findModel(cut(json, [place])), String(place)).toThrow(/given twice/);
  }
});

test('pieces are joined only where it must be', () => {
  const json = `{"model":"a/b","messages":["${'x'.repeat(100)}"]}`;
  const body = cut(json, [40, 80]);
  expect(findModel(body)).toMatchObject({ model: 'a/b', part: 0 });
  expect(body.parts).toHaveLength(3);
  const tail = cut(`{"messages":["${'x'.repeat(100)}"],"model":"a/b"}`, [40, 80]);
  expect(findModel(tail)).toMatchObject({ model: 'a/b', part: 2 });
  expect(tail.parts).toHaveLength(3);
  const middle = cut(`{"messages":[""],"model":"a/b","x":["${'x'.repeat(100)}"]}`, [60, 80]);
  expect(findModel(middle)).toMatchObject({ model: 'a/b', part: 0 });
  expect(middle.parts).toHaveLength(1);
});

test('a broken body is told as it is in one piece', () => {
  const json = '{"messages":[1,2,3],"model":"a/b",}';
  expect(() => readBodyFields(Buffer.from(json))).toThrow(/not valid JSON/);
  expect(() => findModel(cut(json, [10, 20]))).toThrow(/not valid JSON/);
});

test('a request without a body has an empty one', () => {
  expect(toRawBody(undefined).whole()).toHaveLength(0);
  const body = new RawBody([Buffer.from('x')]);
  expect(toRawBody(body)).toBe(body);
});
