/** Bodies too large to be walked must be read as small ones are. */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import { hasTopLevelKey, readBodyFields, replaceModel } from './json-fields.ts';

const FILLING = 'x'.repeat(20_000);

const read = (text: string) => readBodyFields(Buffer.from(text));

/** Text that looks like what the search looks for. */
const tricky = fc.string({
  unit: fc.constantFrom('model', '"', '\\', ':', ',', '{', '}', ' ', 'a/b', 'options', '\n', 'ü'),
  maxLength: 8,
});
const nested = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    tricky,
    fc.constantFrom(null, 1, true),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(tricky, fc.constant('model')), tie('value'), { maxKeys: 3 }),
  ),
})).value;
const members = fc.array(
  fc.tuple(
    tricky.filter((key) => key !== 'model' && key !== '__proto__'),
    nested,
  ),
  { maxLength: 5 },
);

test('any large object: the model JSON.parse sees, and only it changes', () => {
  const layout = {
    members,
    model: fc.option(tricky),
    at: fc.nat(6),
    filledAt: fc.nat(6),
    list: fc.boolean(),
  };
  fc.assert(
    fc.property(fc.record(layout), ({ members, model, at, filledAt, list }) => {
      const parts = members.map(
        ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
      );
      if (model !== null) parts.splice(at, 0, `"model" :${JSON.stringify(model)}`);
      parts.splice(filledAt, 0, `"filling":${JSON.stringify(list ? [{ FILLING }] : FILLING)}`);
      const body = Buffer.from(`{${parts.join(', ')}}\n`);
      const parsed: Record<string, unknown> = JSON.parse(body.toString());

      const fields = readBodyFields(body);
      expect(fields.model).toBe(parsed['model']);
      expect(hasTopLevelKey(body, 'options')).toBe(Object.hasOwn(parsed, 'options'));
      if (fields.model === undefined) return;
      const changed = replaceModel(Buffer.from(body), fields, 'b');
      expect(JSON.parse(changed.toString())).toEqual({ ...parsed, model: 'b' });
    }),
    { numRuns: 600 },
  );
});

test('a key that only ends like the one looked for is another key', () => {
  const body = JSON.stringify({ list: [FILLING], 'x"model': 'inner/x', n: 1 });
  expect(read(body).model).toBeUndefined();
});

test.each([
  ['in front', `{"model":7,"list":["${FILLING}"]}`],
  ['behind', `{"list":["${FILLING}"],"model":null}`],
])('a model that is no string is refused %s', (_where, text) =>
  expect(() => read(text)).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST' })),
);

test('noise never crashes it', () => {
  const noise = fc.array(fc.constantFrom('{', '}', '"', '\\', ':', ',', '"model"', '[', ']', 'x'));
  fc.assert(
    fc.property(noise, noise, (before, after) => {
      try {
        read(`{${before.join('')}"${FILLING}"${after.join('')}}`);
      } catch (error) {
        expect(error).toBeInstanceOf(RouterError);
      }
    }),
  );
});

// The upstream, which parses everything, refuses these or takes the last one.
test.each([
  ['a body that breaks off behind the model', `{"model":"a/b","list":["${FILLING}`],
  [
    'a second model in another spelling',
    `{"model":"a/b","list":["${FILLING}"],"mod\\u0065l":"c/d"}`,
  ],
])('not noticed in a large body: %s', (_name, text) => expect(read(text).model).toBe('a/b'));
