import { expect, test } from 'vitest';

import { nearestNames } from './nearest-names.ts';

const NAMES = ['github.create_issue', 'github.get_issue', 'git.git_log', 'slack.post_message'];

test('the nearest come first, however they are spelled', () => {
  expect(nearestNames('github.create_isue', NAMES, 2)).toEqual([
    'github.create_issue',
    'github.get_issue',
  ]);
  expect(nearestNames('GITHUB__CREATE_ISSUE', NAMES, 1)).toEqual(['github.create_issue']);
  expect(nearestNames('postMessage', NAMES, 1)).toEqual(['slack.post_message']);
});

test('of equals the alphabet decides', () => {
  expect(nearestNames('ab', ['xab', 'cab'], 2)).toEqual(['cab', 'xab']);
});

test.each(['', 'q', 'zzzz'])('nothing is near %j', (name) => {
  expect(nearestNames(name, NAMES, 3)).toEqual([]);
});

test('long names are compared by their beginnings', () => {
  expect(nearestNames(`github.get_issue${'_'.repeat(1_000_000)}`, NAMES, 1)).toEqual([
    'github.get_issue',
  ]);
});
