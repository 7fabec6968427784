import { expect, test } from 'vitest';

import type { ConfigDocument } from '#contract/config-editing.ts';
import { formProblems } from './form-problems.ts';
import { readForm } from './recipe-form-model.ts';

const document: ConfigDocument = {
  file: 'recipes.toml',
  path: '/c/recipes.toml',
  text: '',
  hash: 'h',
  bundled: false,
  value: { recipes: { a: { params: { temperature: 'hot' }, max_turns: 1.5 }, b: {} } },
  issues: [],
};
const base = readForm(document, 'a');
const names = new Set(['a', 'b']);
const check = (fields: Partial<typeof base>) => formProblems({ ...base, ...fields }, base, names);

test('what the file said before does not stand in the way of other changes', () => {
  expect(check({ description: 'new' })).toEqual({});
  expect(check({ temperature: 'warm' })).toEqual({ temperature: 'A number, or empty.' });
});

test('names, numbers and seconds', () => {
  expect(check({ name: '  ' }).name).toBe('Give it a name.');
  expect(check({ name: 'b ' }).name).toMatch(/There is a recipe/);
  expect(check({ name: 'c', maxTurns: '4', timeout: '0.5' })).toEqual({});
  expect(Object.keys(check({ maxTurns: '2.5', timeout: '-1' }))).toEqual(['maxTurns', 'timeout']);
});
