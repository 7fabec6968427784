import { expect, test } from 'vitest';

import { describeUpdate } from './describe-update.ts';

test.each([
  [{ kind: 'off', reason: 'Not packaged.' }, 'Not packaged.', undefined],
  [{ kind: 'unknown' }, 'Nobody has looked', 'shell.check-for-updates'],
  [{ kind: 'checking' }, 'Looking', undefined],
  [{ kind: 'none', checkedAt: 1 }, 'newest', 'shell.check-for-updates'],
  [{ kind: 'available', version: '2.0.0' }, '2.0.0', 'shell.download-update'],
  [{ kind: 'downloading', version: '2.0.0', percent: 41.6 }, '42 %', undefined],
  [{ kind: 'ready', version: '2.0.0' }, 'restarts', 'shell.install-update'],
  [{ kind: 'failed', reason: 'no network' }, 'no network', 'shell.check-for-updates'],
] as const)('%j', (state, words, call) => {
  const { text, action } = describeUpdate(state);
  expect(text).toContain(words);
  expect(action?.call).toBe(call);
});
