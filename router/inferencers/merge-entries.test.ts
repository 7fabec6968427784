import { describe, expect, test } from 'vitest';

import { inferencerEntry } from '#contract/config.ts';
import { mergeEntries } from './merge-entries.ts';

const OLLAMA = 'http://localhost:11434';

function merge(entries: Readonly<Record<string, object>> = {}, ollamaUrl = OLLAMA) {
  const parsed = Object.entries(entries).map(
    ([name, entry]) => [name, inferencerEntry.parse(entry)] as const,
  );
  const merged = mergeEntries(new Map(parsed), ollamaUrl);
  return Object.fromEntries(merged.map((settings) => [settings.name, settings]));
}

describe('without entries', () => {
  test('there are the built-in inferencers, sorted', () => {
    expect(Object.keys(merge())).toEqual([
      'anthropic',
      'groq',
      'ollama',
      'openai',
      'openrouter',
      'together',
    ]);
  });

  test.each([
    ['anthropic', 'https://api.anthropic.com/v1', 'ANTHROPIC_API_KEY'],
    ['groq', 'https://api.groq.com/openai/v1', 'GROQ_API_KEY'],
    ['openai', 'https://api.openai.com/v1', 'OPENAI_API_KEY'],
    ['openrouter', 'https://openrouter.ai/api/v1', 'OPENROUTER_API_KEY'],
    ['together', 'https://api.together.ai/v1', 'TOGETHER_API_KEY'],
  ])('%s lies at %s', (name, baseUrl, variable) => {
    expect(merge()[name]).toMatchObject({
      baseUrl,
      kind: 'openai',
      key: { kind: 'variable', variable },
      extraBody: { temperature: 0, ...(name === 'anthropic' && { max_tokens: 4096 }) },
      discover: false,
      idleTimeoutMs: 300_000,
    });
  });

  test.each([OLLAMA, `${OLLAMA}/`, `${OLLAMA}/v1`, `${OLLAMA}/v1/`, 'localhost:11434'])(
    'ollama lies at the OpenAI endpoint of %s',
    (url) => {
      expect(merge({}, url)['ollama']).toMatchObject({
        kind: 'ollama',
        baseUrl: 'http://localhost:11434/v1',
        key: { kind: 'none' },
        extraBody: { options: { temperature: 0 } },
        discover: true,
      });
    },
  );
});

describe('an entry for a built-in name', () => {
  test('changes only the fields it fills', () => {
    const before = merge()['openai'];
    const empty = { base_url: '', extra_body: {}, models: [], model_patterns: [] };
    expect(merge({ openai: {} })['openai']).toEqual(before);
    expect(merge({ openai: empty })['openai']).toEqual(before);
  });

  test('can change every field', () => {
    const entry = {
      base_url: 'https://proxy.example/v1/',
      api_key_env: 'MY_KEY',
      extra_body: { top_p: 1 },
      models: ['a'],
      discover: true,
      model_patterns: ['a*'],
      timeout: 0,
    };
    expect(merge({ openai: entry })['openai']).toEqual({
      name: 'openai',
      kind: 'openai',
      baseUrl: 'https://proxy.example/v1',
      key: { kind: 'variable', variable: 'MY_KEY' },
      extraBody: { top_p: 1 },
      models: ['a'],
      discover: true,
      modelPatterns: ['a*'],
      idleTimeoutMs: 0,
    });
  });

  test('can switch discovery and the inferencer itself off', () => {
    expect(merge({ ollama: { discover: false } })['ollama']?.discover).toBe(false);
    expect(merge({ openai: { enabled: false } })).not.toHaveProperty('openai');
  });

  test.each([
    [{ api_key_env: '' }, { kind: 'none' }],
    [{ api_key: '$OTHER' }, { kind: 'variable', variable: 'OTHER' }],
    [{ api_key: '${OTHER}' }, { kind: 'variable', variable: 'OTHER' }],
    [{ api_key: 'sk-literal' }, { kind: 'literal', value: 'sk-literal' }],
    [{ api_key: '$not a name' }, { kind: 'literal', value: '$not a name' }],
    [
      { api_key: 'sk-literal', api_key_env: 'X' },
      { kind: 'literal', value: 'sk-literal' },
    ],
    [
      { api_key: '', api_key_env: 'X' },
      { kind: 'variable', variable: 'X' },
    ],
    [{ api_key: '' }, { kind: 'none' }],
  ])('%o takes the key from %o', (entry, key) => {
    expect(merge({ openai: entry })['openai']?.key).toEqual(key);
  });
});

describe('an entry for a new name', () => {
  test('needs no key and discovers nothing unless it says so', () => {
    expect(merge({ mine: { base_url: 'http://gpu:8000/v1', timeout: 5 } })['mine']).toEqual({
      name: 'mine',
      kind: 'openai',
      baseUrl: 'http://gpu:8000/v1',
      key: { kind: 'none' },
      extraBody: {},
      models: [],
      discover: false,
      modelPatterns: [],
      idleTimeoutMs: 5000,
    });
  });

  test('of type ollama is one and discovers', () => {
    const entry = { base_url: 'http://gpu:11434/v1', type: 'ollama' };
    expect(merge({ gpu: entry })['gpu']).toMatchObject({ kind: 'ollama', discover: true });
    const quiet = { ...entry, discover: false };
    expect(merge({ gpu: quiet })['gpu']?.discover).toBe(false);
  });

  test('without a base_url is kept, so that a call can say what is missing', () => {
    expect(merge({ mine: {} })['mine']?.baseUrl).toBe('');
  });
});
