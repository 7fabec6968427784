import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { dottedName, fnv1a64, modelName, readingsOf } from './tool-names.ts';

const GRAMMAR = /^[A-Za-z0-9_-]{1,64}$/;

describe('fnv1a64', () => {
  test.each([
    ['', 'cbf29ce484222325'],
    ['a', 'af63dc4c8601ec8c'],
    ['foobar', '85944171f73967e8'],
  ])('of %j', (text, hash) => {
    expect(fnv1a64(text)).toBe(hash);
  });
});

describe('modelName', () => {
  test('plain names are joined', () => {
    expect(modelName('hello', 'count_to')).toBe('mcp__hello__count_to');
    expect(modelName('my-server', 'a-b_c-1')).toBe('mcp__my-server__a-b_c-1');
  });

  test('64 characters still fit, 65 do not', () => {
    expect(modelName('s'.repeat(27), 't'.repeat(30))).toBe(
      `mcp__${'s'.repeat(27)}__${'t'.repeat(30)}`,
    );
    expect(modelName('s'.repeat(27), 't'.repeat(31))).toMatch(/^mcp__[0-9a-f]{16}$/);
  });

  test('too long names are hashed as the contract pins it', () => {
    expect(modelName('s'.repeat(50), 't'.repeat(50))).toBe('mcp__c251c716388ed55d');
  });

  test('unsafe names stay readable and end in a hash', () => {
    expect(modelName('My Server!', 'read.file')).toMatch(/^mcp_My_Server_read_file_[0-9a-f]{16}$/);
    expect(modelName('日本', '読む')).toMatch(/^mcp_[0-9a-f]{16}$/);
    expect(modelName('a.b', 'x'.repeat(200))).toMatch(/^mcp_a_b_x{39}_[0-9a-f]{16}$/);
  });

  test('pairs that would read the same get different names', () => {
    const pairs = [
      ['a__b', 'c'],
      ['a', 'b__c'],
      ['a_', 'b__c'],
      ['a', '_b__c'],
      ['a b', 'c'],
      ['a.b', 'c'],
      ['a', 'b.c'],
    ] as const;
    const names = pairs.map(([server, tool]) => modelName(server, tool));
    expect(new Set(names).size).toBe(pairs.length);
  });

  test('names never change between versions of this program', () => {
    expect(modelName('a__b', 'c')).toBe('mcp_a_b_c_614f2e366e696d05');
    expect(modelName('My Server!', 'read.file')).toBe('mcp_My_Server_read_file_3e8dc3031e2c6fdd');
  });

  test('any pair fits the grammar, and different pairs differ', () => {
    const part = fc.oneof(
      fc.string({ minLength: 1, unit: 'binary' }),
      fc.stringMatching(/^[a-c_.-]{1,6}$/),
      fc.stringMatching(/^[A-Za-z0-9_-]{20,50}$/),
    );
    const pair = fc.tuple(part, part);
    fc.assert(
      fc.property(pair, pair, ([serverA, toolA], [serverB, toolB]) => {
        const first = modelName(serverA, toolA);
        expect(first).toMatch(GRAMMAR);
        const samePair = serverA === serverB && toolA === toolB;
        expect(modelName(serverB, toolB) === first).toBe(samePair);
      }),
      { numRuns: 500 },
    );
  });
});

describe('readingsOf', () => {
  const servers = ['a', 'a.b', 'a__b', 'hello'];

  test('the longest server name wins', () => {
    expect(readingsOf('a.b.c', servers)).toEqual([
      { server: 'a.b', tool: 'c' },
      { server: 'a', tool: 'b.c' },
    ]);
    expect(readingsOf('a__b__c', servers)[0]).toEqual({ server: 'a__b', tool: 'c' });
  });

  test('dotted, joined, model names and globs are understood', () => {
    for (const name of ['hello.x', 'hello__x', 'mcp__hello__x']) {
      expect(readingsOf(name, servers)).toEqual([{ server: 'hello', tool: 'x' }]);
    }
    expect(readingsOf('hello.*', servers)).toEqual([{ server: 'hello', tool: '*' }]);
  });

  test('a name without a known server or without a tool has no reading', () => {
    expect(readingsOf('other.x', servers)).toEqual([]);
    expect(readingsOf('hello', servers)).toEqual([]);
    expect(readingsOf('hello.', servers)).toEqual([]);
  });

  test('a dotted name reads back to its parts', () => {
    const part = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(part, part, (server, tool) => {
        expect(readingsOf(dottedName(server, tool), [server])).toContainEqual({ server, tool });
      }),
    );
  });
});
