import { describe, expect, test } from 'vitest';

import type { ImportCandidate } from '#contract/imports.ts';
import { newCommands } from './new-commands-model.ts';
import {
  acceptedOf,
  acceptedProblem,
  choiceOf,
  consentWords,
  variableLines,
} from './review-model.ts';

function candidate(name: string, change: Partial<ImportCandidate> = {}): ImportCandidate {
  return {
    name,
    suggestedName: `${name}-2`,
    known: false,
    commandLine: ['npx', name],
    url: null,
    env: [],
    headerNames: [],
    secretNames: [],
    cwd: null,
    disabled: false,
    warnings: [],
    problem: null,
    ...change,
  };
}

describe('what is accepted', () => {
  const yes = { yes: true, as: ' mine ' };

  test('nothing without a yes', () => {
    expect(acceptedOf([candidate('a')], {})).toEqual([]);
    expect(choiceOf({}, candidate('a'))).toEqual({ yes: false, as: 'a-2' });
  });

  test('what got a yes, under its new name', () => {
    expect(acceptedOf([candidate('a'), candidate('b')], { a: yes })).toEqual([
      { name: 'a', as: 'mine' },
    ]);
  });

  test('a yes to what cannot be added does not count', () => {
    const bad = [candidate('a', { known: true }), candidate('b', { problem: 'no command' })];
    expect(acceptedOf(bad, { a: yes, b: yes })).toEqual([]);
  });

  test('names that JavaScript knows itself are names like others', () => {
    expect(acceptedOf([candidate('constructor')], {})).toEqual([]);
  });
});

test('names must be free and differ', () => {
  expect(acceptedProblem([{ as: 'a' }, { as: 'b' }], ['c'])).toBeUndefined();
  expect(acceptedProblem([{ as: 'c' }], ['c'])).toContain('already');
  expect(acceptedProblem([{ as: '' }], [])).toContain('name');
  expect(acceptedProblem([{ as: 'a' }, { as: 'a' }], [])).toContain('called a');
});

test('shows variables with their values, but no secret', () => {
  const env = [
    { name: 'NODE_OPTIONS', value: '--require=/tmp/e.js' },
    { name: 'KEY', value: null },
    { name: 'TOKEN', value: '${TOKEN}' },
  ];
  expect(variableLines(env)).toEqual([
    'NODE_OPTIONS=--require=/tmp/e.js',
    'KEY=(not shown)',
    'TOKEN=${TOKEN}',
  ]);
});

test('says what will happen', () => {
  expect(consentWords(candidate('a'))).toContain('run on your computer with your rights');
  expect(consentWords(candidate('a', { commandLine: [], url: 'https://x' }))).toContain('connect');
});

describe('commands that a change starts for the first time', () => {
  const names = (before: ImportCandidate[], after: ImportCandidate[]) =>
    newCommands(before, after).map(({ name }) => name);

  test('a new one, a changed one, one switched on', () => {
    const off = candidate('o', { disabled: true });
    const changed = { ...candidate('a'), commandLine: ['npx', 'evil'] };
    expect(names([candidate('a'), off], [changed, candidate('o'), candidate('n')])).toEqual([
      'a',
      'o',
      'n',
    ]);
  });

  test('with another variable or folder it is another command', () => {
    expect(names([candidate('a')], [candidate('a', { env: [{ name: 'A', value: '1' }] })])).toEqual(
      ['a'],
    );
    expect(names([candidate('a')], [candidate('a', { cwd: '/tmp' })])).toEqual(['a']);
  });

  test('another value counts for a variable that changes what runs, and only for it', () => {
    const of = (name: string, value: string) => [candidate('a', { env: [{ name, value }] })];
    const option = '--require=/tmp/e.js';
    expect(names(of('NODE_OPTIONS', ''), of('NODE_OPTIONS', option))).toEqual(['a']);
    expect(names(of('NODE_OPTIONS', option), of('NODE_OPTIONS', option))).toEqual([]);
    expect(names(of('LANGUAGE', 'de'), of('LANGUAGE', 'en'))).toEqual([]);
  });

  test('not a renamed one, one that stays off, or an address', () => {
    const renamed = { ...candidate('a'), name: 'b' };
    const address = candidate('u', { commandLine: [], url: 'https://x' });
    const off = candidate('o', { disabled: true });
    expect(names([candidate('a')], [renamed, address, off])).toEqual([]);
  });
});
