import { describe, expect, test } from 'vitest';

import type { JsonObject, ToolEntry } from '#core/ports/tools.ts';
import { recordingLogger, type LogLine } from '../fixtures/harness.ts';
import { judgeResult } from './judge-result.ts';
import { createOutputChecker } from './output-checker.ts';
import { roughSize } from './result-size.ts';

const DRAFT_07 = 'http://json-schema.org/draft-07/schema#';
const DRAFT_2020 = 'https://json-schema.org/draft/2020-12/schema';

function entryOf(outputSchema?: JsonObject): ToolEntry {
  return {
    server: 's',
    tool: 't',
    name: 's.t',
    modelName: 'mcp__s__t',
    description: '',
    inputSchema: {},
    raw: {},
    ...(outputSchema === undefined ? {} : { outputSchema }),
  };
}

describe('an output schema', () => {
  const tuple = { type: 'array', prefixItems: [{ type: 'string' }], items: false };
  const oldTuple = { type: 'array', items: [{ type: 'string' }], additionalItems: false };

  test.each([
    [{ $schema: DRAFT_2020, ...tuple }, ['a'], [1]],
    [tuple, ['a'], ['a', 'b']],
    [{ $schema: DRAFT_07, ...oldTuple }, ['a'], [1]],
    [{ type: 'object', properties: { a: { const: 1 } } }, { a: 1 }, { a: 2 }],
  ])('%j judges in its own dialect', (schema, good, bad) => {
    const check = createOutputChecker(recordingLogger());
    const entry = entryOf(schema);
    expect(check(entry, { structuredContent: good })).toBeUndefined();
    expect(check(entry, { structuredContent: bad })).toEqual(expect.any(String));
  });

  test('that does not compile is ignored, and in the log once', () => {
    const lines: LogLine[] = [];
    const check = createOutputChecker(recordingLogger(lines));
    const entry = entryOf({ type: 'nonsense' });
    for (const result of [{ structuredContent: 1 }, {}]) {
      expect(check(entry, result)).toBeUndefined();
    }
    expect(lines).toHaveLength(1);
  });

  test('cannot keep us busy with a pattern', () => {
    const check = createOutputChecker(recordingLogger());
    const pattern = '^(a+)+$';
    const entry = entryOf({ type: 'object', properties: { a: { type: 'string', pattern } } });
    expect(check(entry, { structuredContent: { a: `${'a'.repeat(40)}!` } })).toBeUndefined();
  });
});

describe('the judge', () => {
  const judge = { check: createOutputChecker(recordingLogger()), maxBytes: 1000 };

  test('hands good results on as they are', () => {
    const result = { content: [{ type: 'text', text: 'x'.repeat(900) }], _meta: {} };
    expect(judgeResult(entryOf(), result, judge)).toBe(result);
    const many = { content: [{ type: 'text', text: 'x'.repeat(9000) }] };
    expect(judgeResult(entryOf(), many, { ...judge, maxBytes: 0 })).toBe(many);
  });

  test('lets a result without content pass, but none with another shape', () => {
    const empty = { _meta: {} };
    expect(judgeResult(entryOf(), empty, judge)).toBe(empty);
    expect(judgeResult(entryOf(), { content: 'text' }, judge)).toMatchObject({ isError: true });
  });

  test('measures all of it, in bytes', () => {
    expect(roughSize('ü'.repeat(10))).toBe(20);
    expect(roughSize({ a: ['x'.repeat(50), { b: 'y'.repeat(50) }], n: null })).toBeGreaterThan(100);
    expect(
      roughSize(
        Array.from({ length: 1000 }, () => 'x'.repeat(100)),
        500,
      ),
    ).toBeLessThan(1000);
    const picture = { content: [{ type: 'image', data: 'A'.repeat(2000) }] };
    expect(judgeResult(entryOf(), picture, judge)).toMatchObject({ isError: true });
  });
});
