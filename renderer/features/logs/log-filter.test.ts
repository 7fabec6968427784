import { expect, test } from 'vitest';

import type { LogLine } from '#contract/logs.ts';
import { clockTime, filterLines, lineText, sourcesOf } from './log-filter.ts';

const line = (seq: number, more: Partial<LogLine>): LogLine => ({
  seq,
  at: 1_700_000_000_123,
  level: 'info',
  source: 'router',
  message: 'listening',
  details: '',
  ...more,
});

const LINES = [
  line(1, { level: 'debug', message: 'configuration read' }),
  line(2, { details: 'server git' }),
  line(3, { level: 'warn', source: 'git', message: 'Permission denied' }),
  line(4, { level: 'error', source: 'a.db', message: 'gone' }),
];

const find = (filter: Partial<Parameters<typeof filterLines>[1]>) =>
  filterLines(LINES, { level: 'trace', source: '', text: '', ...filter }).map(({ seq }) => seq);

test.each([
  [{}, [1, 2, 3, 4]],
  [{ level: 'warn' }, [3, 4]],
  [{ source: 'router' }, [1, 2]],
  [{ text: 'GIT' }, [2, 3]],
  [{ text: 'permission git' }, [3]],
  [{ text: 'permission gone' }, []],
  [{ level: 'fatal' }, []],
] as const)('%j shows %j', (filter, expected) => expect(find(filter)).toEqual(expected));

test('sources are those that spoke and those that could', () => {
  expect(sourcesOf(LINES, ['zed', 'git'])).toEqual(['router', 'a.db', 'git', 'zed']);
});

test('a line as text', () => {
  expect(lineText(LINES[1])).toBe('2023-11-14T22:13:20.123Z INFO router: listening (server git)');
  expect(clockTime(LINES[1].at)).toMatch(/^\d\d:\d\d:\d\d\.123$/);
});
