import { expect, test } from 'vitest';

import type { ToolInfo } from '#contract/tools.ts';
import { checkOf, moveTo, treeRows, type TreeView } from './tool-rows.ts';
import { groupTools, readSelection } from './tool-selection.ts';

function tool(server: string, name: string, description = ''): ToolInfo {
  const full = `${server}.${name}`;
  return { server, tool: name, name: full, description, inputSchema: {}, permitted: true };
}

const groups = groupTools([
  tool('git', 'add', 'Puts a file into the index'),
  tool('git', 'log'),
  tool('web', 'fetch', 'Reads a page'),
]);

function rowsOf(allowed: readonly string[], view: Partial<TreeView> = {}) {
  const selection = readSelection(allowed, groups);
  return treeRows({ groups, selection, open: new Set(), query: '', ...view });
}

const keys = (rows: ReturnType<typeof rowsOf>) => rows.map(({ key }) => key);

test('servers, and the tools of open ones', () => {
  expect(keys(rowsOf([]))).toEqual(['server git', 'server web']);
  const rows = rowsOf([], { open: new Set(['web']) });
  expect(keys(rows)).toEqual(['server git', 'server web', 'tool web.fetch']);
  expect(rows.map(({ place, neighbours }) => [place, neighbours])).toEqual([
    [1, 2],
    [2, 2],
    [1, 1],
  ]);
});

test('a search shows what has all its words in name or description, opened', () => {
  expect(keys(rowsOf([], { query: 'FILE git' }))).toEqual(['server git', 'tool git.add']);
  expect(keys(rowsOf([], { query: 'web' }))).toEqual(['server web', 'tool web.fetch']);
  expect(rowsOf([], { query: 'nothing' })).toEqual([]);
});

test('boxes of servers with some tools are mixed', () => {
  expect(rowsOf(['git.add', 'web.*']).map(checkOf)).toEqual(['mixed', 'true']);
  const open = new Set(['git']);
  expect(rowsOf(['git.*'], { open }).map(checkOf)).toEqual(['true', 'true', 'true', 'false']);
});

test('keys go through the rows', () => {
  const rows = rowsOf([], { open: new Set(['git']) });
  expect(moveTo(rows, 0, 'ArrowDown')).toBe(1);
  expect(moveTo(rows, 3, 'ArrowDown')).toBe(3);
  expect(moveTo(rows, 0, 'ArrowUp')).toBe(0);
  expect(moveTo(rows, 2, 'ArrowLeft')).toBe(0);
  expect(moveTo(rows, 0, 'ArrowRight')).toBe(1);
  expect(moveTo(rows, 3, 'ArrowRight')).toBeUndefined();
  expect([moveTo(rows, 2, 'Home'), moveTo(rows, 0, 'End')]).toEqual([0, 3]);
  expect(moveTo(rows, 0, 'x')).toBeUndefined();
});
