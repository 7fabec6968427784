import { expect, test } from 'vitest';

import { groupModels, modelWarning } from './model-choices.ts';

const IDS = ['demo/echo', 'auto/default', 'ollama/b', 'woollama/counter', 'ollama/a', 'ollama/a'];

test('the automatic one first, then by inferencer; no recipes', () => {
  expect(groupModels(IDS)).toEqual([
    { group: 'Automatic', items: ['auto/default'] },
    { group: 'demo', items: ['demo/echo'] },
    { group: 'ollama', items: ['ollama/a', 'ollama/b'] },
  ]);
  expect(groupModels([])).toHaveLength(1);
});

test('a name that may be a slip', () => {
  expect(modelWarning(' ollama/a ', IDS)).toBeUndefined();
  expect(modelWarning('auto/default', [])).toBeUndefined();
  expect(modelWarning('ollama/c', IDS)).toMatch(/ollama does not list this model/);
  expect(modelWarning('openai/gpt', IDS)).toMatch(/Nothing is known of the models of openai/);
  // The router refuses these itself.
  for (const typed of ['', 'ollama', '/a', 'ollama/']) {
    expect(modelWarning(typed, IDS)).toBeUndefined();
  }
});
