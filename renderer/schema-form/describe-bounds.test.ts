import { expect, test } from 'vitest';

import { describeBounds } from './describe-bounds.ts';
import { toFields } from './schema-form.ts';

test.each([
  [{ type: 'integer', minimum: 1, maximum: 9 }, 'From 1 to 9.'],
  [{ type: 'number', minimum: 0 }, 'At least 0.'],
  [{ type: 'string', maxLength: 40 }, 'At most 40 characters.'],
  [{ type: 'array', items: { enum: ['a', 'b'] }, maxItems: 1 }, 'Choose at most 1.'],
  [{ type: 'string' }, ''],
  [{ enum: ['a'] }, ''],
])('%j takes %j', (schema, words) => {
  const [field] = toFields({ type: 'object', properties: { it: schema } }) ?? [];
  expect(field && describeBounds(field)).toBe(words);
});
