import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseDocument as parseTomlTree } from '@decimalturn/toml-patch';
import fc from 'fast-check';
import { visit } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';

import { type DocumentFormat, parseDocument } from './document.ts';
import { removeValue, setValue } from './edit-document.ts';
import type { DocumentPath } from './syntax-tree.ts';
import { isObject, valueAt, withValue } from './value-at.ts';

interface Sample {
  readonly name: string;
  readonly format: DocumentFormat;
  readonly text: string;
}

const corpus = (file: string): string =>
  readFileSync(join(import.meta.dirname, 'corpus', file), 'utf8');

const written: Sample[] = [
  { name: 'mcp', format: 'jsonc', text: corpus('mcp.jsonc.txt') },
  { name: 'mcp with tabs', format: 'jsonc', text: corpus('mcp.jsonc.txt').replace(/ {2}/g, '\t') },
  {
    name: 'mcp on one line',
    format: 'jsonc',
    text: '{"mcpServers":{"a":{"command":"x","args":["1","2"]},"b":{"url":"http://x"}}}',
  },
  { name: 'leading commas', format: 'jsonc', text: '{ "a": 1\n, "b": [ 2\n  , 3 ] // two\n}\n' },
  { name: 'recipes', format: 'toml', text: corpus('recipes.toml') },
  { name: 'inferencers', format: 'toml', text: corpus('inferencers.toml') },
];

const samples: Sample[] = written.flatMap((sample) => [
  sample,
  {
    ...sample,
    name: `${sample.name}, from Windows`,
    text: `\uFEFF${sample.text.replaceAll('\n', '\r\n')}`,
  },
  { ...sample, name: `${sample.name}, no last line break`, text: sample.text.trimEnd() },
]);

function read({ format, text }: Omit<Sample, 'name'>): unknown {
  const parsed = parseDocument(format, text);
  if (!parsed.ok) throw new Error(`${parsed.problem.message} in\n${text}`);
  return parsed.document.value;
}

/** Counted by the libraries, not by the code under test. */
function countComments({ format, text }: Omit<Sample, 'name'>): number {
  let comments = 0;
  if (format === 'jsonc') {
    visit(text, { onComment: () => void comments++ }, { allowTrailingComma: true });
    return comments;
  }
  const count = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(count);
    else if (isObject(node)) {
      if (node.type === 'Comment') comments++;
      Object.values(node).forEach(count);
    }
  };
  count(parseTomlTree(text).cst);
  return comments;
}

function pathsOf(value: unknown, wanted: (value: unknown) => boolean): DocumentPath[] {
  const own: DocumentPath[] = wanted(value) ? [[]] : [];
  if (typeof value !== 'object' || value === null || value instanceof Date) return own;
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((item, at) => [at, item])
    : Object.entries(value);
  const below = entries.flatMap(([key, item]) =>
    pathsOf(item, wanted).map((path): DocumentPath => [key, ...path]),
  );
  return [...own, ...below];
}

const headless = ['recipes', 'inferencers', 'management_protocols'];
const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;
const isContainer = (value: unknown): boolean => !isScalar(value) && !(value instanceof Date);
const shallow = { maxDepth: 2, depthSize: 'small' } as const;
const texts = fc.oneof(
  fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
  fc.string({
    unit: fc.constantFrom('"', "'", '\\', '\n', '\t', '#', '/', ',', '}', ']', 'é', '='),
  }),
);
const scalars = fc.oneof(texts, fc.integer(), fc.boolean(), fc.constantFrom(0.5, -1.25e-7, 1e21));
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    shallow,
    scalars,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(texts, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

const keys = fc.oneof(fc.stringMatching(/^[a-z][a-z_-]{0,8}$/), texts);

describe.each(samples)('$name', (sample) => {
  const { format, text } = sample;
  const before = read(sample);
  const comments = countComments(sample);
  const scalarPaths = pathsOf(before, isScalar).filter((path) => path.length > 0);
  const containers = pathsOf(before, isContainer);

  it('sets any scalar, and only the text of that value changes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...scalarPaths), scalars, (path, value) => {
        const edited = setValue(sample, path, value);
        expect(read({ format, text: edited })).toEqual(withValue(before, path, value));
        expect(countComments({ format, text: edited })).toBe(comments);
        const old = valueAt(before, path);
        if (typeof old === 'string' && old.includes('\n')) return;
        expect(changedPart(text, edited)).not.toContain('\n');
      }),
    );
  });

  it('adds a key, keeps every line, and takes it away again without a trace', () => {
    fc.assert(
      fc.property(fc.constantFrom(...containers), keys, values, (parent, key, value) => {
        const container = valueAt(before, parent);
        const path = [...parent, Array.isArray(container) ? container.length : key];
        fc.pre(valueAt(before, path) === undefined);
        // A plain key in a table that has no header of its own leaves that header behind.
        fc.pre(!headless.includes(parent.join('.')) || isObject(value));
        const edited = setValue(sample, path, value);
        expect(read({ format, text: edited })).toEqual(withValue(before, path, value));
        expect(countComments({ format, text: edited })).toBe(comments);
        expect(removeValue({ format, text: edited }, path)).toBe(text);
      }),
    );
  });

  it('survives any series of edits', () => {
    const edit = fc.record({
      at: fc.nat(),
      key: keys,
      value: fc.option(values, { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        let current = text;
        for (const { at, key, value } of edits) {
          const now = read({ format, text: current });
          const places = pathsOf(now, (one) => value === undefined || isContainer(one));
          const place = places[at % places.length] ?? [];
          const parent = valueAt(now, place);
          const last = Array.isArray(parent) ? parent.length : key;
          if (value === undefined) current = removeValue({ format, text: current }, place);
          else current = setValue({ format, text: current }, [...place, last], value);
        }
        read({ format, text: current });
      }),
    );
  });
});

/** What stood between the common beginning and the common end. */
function changedPart(before: string, after: string): string {
  let head = 0;
  while (head < before.length && before[head] === after[head]) head++;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return before.slice(head, before.length - tail);
}
