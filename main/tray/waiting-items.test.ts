import { expect, test } from 'vitest';

import { findWaitingItems } from './waiting-items.ts';

test('nothing waits while nothing is wanted of anybody', () => {
  for (const kind of ['unknown', 'checking'] as const) {
    expect(findWaitingItems({ update: { kind }, unreadableKeys: [] })).toEqual([]);
  }
});

test('keys and updates wait for somebody, each on its page', () => {
  const update = { kind: 'ready', version: '2' } as const;
  expect(findWaitingItems({ update, unreadableKeys: ['A_KEY'] })).toEqual([
    { label: 'Key A_KEY cannot be read', page: 'settings' },
    { label: 'Install Woollama 2', page: 'settings' },
  ]);
});
