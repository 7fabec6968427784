import { describe, expect, test } from 'vitest';

import { paramEdits, paramProblems, paramsOf, paramsValue } from './params-model.ts';

const AT = ['recipes', 'r'];
const PARAMS = { temperature: 0.2, top_p: 1, seed: 7, stop: ['a', 'b'] };
const base = paramsOf({ params: PARAMS });

test('the same comes out as went in', () => {
  expect(paramsValue(base)).toEqual({ params: PARAMS });
  expect(paramsValue(paramsOf({}))).toEqual({});
  expect(paramsValue(paramsOf({ params: 'odd' }))).toEqual({});
});

describe('edits', () => {
  test('touch single keys', () => {
    const after = {
      ...base,
      temperature: '1',
      topP: '',
      otherParams: '{"seed": 8, "stop": ["a", "b"]}',
    };
    expect(paramEdits(AT, base, after)).toEqual([
      { kind: 'remove', path: [...AT, 'params', 'top_p'] },
      { kind: 'set', path: [...AT, 'params', 'temperature'], value: 1 },
      { kind: 'set', path: [...AT, 'params', 'seed'], value: 8 },
    ]);
  });

  test('leave no empty table behind', () => {
    const none = { temperature: '', topP: '', maxTokens: '', otherParams: ' ' };
    expect(paramEdits(AT, base, none)).toEqual([{ kind: 'remove', path: [...AT, 'params'] }]);
    expect(paramEdits(AT, none, none)).toEqual([]);
  });

  test('while something cannot be read, the file keeps what it says', () => {
    expect(paramEdits(AT, base, { ...base, temperature: 'hot', otherParams: '{"seed":' })).toEqual(
      [],
    );
  });
});

test('what must be put right', () => {
  expect(paramProblems(base)).toEqual({});
  const bad = { temperature: 'hot', topP: '1e999', maxTokens: ' ', otherParams: '[1]' };
  expect(Object.keys(paramProblems(bad))).toEqual(['temperature', 'topP', 'otherParams']);
  const doubled = { ...base, otherParams: '{"temperature": 1}' };
  expect(paramProblems(doubled).otherParams).toMatch(/temperature/);
});
