import { describe, expect, test } from 'vitest';

import type { ConfigDocument } from '#contract/config-editing.ts';
import { editsOf, freeName, readForm, type RecipeForm } from './recipe-form-model.ts';

function documentOf(recipes: Record<string, unknown>): ConfigDocument {
  const value = { recipes };
  const file = 'recipes.toml';
  return { file, path: `/c/${file}`, text: '', hash: 'h', bundled: false, value, issues: [] };
}

const ENTRY = {
  description: 'Counts',
  inferencer: 'ollama/qwen3:8b',
  tools: ['hello.*'],
  system: 'You count for {{who}}.\n',
  params: { temperature: 0.2, seed: 7 },
  variables: { who: { default: 'people', choices: ['people', 'cats'], mine: 1 } },
  max_turns: 4,
  own_key: true,
};
const base = readForm(documentOf({ counter: ENTRY }), 'counter');
const change = (fields: Partial<RecipeForm>) =>
  editsOf({ before: base, after: { ...base, ...fields }, exists: true });

test('an entry is read as it is typed', () => {
  expect(base).toEqual({
    name: 'counter',
    description: 'Counts',
    inferencer: 'ollama/qwen3:8b',
    system: 'You count for {{who}}.\n',
    tools: ['hello.*'],
    variables: [{ name: 'who', preset: 'people', choices: ['people', 'cats'], description: '' }],
    temperature: '0.2',
    topP: '',
    maxTokens: '',
    otherParams: '{\n  "seed": 7\n}',
    maxTurns: '4',
    timeout: '',
    vision: false,
  });
});

test('a file that holds anything at all can be read', () => {
  const odd = { inferencer: 3, tools: 'x', params: [1], variables: { a: 'b' }, vision: 'yes' };
  const form = readForm(documentOf({ odd, other: 'no table' }), 'odd');
  expect(form).toMatchObject({ inferencer: '3', tools: [], variables: [], otherParams: '' });
  expect(editsOf({ before: form, after: form, exists: true })).toEqual([]);
});

describe('only what changed becomes an edit', () => {
  test('nothing', () => {
    expect(change({})).toEqual([]);
    expect(change({ description: 'Counts ', temperature: '0.20' })).toEqual([]);
  });

  test('single keys', () => {
    expect(change({ inferencer: ' auto/default ', description: ' ' })).toEqual([
      { kind: 'remove', path: ['recipes', 'counter', 'description'] },
      { kind: 'set', path: ['recipes', 'counter', 'inferencer'], value: 'auto/default' },
    ]);
    expect(change({ maxTurns: '', timeout: '2.5', vision: true })).toEqual([
      { kind: 'remove', path: ['recipes', 'counter', 'max_turns'] },
      { kind: 'set', path: ['recipes', 'counter', 'timeout'], value: 2.5 },
      { kind: 'set', path: ['recipes', 'counter', 'vision'], value: true },
    ]);
  });

  test('a prompt of several lines ends with one', () => {
    expect(change({ system: 'a\nb' })).toMatchObject([{ value: 'a\nb\n' }]);
    expect(change({ system: 'a' })).toMatchObject([{ value: 'a' }]);
  });

  test('another name comes last, for the other edits say the old one', () => {
    expect(change({ name: ' teller ', tools: [] })).toEqual([
      { kind: 'set', path: ['recipes', 'counter', 'tools'], value: [] },
      { kind: 'rename', path: ['recipes', 'counter'], to: 'teller' },
    ]);
    expect(change({ name: ' ' })).toEqual([]);
  });
});

describe('a recipe that is not in the file', () => {
  const fresh = readForm(documentOf({ 'my-recipe': ENTRY }), '');

  test('begins with a name that is free', () => {
    expect(fresh).toMatchObject({ name: 'my-recipe-2', inferencer: 'auto/default', tools: [] });
    expect(freeName('a', new Set(['a', 'a-2']))).toBe('a-3');
  });

  test('is written whole, without keys that say nothing', () => {
    const after = { ...fresh, name: 'new', system: 'Hi', tools: ['a.b'], topP: '0.5' };
    expect(editsOf({ before: fresh, after, exists: false })).toEqual([
      {
        kind: 'set',
        path: ['recipes', 'new'],
        value: {
          inferencer: 'auto/default',
          tools: ['a.b'],
          system: 'Hi',
          params: { top_p: 0.5 },
        },
      },
    ]);
  });

  test('keeps what was typed while its name is empty', () => {
    const after = { ...fresh, name: '', system: 'Hi' };
    expect(editsOf({ before: fresh, after, exists: false })).toMatchObject([
      { path: ['recipes', 'my-recipe-2'] },
    ]);
    expect(editsOf({ before: fresh, after: fresh, exists: false })).toEqual([]);
  });
});
