import { getEventListeners } from 'node:events';

import { afterEach, expect, it, vi } from 'vitest';

import { RouterError } from '#core/router-error.ts';

import { fakeRecipe } from '../testing/fake-recipe-run.ts';
import { openRunScope } from './run-scope.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it('ends with the signal of the caller', () => {
  const caller = new AbortController();
  const scope = openRunScope(caller.signal, fakeRecipe());
  const failure = new RouterError('UPSTREAM_CUT');
  expect(scope.toError(failure)).toBe(failure);
  expect(scope.toError(new Error('bug'))).toMatchObject({ code: 'INTERNAL' });
  caller.abort();
  expect(scope.signal.aborted).toBe(true);
  expect(scope.toError(failure)).toMatchObject({ code: 'CANCELLED', cause: failure });
});

it('is cancelled, not timed out, when the caller was first', () => {
  vi.useFakeTimers();
  const caller = new AbortController();
  const scope = openRunScope(caller.signal, fakeRecipe({ timeout: 1 }));
  caller.abort();
  vi.advanceTimersByTime(2000);
  expect(scope.toError(new Error('x'))).toMatchObject({ code: 'CANCELLED' });
});

it('is aborted from the start when the caller already is', () => {
  expect(openRunScope(AbortSignal.abort(), fakeRecipe()).signal.aborted).toBe(true);
});

it('leaves nothing behind: neither work, nor listener, nor timer', () => {
  vi.useFakeTimers();
  const { signal } = new AbortController();
  const scope = openRunScope(signal, fakeRecipe({ timeout: 5 }));
  scope.end();
  scope.end();
  expect(scope.signal.aborted).toBe(true);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

it('never asks for a longer timer than there is', () => {
  const setTimer = vi.spyOn(globalThis, 'setTimeout');
  openRunScope(new AbortController().signal, fakeRecipe({ timeout: 1e9 })).end();
  expect(setTimer.mock.calls.map(([, delay]) => delay)).toEqual([2 ** 31 - 1]);
});
