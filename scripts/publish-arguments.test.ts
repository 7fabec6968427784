import { expect, test } from 'vitest';

import { publishArguments } from './publish-arguments.mjs';

test.each([
  [{ WOOLLAMA_RELEASES: 'me/fork', GITHUB_REPOSITORY: 'them/woollama' }, 'me', 'fork'],
  [{ GITHUB_REPOSITORY: 'them/woollama' }, 'them', 'woollama'],
])('%j is where updates are', (env, owner, repo) => {
  expect(publishArguments(env)).toEqual({
    feed: `${owner}/${repo}`,
    args: [
      '--config.publish.provider=github',
      `--config.publish.owner=${owner}`,
      `--config.publish.repo=${repo}`,
    ],
  });
});

test('nothing is published when nobody said where', () => {
  expect(publishArguments({})).toEqual({ feed: undefined, args: ['--publish', 'never'] });
});

test.each(['woollama', 'a/b/c', '/b', 'a/'])('%j is refused', (feed) => {
  expect(() => publishArguments({ WOOLLAMA_RELEASES: feed })).toThrow('owner/repository');
});
