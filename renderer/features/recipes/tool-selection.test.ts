import { describe, expect, test } from 'vitest';

import type { ToolInfo } from '#contract/tools.ts';
import {
  countPermitted,
  groupTools,
  readSelection,
  toggleServer,
  toggleTool,
  toolState,
} from './tool-selection.ts';

function tool(server: string, name: string, full = `${server}.${name}`): ToolInfo {
  return { server, tool: name, name: full, description: '', inputSchema: {}, permitted: true };
}

const GROUPS = groupTools([
  tool('git', 'read'),
  tool('git', 'add'),
  tool('hello', 'count_to'),
  tool('git', 'read_all'),
  tool('bare', 'one', 'one'),
  tool('bare', 'two', 'two'),
]);
const [BARE, GIT, HELLO] = GROUPS as [
  (typeof GROUPS)[number],
  (typeof GROUPS)[number],
  (typeof GROUPS)[number],
];
const [, READ, READ_ALL] = GIT.tools as [ToolInfo, ToolInfo, ToolInfo];
const read = (...allowed: string[]) => readSelection(allowed, GROUPS);

test('tools are grouped by server, both sorted', () => {
  expect(GROUPS.map(({ server, all }) => [server, all])).toEqual([
    ['bare', undefined],
    ['git', 'git.*'],
    ['hello', 'hello.*'],
  ]);
  expect(GIT.tools.map((one) => one.tool)).toEqual(['add', 'read', 'read_all']);
});

describe('what an allow-list permits', () => {
  test('names in every spelling, whole servers, patterns, and what is not there', () => {
    const selection = read('git__read', 'mcp__git__add', 'hello.*', '*.read_*', 'gone.x', 'gone.*');
    expect(selection.patterns).toEqual([
      { entry: '*.read_*', matches: 1 },
      { entry: 'gone.*', matches: 0 },
    ]);
    expect(selection.missing).toEqual(['gone.x']);
    expect(toolState(READ, GIT, selection)).toBe('named');
    expect(toolState(READ_ALL, GIT, selection)).toBe('pattern');
    expect(toolState(HELLO.tools[0], HELLO, selection)).toBe('whole');
    expect(countPermitted(GIT, selection)).toBe(3);
    expect(countPermitted(BARE, selection)).toBe(0);
  });

  test('nothing when it is empty', () => {
    const selection = read();
    expect([selection.permittedBy.size, toolState(READ, GIT, selection)]).toEqual([0, 'off']);
  });
});

describe('a click on a tool', () => {
  const toggle = (allowed: string[], one: ToolInfo, group = GIT) =>
    toggleTool({ allowed, group }, one);

  test('adds and removes it, the others keep their order', () => {
    expect(toggle(['x.*', 'git.add'], READ)).toEqual(['x.*', 'git.add', 'git.read']);
    expect(toggle(['x.*', 'git__read', 'git.add'], READ)).toEqual(['x.*', 'git.add']);
  });

  test('takes it out of a whole server, whose other tools stay by name', () => {
    expect(toggle(['a.b', 'git.*', 'git.read', 'c.d'], READ)).toEqual([
      'a.b',
      'git.add',
      'git.read_all',
      'c.d',
    ]);
  });
});

describe('a click on a server', () => {
  const toggle = (allowed: string[], group = GIT) => toggleServer({ allowed, group });

  test('permits all of it, also tools to come, where its first tool stood', () => {
    expect(toggle(['a.b', 'git.read', 'c.d', 'git.add'])).toEqual(['a.b', 'git.*', 'c.d']);
    expect(toggle(['a.b'])).toEqual(['a.b', 'git.*']);
  });

  test('a second one permits none of it; patterns stay', () => {
    expect(toggle(['*.read_*', 'git.*', 'git.read', 'a.b'])).toEqual(['*.read_*', 'a.b']);
  });

  test('names each tool where they have no common part', () => {
    expect(toggle(['a.b'], BARE)).toEqual(['a.b', 'one', 'two']);
    expect(toggle(['one', 'a.b', 'two'], BARE)).toEqual(['a.b']);
  });
});

test('a server whose name looks like a pattern has no pattern of its own', () => {
  expect(groupTools([tool('a[1]', 'x')])[0]?.all).toBeUndefined();
});
