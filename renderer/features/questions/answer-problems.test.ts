import { expect, test } from 'vitest';

import { ControlError } from '#contract/control-client.ts';
import { answerProblems } from './answer-problems.ts';

const refused = (param: string) => new ControlError('INVALID_REQUEST', 'must be 1', { param });

test.each([
  ['answer.content.age', ['age', 'name'], '/age'],
  ['answer.content.tags.0', ['tags'], '/tags'],
  ['answer.content.a.b', ['a', 'a.b'], '/a.b'],
  ['answer.content.a/b', ['a/b'], '/a~1b'],
])('%s of %j stands at %s', (param, names, path) => {
  expect([...(answerProblems(refused(param), names) ?? [])]).toEqual([[path, 'must be 1']]);
});

test('an error about no field of the form is left to the whole', () => {
  expect(answerProblems(refused('answer.content.gone'), ['age'])).toBeUndefined();
  expect(answerProblems(refused('id'), ['age'])).toBeUndefined();
  expect(answerProblems(new ControlError('NOT_FOUND', 'gone'), ['age'])).toBeUndefined();
  expect(answerProblems(new TypeError('x'), ['age'])).toBeUndefined();
});
