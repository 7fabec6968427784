import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createSecretMask } from './secret-mask.ts';

test('blanks every known secret, also where it contains another one', () => {
  const mask = createSecretMask();
  mask.set('config', ['canary-one', 'canary-one-and-more']);
  expect(mask.mask('a canary-one-and-more b canary-one c')).toBe('a [secret] b [secret] c');
});

test('finds a secret inside a JSON line, where its quotes are escaped', () => {
  const mask = createSecretMask();
  const secret = 'pa"ss\\word';
  mask.set('config', [secret]);
  expect(mask.mask(JSON.stringify({ note: `got ${secret}` }))).not.toContain('word');
});

test('a source that is set again forgets its old values only', () => {
  const mask = createSecretMask();
  mask.set('config', ['first-value']);
  mask.set('token', ['token-value']);
  mask.set('config', ['second-value']);
  expect(mask.mask('first-value second-value token-value')).toBe('first-value [secret] [secret]');
});

test('leaves short values alone: they would blank harmless text', () => {
  const mask = createSecretMask();
  mask.set('config', ['true', '']);
  expect(mask.mask('it is true')).toBe('it is true');
});

test.each([
  ['authorization: Bearer abcdefgh12345678', 'abcdefgh12345678'],
  ['the key sk-proj-abcdefghijklmnop was refused', 'abcdefghijklmnop'],
  ['{"x-api-key":"qwertyuiop"}', 'qwertyuiop'],
  ['api_key=qwertyuiop&x=1', 'qwertyuiop'],
])('blanks credentials by their shape: %s', (line, secret) => {
  expect(createSecretMask().mask(line)).not.toContain(secret);
});

test('keeps what is no credential', () => {
  const line = '{"msg":"request ended","status":200,"total_tokens":123456,"model":"demo/echo"}';
  expect(createSecretMask().mask(line)).toBe(line);
});

test('no secret of any alphabet survives', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 6 }), fc.string(), (secret, around) => {
      const mask = createSecretMask();
      mask.set('config', [secret]);
      fc.pre(!'[secret]'.includes(secret));
      expect(mask.mask(`${around}${secret}${around}`)).not.toContain(secret);
    }),
  );
});
