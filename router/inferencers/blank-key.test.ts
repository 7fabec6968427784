import { expect, test } from 'vitest';

import { blankKey } from './blank-key.ts';

const KEY = 'sk/canary+7?';
const blank = (text: string, value = KEY) => blankKey(text, { kind: 'literal', value }, () => ({}));

test.each([
  ['as it is', KEY],
  ['in an address', encodeURIComponent(KEY)],
  ['in an address, in small letters', encodeURIComponent(KEY).toLowerCase()],
  ['in base64', Buffer.from(`${KEY}x`).toString('base64')],
  ['in base64 for addresses', Buffer.from(`${KEY}x`).toString('base64url')],
])('blanks a key %s', (_, spelled) => {
  const value = spelled.startsWith('c2') ? `${KEY}x` : KEY;
  expect(blank(`bad key ${spelled}.`, value)).toBe('bad key [secret].');
});

test('leaves other texts, and blanks no short key', () => {
  expect(blank('no such model')).toBe('no such model');
  expect(blank('a bad key a', 'a')).toBe('a bad key a');
});
