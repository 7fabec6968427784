import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { FromRouterMessage } from '#contract/process.ts';
import { createAppKeeper, type AppKeeper } from './app-keeper.ts';

let posted: FromRouterMessage[];
let keeper: AppKeeper;
beforeEach(() => {
  vi.useFakeTimers();
  posted = [];
  keeper = createAppKeeper({
    secrets: { OLD: 'o' },
    notice: null,
    post: (message) => posted.push(message),
  });
});
afterEach(() => vi.useRealTimers());

const values = () => Object.fromEntries(keeper.values());

test('starts with what the app kept', () => {
  expect(keeper.kind).toBe('app');
  expect(values()).toEqual({ OLD: 'o' });
});

test('a value counts once the app has kept it', async () => {
  const set = keeper.set('NEW', 'n');
  expect(posted).toEqual([{ kind: 'secrets-changed', id: 1, name: 'NEW', value: 'n' }]);
  expect(values()).toEqual({ OLD: 'o' });
  keeper.kept(1, null);
  await set;
  expect(values()).toEqual({ OLD: 'o', NEW: 'n' });
});

test('none removes it', async () => {
  const set = keeper.set('OLD', undefined);
  expect(posted).toEqual([{ kind: 'secrets-changed', id: 1, name: 'OLD', value: null }]);
  keeper.kept(1, null);
  await set;
  expect(values()).toEqual({});
});

test('what cannot be kept changes nothing, and the value is not in the message', async () => {
  const set = keeper.set('OLD', 'canary');
  keeper.kept(1, 'the keychain is locked');
  const error = await set.catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    code: 'SECRET_UNWRITABLE',
    message: 'OLD cannot be kept: the keychain is locked',
  });
  expect(values()).toEqual({ OLD: 'o' });
});

test('an app that does not answer has not kept it', async () => {
  const refused = expect(keeper.set('NEW', 'n')).rejects.toMatchObject({
    code: 'SECRET_UNWRITABLE',
    message: expect.stringContaining('did not answer'),
  });
  await vi.advanceTimersByTimeAsync(10_000);
  await refused;
  // An answer that comes too late is for nobody.
  keeper.kept(1, null);
  expect(values()).toEqual({ OLD: 'o' });
  expect(vi.getTimerCount()).toBe(0);
});

test('answers find their questions in any order', async () => {
  const [first, second] = [keeper.set('A', '1'), keeper.set('B', '2')];
  keeper.kept(2, null);
  await second;
  expect(values()).toEqual({ OLD: 'o', B: '2' });
  keeper.kept(1, 'full');
  await expect(first).rejects.toMatchObject({ code: 'SECRET_UNWRITABLE' });
  expect(values()).toEqual({ OLD: 'o', B: '2' });
});
