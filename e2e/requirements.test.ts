/** The manifest is true: every promise names tests that exist, every section of a source is kept. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { REQUIREMENTS } from './requirements.ts';
import { readTitles } from './requirements/read-titles.ts';
import type { ProvenRequirement, UnprovenRequirement } from './requirements/requirement.ts';
import { SOURCES } from './requirements/sources.ts';
import { NOT_BUILT, NOT_TESTED } from './requirements/unproven.ts';

const ROOT = join(import.meta.dirname, '..');

const unproven = REQUIREMENTS.filter((each): each is UnprovenRequirement => 'proof' in each);
const proven = REQUIREMENTS.filter((each): each is ProvenRequirement => 'tests' in each);

const known = new Map<string, ReadonlySet<string>>();
function titlesOf(file: string): ReadonlySet<string> {
  const titles = known.get(file) ?? readTitles(join(ROOT, file));
  known.set(file, titles);
  return titles;
}

/** What is wrong with the tests that a requirement names. */
function complaints({ id, tests }: ProvenRequirement): string[] {
  const named = Object.entries(tests);
  if (named.length === 0) return [`${id} names no test`];
  return named.flatMap(([file, titles]) => {
    if (!file.endsWith('.test.ts') || !existsSync(join(ROOT, file)))
      return [`${id}: ${file} is no test file`];
    const all = [titles].flat();
    if (all.length === 0) return [`${id} names no test of ${file}`];
    const lost = all.filter((title) => !titlesOf(file).has(title));
    return lost.map((title) => `${id}: ${file} has no test '${title}'`);
  });
}

describe('every requirement', () => {
  test('has an id of its own', () => {
    const ids = REQUIREMENTS.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z-]+\.[a-z0-9-]+$/.test(id))).toEqual([]);
  });

  test('is one line, and tells where it comes from', () => {
    for (const { id, promise, source } of REQUIREMENTS) {
      expect(promise, id).toMatch(/^[^\n]{10,160}$/);
      expect(source, id).not.toEqual([]);
    }
    const named = REQUIREMENTS.flatMap(({ source }) => source);
    expect(named.filter((section) => !SOURCES.includes(section))).toEqual([]);
  });

  test('names tests that exist', { timeout: 30_000 }, () => {
    expect(proven.flatMap(complaints)).toEqual([]);
  });

  test('without a test stands in one of two lists, which do not grow unseen', () => {
    const listed = [...NOT_BUILT, ...NOT_TESTED];
    expect(unproven.map(({ id }) => id).toSorted()).toEqual(listed.toSorted());
    expect(unproven.filter(({ reason }) => reason.length < 9)).toEqual([]);
    expect([NOT_BUILT.length, NOT_TESTED.length]).toEqual([39, 6]);
  });
});

test('every section of a source is kept by a requirement, and each is named once', () => {
  const named = new Set(REQUIREMENTS.flatMap(({ source }) => source));
  expect(SOURCES.filter((section) => !named.has(section))).toEqual([]);
  expect(new Set(SOURCES).size).toBe(SOURCES.length);
});

describe('a requirement that lies is found', () => {
  const lie = (tests: ProvenRequirement['tests']) =>
    complaints({ id: 'a.lie', promise: '', source: [], tests });
  const here = 'e2e/requirements.test.ts';

  test('when it names no test, no file, or a title that is not there', () => {
    expect(lie({})).toEqual(['a.lie names no test']);
    expect(lie({ [here]: [] })).toHaveLength(1);
    expect(lie({ 'e2e/none.test.ts': 'x' })).toEqual(['a.lie: e2e/none.test.ts is no test file']);
    expect(lie({ 'e2e/requirements.ts': 'x' })).toHaveLength(1);
    expect(lie({ [here]: 'every requirement > is nowhere' })).toHaveLength(1);
  });

  test('and one that does not is not', () => {
    expect(
      lie({ [here]: ['every requirement > has an id of its own', 'and one that does not is not'] }),
    ).toEqual([]);
  });
});
