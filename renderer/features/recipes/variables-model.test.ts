import { describe, expect, test } from 'vitest';

import {
  variableEdits,
  variableRows,
  variablesIn,
  variablesOf,
  variablesValue,
  variableWarning,
  withVariable,
} from './variables-model.ts';

const AT = ['recipes', 'r'];
const VARIABLES = {
  language: { default: 'English', choices: ['English', 'German'], description: 'Of the answer' },
  tone: { default: '' },
};
const described = variablesOf({ variables: VARIABLES });

test('variables of a prompt, each once', () => {
  expect(variablesIn('{{a}} {{ b.c-1 }} {{a}} {{ä}} {x} {{}} {{a b}} {{\n}}')).toEqual([
    'a',
    'b.c-1',
    'ä',
  ]);
});

test('those of the prompt come first, then what else the file describes', () => {
  const rows = variableRows('Say it in {{language}} to {{whom}}', described);
  expect(rows.map(({ name, isUsed, preset }) => [name, isUsed, preset])).toEqual([
    ['language', true, 'English'],
    ['whom', true, undefined],
    ['tone', false, ''],
  ]);
});

describe('writing', () => {
  test('the same comes out as went in; variables without a word are left out', () => {
    expect(variablesValue(described)).toEqual({ variables: VARIABLES });
    const [plain] = variableRows('{{x}}', []);
    expect(variablesValue(plain ? [plain] : [])).toEqual({});
  });

  test('single keys become edits', () => {
    const [language, tone] = described;
    if (language === undefined || tone === undefined) throw new Error('both were read');
    const changed = withVariable(described, { ...language, preset: undefined, choices: [] });
    const added = { name: 'whom', preset: 'me', choices: [], description: ' ' };
    expect(variableEdits(AT, described, withVariable(changed, added))).toEqual([
      { kind: 'remove', path: [...AT, 'variables', 'language', 'default'] },
      { kind: 'remove', path: [...AT, 'variables', 'language', 'choices'] },
      { kind: 'set', path: [...AT, 'variables', 'whom', 'default'], value: 'me' },
    ]);
    expect(variableEdits(AT, described, [language])).toEqual([
      { kind: 'remove', path: [...AT, 'variables', 'tone'] },
    ]);
  });
});

test('a row says what one might not expect', () => {
  const row = { name: 'a', preset: 'x', choices: ['y'], description: '', isUsed: true };
  expect(variableWarning(row)).toMatch(/none of the choices/);
  expect(variableWarning({ ...row, isUsed: false })).toMatch(/does not use it/);
  expect(variableWarning({ ...row, choices: ['x', 'y'] })).toBeUndefined();
});
