import { expect, test } from 'vitest';

import type { RouterState } from '../bridge/channels.ts';
import { createNotices } from './notices.ts';
import type { Notice } from './notifications.ts';

function setUp() {
  const shown: Notice[] = [];
  const opened: string[] = [];
  const notices = createNotices(
    (notice) => shown.push(notice),
    (page) => opened.push(page),
  );
  return { notices, shown, opened };
}

const starting = { kind: 'starting' } as const;
const running: RouterState = { kind: 'running', origin: 'o', version: '1', pid: 1 };
const restarting: RouterState = { kind: 'restarting', reason: 'r', nextTryAt: 0, lastLines: [] };
const changed = { kind: 'server-changed', server: 'git', attempts: 1, seq: 1, at: 0 } as const;

test('one breakdown is one notice, however many tries it takes', () => {
  const { notices, shown } = setUp();
  for (const state of [starting, running, restarting, starting, restarting, starting, restarting]) {
    notices.onRouterState(state);
  }
  expect(shown).toHaveLength(1);
  for (const state of [starting, running, restarting]) notices.onRouterState(state);
  expect(shown).toHaveLength(2);
});

test('a restart that was asked for is none', () => {
  const { notices, shown } = setUp();
  for (const state of [starting, running, starting, running]) notices.onRouterState(state);
  expect(shown).toEqual([]);
});

test('a server that failed for good is named, and a click leads to it', () => {
  const { notices, shown, opened } = setUp();
  notices.onEvent({ ...changed, state: 'retrying', nextRetryAt: 1 });
  expect(shown).toEqual([]);
  notices.onEvent({ ...changed, state: 'failed', reason: 'not found' });
  expect(shown[0]).toMatchObject({ title: 'Server git failed', body: 'not found' });
  shown[0]?.onClick();
  expect(opened).toEqual(['servers']);
});

test('an update is told when it is there, not while it is looked for', () => {
  const { notices, shown } = setUp();
  notices.onUpdate({ kind: 'checking' });
  notices.onUpdate({ kind: 'available', version: '2' });
  notices.onUpdate({ kind: 'downloading', version: '2', percent: 1 });
  expect(shown.map(({ body }) => body)).toEqual(['Woollama 2 can be downloaded.']);
});
