import { expect, test } from 'vitest';

import type { ConfigDocument } from '#contract/config-editing.ts';
import { formEdits, formProblems, readForm, type InferencerForm } from './inferencer-form.ts';

function documentOf(inferencers: unknown): ConfigDocument {
  const value = inferencers === undefined ? null : { inferencers };
  const file = 'inferencers.toml';
  return { file, path: file, text: '', hash: 'h', bundled: false, value, issues: [] };
}

const MINE = {
  base_url: 'http://127.0.0.1:8000/v1',
  api_key: '$MINE_KEY',
  discover: true,
  models: ['a'],
  timeout: 60,
  own: 1,
};
const DOCUMENT = documentOf({ mine: MINE, openai: { enabled: false }, _note: { base_url: 'x' } });

const read = (name: string, document = DOCUMENT, kept: readonly string[] = []) =>
  readForm(document, { name, isKept: (variable) => kept.includes(variable) });

function edit(name: string, change: Partial<InferencerForm>, document = DOCUMENT) {
  const before = read(name, document);
  return formEdits(before, { ...before, ...change }, document);
}

const at = (name: string, key: string) => ({ path: ['inferencers', name, key] });

test('the fields show what the file says', () => {
  expect(read('mine')).toEqual({
    name: 'mine',
    isOn: true,
    type: 'openai',
    baseUrl: 'http://127.0.0.1:8000/v1',
    keySource: 'environment',
    variable: 'MINE_KEY',
    models: ['a'],
    discover: true,
    modelPatterns: [],
    timeout: '60',
    extraBody: '',
  });
  expect(read('mine', DOCUMENT, ['MINE_KEY']).keySource).toBe('kept');
  expect(read('openai')).toMatchObject({ isOn: false, variable: 'OPENAI_API_KEY', baseUrl: '' });
  expect(read('ollama')).toMatchObject({ discover: true, type: 'ollama', keySource: 'none' });
});

test.each([
  [{ api_key: '$A' }, 'environment', 'A'],
  [{ api_key: '${A}' }, 'environment', 'A'],
  [{ api_key_env: 'A' }, 'environment', 'A'],
  [{ api_key: '$A', api_key_env: 'B' }, 'environment', 'A'],
  [{ api_key: '‹secret 1›' }, 'file', ''],
  [{ api_key: '$A-B' }, 'file', ''],
  [{ api_key_env: '' }, 'none', ''],
  [{}, 'environment', 'GROQ_API_KEY'],
])('%j is a key from %s %s', (entry, keySource, variable) => {
  expect(read('groq', documentOf({ groq: entry }))).toMatchObject({ keySource, variable });
});

test('what was not touched is not written', () => {
  for (const name of ['mine', 'openai', 'ollama', 'new']) expect(edit(name, {})).toEqual([]);
  const odd = documentOf({ odd: { models: 'a', timeout: [], api_key: 1, discover: 'yes' } });
  expect(edit('odd', {}, odd)).toEqual([]);
  expect(edit('gone', {}, documentOf(undefined))).toEqual([]);
});

test('only the changed keys become edits', () => {
  expect(edit('mine', { baseUrl: ' http://x/v1 ', models: [], discover: false })).toEqual([
    { kind: 'set', ...at('mine', 'base_url'), value: 'http://x/v1' },
    { kind: 'remove', ...at('mine', 'models') },
    { kind: 'remove', ...at('mine', 'discover') },
  ]);
  expect(edit('openai', { isOn: true, extraBody: '{"top_p": 1}' })).toEqual([
    { kind: 'remove', ...at('openai', 'enabled') },
    { kind: 'set', ...at('openai', 'extra_body'), value: { top_p: 1 } },
  ]);
  expect(edit('ollama', { discover: false, timeout: '0' })).toEqual([
    { kind: 'set', ...at('ollama', 'discover'), value: false },
    { kind: 'set', ...at('ollama', 'timeout'), value: 0 },
  ]);
});

test('another kind of server is asked for its models without being told', () => {
  expect(edit('mine', { type: 'ollama' })).toEqual([
    { kind: 'set', ...at('mine', 'type'), value: 'ollama' },
  ]);
});

test('a number that is none reaches the router, whose words are better', () => {
  expect(edit('mine', { timeout: 'long' })).toEqual([
    { kind: 'set', ...at('mine', 'timeout'), value: 'long' },
  ]);
});

test('keeping a key or naming its variable is the same in the file', () => {
  expect(edit('mine', { keySource: 'kept' })).toEqual([]);
  expect(edit('mine', { keySource: 'kept', variable: 'OTHER' })).toEqual([
    { kind: 'set', ...at('mine', 'api_key'), value: '$OTHER' },
  ]);
  // Half a name is no reason to lose the one that is there.
  expect(edit('mine', { keySource: 'environment', variable: ' ' })).toEqual([]);
});

test('no key: the built-in ones must be told, others just name none', () => {
  const none = { keySource: 'none', variable: '' } as const;
  expect(edit('mine', none)).toEqual([{ kind: 'remove', ...at('mine', 'api_key') }]);
  expect(edit('openai', none)).toEqual([
    { kind: 'set', ...at('openai', 'api_key_env'), value: '' },
  ]);
  const named = documentOf({ openai: { api_key_env: 'WORK' } });
  const back = { keySource: 'environment', variable: 'OPENAI_API_KEY' } as const;
  expect(edit('openai', back, named)).toEqual([{ kind: 'remove', ...at('openai', 'api_key_env') }]);
});

test('a key that stands in the file goes when another source is chosen', () => {
  const document = documentOf({ mine: { api_key: '‹secret 1›' } });
  expect(edit('mine', { baseUrl: 'http://y/v1' }, document)).toHaveLength(1);
  expect(edit('mine', { keySource: 'kept', variable: 'MINE_API_KEY' }, document)).toEqual([
    { kind: 'set', ...at('mine', 'api_key'), value: '$MINE_API_KEY' },
  ]);
  expect(edit('mine', { keySource: 'none' }, document)).toEqual([
    { kind: 'remove', ...at('mine', 'api_key') },
  ]);
});

test('a new one is written under its name, and not before it has one', () => {
  const fields = { baseUrl: 'http://127.0.0.1:1234/v1', discover: true } as const;
  expect(edit('', fields)).toEqual([]);
  expect(edit('', { ...fields, name: 'lmstudio' })).toEqual([
    { kind: 'set', ...at('lmstudio', 'base_url'), value: 'http://127.0.0.1:1234/v1' },
    { kind: 'set', ...at('lmstudio', 'discover'), value: true },
  ]);
});

test.each([
  [{ name: 'mine' }, 'There is one'],
  [{ name: 'groq' }, 'built in'],
  [{ name: 'auto' }, 'itself'],
  [{ name: 'a/b' }, 'Letters'],
  [{ name: '_a' }, 'Letters'],
  [{ name: '' }, 'needs a name'],
])('%j cannot be its name', (change, words) => {
  expect(formProblems({ ...read('new'), ...change }, ['mine', 'groq']).name).toContain(words);
});

test('what cannot be written is said at its field, and not written', () => {
  const form = read('new');
  expect(formProblems(form, ['mine'])).toEqual({});
  expect(formProblems({ ...form, extraBody: '{' }, []).extraBody).toContain('no JSON');
  expect(formProblems({ ...form, extraBody: '[1]' }, []).extraBody).toContain('an object');
  expect(edit('mine', { extraBody: '{' })).toEqual([]);
  const named = { ...form, keySource: 'environment', variable: '1 A' } as const;
  expect(formProblems(named, []).variable).toContain('digit');
});
