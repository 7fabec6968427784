import { describe, expect, test } from 'vitest';

import type { RemoteTool } from './remote-tool.ts';
import { buildToolIndex, type ToolIndex } from './tool-index.ts';

function indexOf(servers: Readonly<Record<string, readonly string[]>>): ToolIndex {
  const tools = Object.entries(servers).map(
    ([server, names]) => [server, names.map(remoteTool)] as const,
  );
  return buildToolIndex(new Map(tools));
}

function remoteTool(name: string): RemoteTool {
  return { name, description: `does ${name}`, inputSchema: { type: 'object' } };
}

describe('the list', () => {
  test('is sorted by dotted name whatever the order of servers', () => {
    const index = indexOf({ zebra: ['b', 'a'], ape: ['z'], 'ape-2': ['a'] });
    expect(index.list.map((entry) => entry.name)).toEqual([
      'ape-2.a',
      'ape.z',
      'zebra.a',
      'zebra.b',
    ]);
  });

  test('is frozen, with its entries', () => {
    const { list } = indexOf({ a: ['x'] });
    expect(Object.isFrozen(list) && list.every((entry) => Object.isFrozen(entry))).toBe(true);
  });

  test('carries what the server said, and only that', () => {
    const tool = {
      ...remoteTool('x'),
      title: 'X',
      outputSchema: { type: 'object', 'x-fastmcp-wrap-result': true },
      annotations: { readOnlyHint: true },
    };
    const [entry] = buildToolIndex(new Map([['s', [tool]]])).list;
    expect(entry).toEqual({
      server: 's',
      tool: 'x',
      name: 's.x',
      modelName: 'mcp__s__x',
      title: 'X',
      description: 'does x',
      inputSchema: { type: 'object' },
      outputSchema: { type: 'object', 'x-fastmcp-wrap-result': true },
      annotations: { readOnlyHint: true },
    });
    expect(Object.keys(indexOf({ s: ['x'] }).list[0] ?? {})).not.toContain('outputSchema');
  });
});

describe('collisions', () => {
  test('of dotted names keep the longer server name, as names are read', () => {
    for (const servers of [
      { a: ['b.c'], 'a.b': ['c'] },
      { 'a.b': ['c'], a: ['b.c'] },
    ]) {
      const index = indexOf(servers);
      expect(index.list.map((entry) => entry.server)).toEqual(['a.b']);
      expect(index.collisions).toEqual([{ server: 'a', tool: 'b.c', keptTool: 'a.b.c' }]);
      expect(index.find('a.b.c')?.server).toBe('a.b');
    }
  });

  test('of two tools of one server keep the first', () => {
    const index = indexOf({ a: ['x', 'x'] });
    expect(index.list).toHaveLength(1);
    expect(index.collisions).toHaveLength(1);
  });

  test('do not happen for names that only look alike when joined', () => {
    const index = indexOf({ a__b: ['c'], a: ['b__c'] });
    expect(index.list).toHaveLength(2);
    expect(index.collisions).toEqual([]);
  });
});

describe('find', () => {
  const index = indexOf({
    hello: ['count_to', 'hello'],
    'my.server': ['read.file'],
    a__b: ['c'],
    a: ['b__c', 'd'],
  });

  test.each([
    ['hello.count_to', 'hello.count_to'],
    ['hello__count_to', 'hello.count_to'],
    ['mcp__hello__count_to', 'hello.count_to'],
    ['my.server.read.file', 'my.server.read.file'],
    ['my.server__read.file', 'my.server.read.file'],
    ['a__b__c', 'a__b.c'],
    ['a__d', 'a.d'],
  ])('%s', (name, expected) => {
    expect(index.find(name)?.name).toBe(expected);
  });

  test('every entry is found by its model name', () => {
    for (const entry of index.list) expect(index.find(entry.modelName)).toBe(entry);
  });

  test.each(['hello', 'count_to', 'hello.nothing', 'nobody.x', '', 'constructor'])(
    'nothing called %j',
    (name) => {
      expect(index.find(name)).toBeUndefined();
    },
  );
});
