import { expect, it } from 'vitest';

import { createFakeLog } from '../testing/fake-log.ts';
import { toolEntry } from '../testing/fake-tool-servers.ts';
import { createArgumentChecker } from './argument-checker.ts';

function setUp() {
  const log = createFakeLog();
  const check = createArgumentChecker(log);
  return {
    log,
    check: (schema: object, args = {}) => check(toolEntry('a.b', { ...schema }), args),
  };
}

it('names the place and the rule, several at once', () => {
  const { check } = setUp();
  const schema = {
    type: 'object',
    properties: { path: { type: 'string' }, mode: { enum: ['r', 'w'] } },
    required: ['path', 'size'],
    additionalProperties: false,
  };
  expect(check(schema, { path: 1, mode: 'x', pth: 1 })).toBe(
    "/ must have required property 'size'; " +
      '/ must NOT have additional properties: "pth"; ' +
      '/path must be string; ' +
      '/mode must be equal to one of the allowed values: ["r","w"]',
  );
  expect(check(schema, { path: '/', size: 1 })).toBe(
    '/ must NOT have additional properties: "size"',
  );
});

it('reports five violations at most', () => {
  const { check } = setUp();
  const required = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  expect(check({ required })).toMatch(/'e'; and 2 more$/);
});

it('takes the older dialect when it is declared, else the newer one', () => {
  const { check, log } = setUp();
  const tuple = { properties: { x: { items: [{ type: 'string' }] } } };
  const draft07 = { $schema: 'http://json-schema.org/draft-07/schema#', ...tuple };
  expect(check(draft07, { x: [1] })).toBe('/x/0 must be string');
  const prefixed = { properties: { x: { prefixItems: [{ type: 'string' }] } } };
  expect(check(prefixed, { x: [1] })).toBe('/x/0 must be string');
  const latest = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...prefixed };
  expect(check(latest, { x: [1] })).toBe('/x/0 must be string');
  expect(log.lines).toEqual([]);
});

it('ignores formats and unknown keywords', () => {
  const { check, log } = setUp();
  const schema = { properties: { x: { type: 'string', format: 'uri', 'x-order': 1 } } };
  expect(check(schema, { x: 'not a uri' })).toBeUndefined();
  expect(log.lines).toEqual([]);
});

it.each([{ type: 'strng' }, { $ref: 'https://example.com/schema.json' }])(
  'skips the schema %j, which does not compile, with one log line',
  (schema) => {
    const log = createFakeLog();
    const check = createArgumentChecker(log);
    const entry = toolEntry('a.b', schema);
    expect(check(entry, { x: 1 })).toBeUndefined();
    expect(check(entry, { x: 1 })).toBeUndefined();
    expect(log.lines).toMatchObject([{ level: 'warn', facts: { tool: 'a.b' } }]);
  },
);

it('compiles a schema object once', () => {
  const { log, check } = setUp();
  let reads = 0;
  const schema = {
    get required() {
      reads += 1;
      return ['x'];
    },
  };
  const entry = toolEntry('a.b', schema);
  const checkOnce = createArgumentChecker(log);
  expect(checkOnce(entry, {})).toBeDefined();
  expect(checkOnce(entry, {})).toBeDefined();
  expect(reads).toBe(1);
  expect(check({ required: ['x'] })).toBeDefined();
});

it('lets two tools use the same $id for different schemas', () => {
  const { check, log } = setUp();
  const $id = 'https://example.com/args';
  expect(check({ $id, required: ['a'] })).toBeDefined();
  expect(check({ $id, required: ['b'] }, { b: 1 })).toBeUndefined();
  expect(log.lines).toEqual([]);
});

it('is not fooled by an asynchronous schema', () => {
  const { check } = setUp();
  expect(check({ $async: true, required: ['a'] })).toBe("/ must have required property 'a'");
});

it('follows references within the schema, recursive ones too', () => {
  const { check, log } = setUp();
  const schema = {
    properties: { size: { $ref: '#/$defs/size' }, child: { $ref: '#' } },
    $defs: { size: { type: 'integer' } },
  };
  expect(check(schema, { child: { child: { size: 'x' } } })).toBe(
    '/child/child/size must be integer',
  );
  expect(log.lines).toEqual([]);
});

it('does not run expressions of a server, which could run for ever', () => {
  const { check, log } = setUp();
  const evil = '^(a+)+$';
  const schema = {
    properties: {
      x: { type: 'string', pattern: evil },
      pattern: { type: 'string' },
      open: { type: 'object', patternProperties: { [evil]: {} }, additionalProperties: false },
    },
  };
  const slow = `${'a'.repeat(200)}!`;
  expect(check(schema, { x: slow, open: { [slow]: 1 } })).toBeUndefined();
  expect(check(schema, { pattern: 1 })).toBe('/pattern must be string');
  expect(log.lines).toEqual([]);
});
