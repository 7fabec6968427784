import { expect, test } from 'vitest';

import type { ConfigDocument } from '#contract/config-editing.ts';
import { mergeForm } from './merge-form.ts';
import { moveForm, type FormModel } from './use-form-draft.ts';

test('my fields stay, the others are as the file says now', () => {
  const base = { name: 'a', prompt: 'old', tools: ['x'], rows: [{ id: 1 }] };
  const mine = { ...base, prompt: 'mine', rows: [{ id: 1 }] };
  const now = { name: 'b', prompt: 'theirs', tools: ['y'], rows: [{ id: 2 }] };
  expect(mergeForm({ base, mine, now })).toEqual({ ...now, prompt: 'mine' });
});

interface Form {
  readonly a: unknown;
  readonly b: unknown;
}

const model: FormModel<Form> = {
  read: ({ value }) => ({ a: value?.['a'] ?? 0, b: value?.['b'] ?? 0 }),
  exists: ({ value }) => value !== null,
  edits: () => [],
};

function documentOf(hash: string, value: ConfigDocument['value']): ConfigDocument {
  const path = '/c/settings.toml';
  return { file: 'settings.toml', path, text: '', hash, bundled: false, value, issues: [] };
}

test('a form moves to another document, and stays whole when its entry is gone there', () => {
  const from = documentOf('1', { a: 1, b: 1 });
  const mine = { a: 5, b: 1 };
  expect(moveForm(mine, { from, to: documentOf('2', { a: 2, b: 2 }), model })).toEqual({
    a: 5,
    b: 2,
  });
  expect(moveForm(mine, { from, to: documentOf('2', null), model })).toBe(mine);
  expect(moveForm(mine, { from, to: { ...from }, model })).toBe(mine);
});
