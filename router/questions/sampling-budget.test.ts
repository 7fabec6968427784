import { expect, test } from 'vitest';

import { createSamplingBudget } from './sampling-budget.ts';

const HOUR_MS = 3_600_000;

test('each server has its own hour, and it slides', () => {
  let now = 0;
  const budget = createSamplingBudget(2, () => now);
  expect(budget.take('git')).toBe(true);
  now = HOUR_MS / 2;
  expect(budget.take('git')).toBe(true);
  expect(budget.hasRoom('git')).toBe(false);
  expect(budget.take('git')).toBe(false);
  expect(budget.take('docs')).toBe(true);
  now = HOUR_MS;
  expect(budget.take('git')).toBe(true);
  expect(budget.take('git')).toBe(false);
});

test('looking takes nothing, and none is none', () => {
  const budget = createSamplingBudget(1, () => 0);
  expect([budget.hasRoom('git'), budget.hasRoom('git'), budget.take('git')]).toEqual([
    true,
    true,
    true,
  ]);
  expect(createSamplingBudget(0, () => 0).hasRoom('git')).toBe(false);
});
