import { expect, test } from 'vitest';

import { BUILT_IN_INFERENCERS } from '#contract/names.ts';
import { builtInVariable, variableFor } from './inferencer-entries.ts';
import { filterModels } from './filter-models.ts';
import { freeName, PRESETS } from './presets.ts';

test('a preset is built in, or brings an address that works as a base_url', () => {
  for (const { id, entry } of PRESETS) {
    if (entry === undefined) expect(BUILT_IN_INFERENCERS).toContain(id);
    else if (id !== 'custom') expect(entry.baseUrl).toMatch(/^https?:\/\/[^/]+\/v1$/);
  }
  expect(new Set(PRESETS.map(({ id }) => id)).size).toBe(PRESETS.length);
});

test('a name that is taken gets a number', () => {
  expect(freeName('vllm', [])).toBe('vllm');
  expect(freeName('vllm', ['vllm', 'vllm-2'])).toBe('vllm-3');
  expect(freeName('', [''])).toBe('');
});

test.each([
  ['openai', 'OPENAI_API_KEY'],
  ['my-box.home', 'MY_BOX_HOME_API_KEY'],
  ['9router', '_9ROUTER_API_KEY'],
  ['ä', '__API_KEY'],
])('the key of %s is %s', (name, variable) => {
  expect(variableFor(name)).toBe(variable);
  expect(variable).toMatch(/^[A-Za-z_]\w{0,99}$/);
});

test('only the built-in services read a key without being told', () => {
  expect(['ollama', 'demo', 'mine'].map(builtInVariable)).toEqual(['', '', '']);
  expect(builtInVariable('openrouter')).toBe('OPENROUTER_API_KEY');
});

test('models are found by words in any order', () => {
  const models = ['meta/llama-3-70b', 'qwen/qwen3-8b', 'meta/Llama-3-8B'];
  expect(filterModels(models, '')).toBe(models);
  expect(filterModels(models, '8b LLAMA')).toEqual(['meta/Llama-3-8B']);
  expect(filterModels(models, 'gpt')).toEqual([]);
});
