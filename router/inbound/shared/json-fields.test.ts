import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import { hasTopLevelKey, readBodyFields, replaceModel } from './json-fields.ts';

const read = (text: string) => readBodyFields(Buffer.from(text));

function refusal(body: Buffer | string): string {
  try {
    readBodyFields(Buffer.from(body));
    return 'accepted';
  } catch (error) {
    // Anything else than our error is a crash and fails the comparison.
    return error instanceof RouterError ? error.code : String(error);
  }
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Every character as `\uXXXX`, the longest spelling JSON has. */
function escapeAll(text: string): string {
  return Array.from({ length: text.length }, (_, at) => {
    return `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }).join('');
}

describe('what is found', () => {
  test.each([
    ['plain', '{"model":"openai/gpt"}', 'openai/gpt'],
    ['absent', '{}', undefined],
    ['empty name', '{"model":""}', ''],
    ['last of many', '{"a":1,"b":[{}],"c":{"d":"}"},"model":"x/y"}', 'x/y'],
    ['spaces everywhere', ' \t\r\n{ "model"\n:\t"x/y" \r, "a" : [ ] } \n', 'x/y'],
    ['escaped slash and unicode', String.raw`{"model":"x\/\u00fc\ud83c\udf88"}`, 'x/ü🎈'],
    ['an escaped key', String.raw`{"\u006dodel":"x/y"}`, 'x/y'],
    ['raw unicode around', '{"ключ":"🎈","model":"x/ü🎈","後":"日本"}', 'x/ü🎈'],
    ['quotes and braces in strings', String.raw`{"a":"\"}],{\\","model":"x/y"}`, 'x/y'],
    ['numbers and words', '{"a":-1.5E+3,"b":true,"c":null,"d":false,"model":"x/y"}', 'x/y'],
    ['a key that only starts alike', '{"models":"no","mode":"no","model ":"no"}', undefined],
  ])('%s', (_name, text, model) => expect(read(text).model).toBe(model));

  test.each([
    '{"messages":[{"model":"nested"}]}',
    '{"metadata":{"model":"nested"}}',
    '{"a":{"b":[{"model":"nested"}]},"c":"\\"model\\":\\"in a string\\""}',
  ])('a nested model is not read: %s', (text) => expect(read(text).model).toBeUndefined());

  test('the offsets enclose the value with its quotes', () => {
    const body = Buffer.from('{"ü":1,"model" : "x/y","b":2}');
    const { start, end } = readBodyFields(body);
    expect(body.toString('utf8', start, end)).toBe('"x/y"');
  });

  test.each([
    ['{"options":{"num_ctx":1}}', true],
    ['{"options":null}', true],
    [String.raw`{"\u006fptions":{}}`, true],
    ['{"a":{"options":{}}}', false],
    ['{"option":{}}', false],
  ])('options at the top level: %s', (text, expected) =>
    expect(hasTopLevelKey(Buffer.from(text), 'options')).toBe(expected),
  );
});

describe('what is refused', () => {
  test.each([
    '',
    ' ',
    'null',
    '"model"',
    '[]',
    '{',
    '}',
    '{]',
    '{"model"}',
    '{"model":}',
    '\ufeff{}',
  ])('not an object: %j', (text) => expect(refusal(text)).toBe('INVALID_JSON'));

  test.each([
    '{"model":"x"},',
    '{"model":"x"}{}',
    '{"model":"x"} x',
    '{"a":1,}',
    '{,"a":1}',
    '{"a":1 "b":2}',
    '{"a" 1}',
    '{a:1}',
    "{'model':'x'}",
    '{"a":1]',
    '{"model":"x\\q"}',
    '{"model\\u00":"x"}',
    '{"a":/*no*/1}',
  ])('broken at the top level: %s', (text) => expect(refusal(text)).toBe('INVALID_JSON'));

  test.each(['{"model":1}', '{"model":null}', '{"model":["x"]}', '{"model":{"a":"b"}}'])(
    'a model that is no string: %s',
    (text) => expect(refusal(text)).toBe('INVALID_REQUEST'),
  );

  test.each(['{"model":"a","model":"b"}', String.raw`{"model":"a","mod\u0065l":"b"}`])(
    'a model given twice, since the upstream might take the other one: %s',
    (text) => expect(refusal(text)).toBe('INVALID_REQUEST'),
  );

  test('a body cut off at any byte', () => {
    const text = String.raw`{"a":[1,{"b":"\\\"ü\u00e9"}],"model":"ollama/q\"🎈","n":-1.5e3, "t":true } `;
    const whole = Buffer.from(text);
    expect(refusal(whole)).toBe('accepted');
    for (let length = 0; length < whole.length - 1; length += 1) {
      expect(refusal(whole.subarray(0, length)), `${length} bytes`).toBe('INVALID_JSON');
    }
  });

  test('the message tells where', () =>
    expect(() => read('{"a":1,}')).toThrow('the body is not valid JSON at byte 7'));
});

describe('strings around the 32 bytes where the walk changes', () => {
  const endings = ['', '\\"', '\\\\', '\\\\\\"', '\\"\\"', '\\\\\\\\', 'ü', '\\u0022'];
  test.each(endings)('ending in %j', (ending) => {
    for (let length = 0; length < 70; length += 1) {
      const value = `"${'x'.repeat(length)}${ending}"`;
      const text = `{"a":${value},${value}:1,"n":[${value}],"model":"m/m","z":${value}}`;
      expect(read(text).model, text).toBe('m/m');
      expect(read(`{"model":${value}}`).model, text).toBe(JSON.parse(value));
    }
  });

  test('a long run of escapes is walked in time that grows with its length', () => {
    const dense = `{"a":"${'\\"'.repeat(400_000)}","b":"${'\\\\'.repeat(400_000)}","model":"m/m"}`;
    // Quadratic would take minutes, more than any test may.
    expect(read(dense).model).toBe('m/m');
  });

  test('deep nesting does not exhaust the stack', () => {
    const deep = `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)},"model":"m/m"}`;
    expect(read(deep).model).toBe('m/m');
  });
});

describe('replacing the model', () => {
  const replaced = (text: string, model: string): string => {
    const body = Buffer.from(text);
    return replaceModel(body, readBodyFields(body), model).toString('utf8');
  };

  test('a shorter name is padded in place, without a copy', () => {
    const body = Buffer.from('{"model":"ollama/qwen3","a":1}');
    const result = replaceModel(body, readBodyFields(body), 'qwen3');
    expect(result).toBe(body);
    expect(result.toString()).toBe('{"model":"qwen3"       ,"a":1}');
  });

  test('a name of the same length fills the place', () =>
    expect(replaced('{"model":"abc"}', 'xyz')).toBe('{"model":"xyz"}'));

  test('a longer name moves the rest', () =>
    expect(replaced('{"a":"ü","model":"m","b":"🎈"}', 'much/longer "name"')).toBe(
      String.raw`{"a":"ü","model":"much/longer \"name\"","b":"🎈"}`,
    ));
});

/** Text with surrogates, quotes, backslashes and control characters more often than chance gives. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: fc.constantFrom('"', '\\', '/', '{', '}', 'ü', '🎈', '\ud800', '\n', 'x') }),
);
const otherKey = text.filter((key) => key !== 'model' && key !== '__proto__');
const members = fc.array(
  fc.tuple(otherKey, fc.oneof(fc.jsonValue({ maxDepth: 4 }), fc.record({ model: fc.string() }))),
  { maxLength: 6 },
);
const spacing = fc.constantFrom('', ' ', '\n\t', '\r\n  ');

test('any object: the same fields as JSON.parse, and only the model changes', () => {
  fc.assert(
    fc.property(
      fc.record({
        members,
        model: text,
        at: fc.nat(6),
        newModel: text,
        spacing,
        wide: fc.boolean(),
      }),
      ({ members, model, at, newModel, spacing: s, wide }) => {
        const spell = (value: string) => (wide ? `"${escapeAll(value)}"` : JSON.stringify(value));
        const parts = members.map(
          ([key, value]) => `${s}${spell(key)}${s}:${s}${JSON.stringify(value)}`,
        );
        parts.splice(at, 0, `${s}${spell('model')}${s}:${s}${spell(model)}${s}`);
        const body = Buffer.from(`${s}{${parts.join(',')}${s}}${s}`);
        const parsed: Record<string, unknown> = JSON.parse(body.toString());

        const fields = readBodyFields(body);
        expect(fields.model).toBe(parsed['model']);
        expect(hasTopLevelKey(body, 'options')).toBe('options' in parsed);
        const changed = replaceModel(body, fields, newModel);
        expect(JSON.parse(changed.toString())).toEqual({ ...parsed, model: newModel });
        expect(readBodyFields(changed).model).toBe(newModel);
      },
    ),
    { numRuns: 400 },
  );
});

const tokens = fc.array(
  fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    '\\',
    ':',
    ',',
    ' ',
    '1',
    'e',
    'null',
    '"model"',
    '"m"',
    'ü',
  ),
  { maxLength: 24 },
);

test('whatever comes: no crash, and no object that JSON.parse takes is refused as invalid', () => {
  fc.assert(
    fc.property(tokens, fc.boolean(), (parts, enclosed) => {
      const body = enclosed ? `{"a":${parts.join('')}}` : parts.join('');
      const verdict = refusal(body);
      expect(['accepted', 'INVALID_JSON', 'INVALID_REQUEST']).toContain(verdict);
      if (!parses(body)) return;
      const value: unknown = JSON.parse(body);
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      expect(verdict === 'INVALID_JSON').toBe(!isObject);
    }),
    { numRuns: 1_000 },
  );
});

test('random bytes never crash it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const body = Buffer.concat([Buffer.from('{"a":'), bytes, Buffer.from('}')]);
      expect(['accepted', 'INVALID_JSON', 'INVALID_REQUEST']).toContain(refusal(body));
    }),
  );
});

// Relays leave the judging of these to the upstream; routes that read the body parse it in full.
test.each([
  ['a nested bracket closed by the wrong one', '{"a":[}}'],
  ['nested text without any shape', '{"a":[1 2,,:nope]}'],
  ['an unknown word', '{"a":nope}'],
  ['a number with a leading zero', '{"a":01}'],
  ['a line break in a string', '{"a":"\n"}'],
  ['an unknown escape in a value that is not read', '{"a":"\\q"}'],
])('accepted although JSON.parse refuses: %s', (_name, text) => {
  expect(refusal(text)).toBe('accepted');
  expect(parses(text)).toBe(false);
});

describe('large bodies, which are not walked where that can be avoided', () => {
  const messages = Array.from({ length: 40 }, () => ({
    role: 'user',
    content: 'say "model": \\ {"model":"inner/x"} ü\n'.repeat(20),
    nested: { options: {}, name: 'model' },
  }));

  test.each([
    ['in front', { model: 'a/b', stream: true, messages }],
    ['behind', { messages, model: 'a/b', n: 1, stop: ['x', { y: 1 }] }],
    ['in the middle', { messages, model: 'a/b', more: messages }],
  ])('the model %s is found', (_where, value) => {
    const body = Buffer.from(JSON.stringify(value));
    const fields = readBodyFields(body);
    expect(fields.model).toBe('a/b');
    expect(body.toString('utf8', fields.start, fields.end)).toBe('"a/b"');
    expect(JSON.parse(replaceModel(body, fields, 'b').toString())).toEqual({
      ...value,
      model: 'b',
    });
  });

  test('a nested model is not taken for it', () => {
    const inside = { messages: [...messages, { model: 'inner/x' }] };
    expect(readBodyFields(Buffer.from(JSON.stringify(inside))).model).toBeUndefined();
    const both = { messages: inside.messages, model: 'a/b' };
    expect(readBodyFields(Buffer.from(JSON.stringify(both))).model).toBe('a/b');
    const front = { model: 'a/b', messages: inside.messages };
    expect(readBodyFields(Buffer.from(JSON.stringify(front))).model).toBe('a/b');
  });

  test('a model given twice is refused, wherever the two are', () => {
    const list = JSON.stringify(messages);
    for (const text of [
      `{"model":"a/b","messages":${list},"model":"c/d"}`,
      `{"model":"a/b","model":"c/d","messages":${list}}`,
      `{"messages":${list},"model":"a/b","model":"c/d"}`,
    ]) {
      expect(() => readBodyFields(Buffer.from(text))).toThrow(/given twice/);
    }
  });

  test('what is broken where it has to look is still told', () => {
    const list = JSON.stringify(messages);
    for (const text of [
      `{"messages":${list},"model":"a/b"`,
      `{"messages":${list},"model":"a/b"}}`,
    ]) {
      expect(() => readBodyFields(Buffer.from(text))).toThrow(/not valid JSON/);
    }
  });
});
