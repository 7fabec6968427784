import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

import { expect, it } from 'vitest';

import { patternsFolder, readPatterns } from './read-patterns.ts';

it('looks for the folder in the home folder, beside the configuration, or where it is said', () => {
  expect(patternsFolder('~/p', '/conf')).toBe(join(homedir(), 'p'));
  expect(patternsFolder('~', '/conf')).toBe(homedir());
  expect(patternsFolder('~p', '/conf')).toBe(resolve('/conf', '~p'));
  expect(patternsFolder('p', '/conf')).toBe(resolve('/conf', 'p'));
  expect(patternsFolder('/p', '/conf')).toBe(resolve('/p'));
});

it('tells a missing folder from an empty one', async () => {
  expect(await readPatterns(join(import.meta.dirname, 'nowhere'))).toBeUndefined();
  expect(await readPatterns(join(import.meta.dirname, 'formats'))).toEqual(new Map());
});
