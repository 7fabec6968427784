import { expect, test } from 'vitest';

import { isSafeName, recipeToolName } from './own-names.ts';

test('plain names stay readable', () => {
  expect(recipeToolName('counter', 'dotted')).toBe('recipe.counter');
  expect(recipeToolName('counter', 'underscore')).toBe('recipe__counter');
});

test('other names are made safe, the same for ever and none like another', () => {
  const hostile = ['my recipe', 'my_recipe', 'my.recipe', 'ä', 'x'.repeat(56), 'x'.repeat(57), ''];
  const names = [...hostile, '../..', '日本', '\u0000', '__', 'a/b'].map((name) =>
    recipeToolName(name, 'underscore'),
  );
  expect(names.filter((name) => !isSafeName(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
  expect(recipeToolName('my recipe', 'underscore')).toMatch(/^recipe_my_recipe_[0-9a-f]{16}$/);
  expect(recipeToolName('日本', 'underscore')).toMatch(/^recipe_[0-9a-f]{16}$/);
});
