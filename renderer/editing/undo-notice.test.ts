import { expect, test } from 'vitest';

import type { ConfigDocument } from '#contract/config-editing.ts';
import { ControlError } from '#contract/control-client.ts';
import { describeRefusal, describeUndone } from './undo-notice.tsx';

const document: ConfigDocument = {
  file: 'recipes.toml',
  path: '/c/recipes.toml',
  text: '',
  hash: 'h',
  bundled: false,
  value: {},
  issues: [],
};

test('what undo did to the file is said as it is', () => {
  expect(describeUndone(document)).toBe('Taken back: recipes.toml is as it was.');
  expect(describeUndone({ ...document, hash: null })).toBe(
    'Taken back: there is no recipes.toml again.',
  );
  expect(describeUndone({ ...document, hash: null, bundled: true })).toBe(
    'Taken back: the recipes.toml that came with Woollama counts again.',
  );
});

test('a file that somebody changed meanwhile is left alone, and that is said', () => {
  const conflict = new ControlError('CONFIG_CONFLICT', 'x');
  expect(describeRefusal(document, conflict)).toMatch(/changed again since then/);
  expect(describeRefusal(document, new Error('the disk is full'))).toBe('the disk is full');
});
