import { expect, test } from 'vitest';

import { KNOWN_KEY_SOURCE, looksLikeKey } from './secret-shapes.ts';

test.each([
  'sk-proj-a1b2c3d4e5f6g7h8',
  'gsk_A1b2C3d4E5f6G7h8',
  'ghp_A1b2C3d4E5f6G7h8',
  'AIzaSyA1b2C3d4E5f6G7h8I9j0',
  'hf_A1b2C3d4E5f6G7h8',
])('%s is a key, alone and in a text', (key) => {
  expect(looksLikeKey(key)).toBe(true);
  expect(`x ${key} y`.replace(new RegExp(KNOWN_KEY_SOURCE, 'g'), '*')).toBe('x * y');
});

test.each(['OPENAI_API_KEY', 'npm_config_registry_token', 'sk_', 'KEY_2', ''])(
  '%j is a name',
  (name) => expect(looksLikeKey(name)).toBe(false),
);
