import { describe, expect, test } from 'vitest';

import type { RemoteTool } from '../offers/remote-tool.ts';
import { buildToolIndex, type ToolIndex } from './tool-index.ts';

type Prefixes = Readonly<Record<string, string | false>>;

function indexOf(
  servers: Readonly<Record<string, readonly string[]>>,
  prefixes: Prefixes = {},
): ToolIndex {
  const offers = Object.entries(servers).map(
    ([server, names]) =>
      [server, { tools: names.map(remoteTool), prefix: prefixes[server] }] as const,
  );
  return buildToolIndex(new Map(offers));
}

function remoteTool(name: string): RemoteTool {
  const tool = { name, description: `does ${name}`, inputSchema: { type: 'object' } };
  return { ...tool, raw: tool };
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
    const raw = { name: 'x', icons: [{ src: 'data:,' }], execution: { taskSupport: 'optional' } };
    const tool = {
      ...remoteTool('x'),
      raw,
      title: 'X',
      outputSchema: { type: 'object', 'x-fastmcp-wrap-result': true },
      annotations: { readOnlyHint: true },
    };
    const [entry] = buildToolIndex(new Map([['s', { tools: [tool], prefix: undefined }]])).list;
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
      raw: { ...raw, name: 's.x' },
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
      expect(index.collisions).toMatchObject([
        { server: 'a', tool: 'b.c', keptTool: 'a.b.c', keptServer: 'a.b' },
      ]);
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

describe('a prefix', () => {
  test.each([
    [false, 'read'],
    ['', 'read'],
    ['x', 'x.read'],
  ] as const)('%j gives %s, and the model name stays', (prefix, name) => {
    const index = indexOf({ files: ['read'] }, { files: prefix });
    expect(index.list).toMatchObject([{ name, modelName: 'mcp__files__read', tool: 'read' }]);
    for (const one of [name, 'mcp__files__read', 'files__read', 'files.read']) {
      expect(index.find(one)).toBe(index.list[0]);
    }
  });

  test('is understood joined, too', () => {
    const index = indexOf({ files: ['read'] }, { files: 'x' });
    expect(index.find('x__read')?.server).toBe('files');
    expect(indexOf({ files: ['read'] }).find('read')).toBeUndefined();
  });

  test('that is the name of another server shares it; equal names go to the first server', () => {
    for (const servers of [
      { b: ['x', 'only-b'], a: ['x', 'only-a'] },
      { a: ['x', 'only-a'], b: ['x', 'only-b'] },
    ]) {
      const index = indexOf(servers, { a: 'b' });
      expect(index.list.map(({ name, server }) => [name, server])).toEqual([
        ['b.only-a', 'a'],
        ['b.only-b', 'b'],
        ['b.x', 'a'],
      ]);
      expect(index.collisions).toMatchObject([{ server: 'b', tool: 'x', keptTool: 'b.x' }]);
      expect(index.find('b__only-a')?.server).toBe('a');
      expect(index.find('b__only-b')?.server).toBe('b');
    }
  });

  test('of nothing: equal tools go to the first server, and dotted ones to whose prefix it is', () => {
    const index = indexOf(
      { one: ['x', 'two.y'], zero: ['x'], two: ['y'] },
      { one: false, zero: false },
    );
    expect(index.list.map(({ name, server }) => [name, server])).toEqual([
      ['two.y', 'two'],
      ['x', 'one'],
    ]);
    expect(index.collisions.map(({ server }) => server)).toEqual(['one', 'zero']);
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
