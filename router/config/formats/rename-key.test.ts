import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type DocumentFormat, parseDocument } from './document.ts';
import { renameKey } from './edit-document.ts';
import type { DocumentPath } from './syntax-tree.ts';
import { isObject, valueAt, withoutValue, withValue } from './value-at.ts';

const corpus = (file: string): string =>
  readFileSync(join(import.meta.dirname, 'corpus', file), 'utf8');

const json = (text: string) => ({ format: 'jsonc', text }) as const;
const toml = (text: string) => ({ format: 'toml', text }) as const;

describe('a new name', () => {
  const text = `# top
[recipes.x] # one
inferencer = "a/b"
limits.turns = { most = 2 }

[ recipes . "x" . params ]   # two
t = 1
[[recipes.x.steps]]
n = 1
[[recipes.x.steps.more]]
n = 2
[recipes.xx]
x.y = 1
`;

  it.each<[DocumentPath, string, (written: string) => string]>([
    [
      ['recipes', 'x'],
      'new one',
      (written) =>
        written
          .replaceAll('recipes.x]', 'recipes."new one"]')
          .replaceAll('recipes.x.', 'recipes."new one".')
          .replace('. "x" .', '. "new one" .'),
    ],
    [['recipes', 'x', 'limits'], 'l', (written) => written.replace('limits.turns', 'l.turns')],
    [['recipes', 'x', 'limits', 'turns'], 'r', (written) => written.replace('.turns', '.r')],
    [['recipes', 'x', 'limits', 'turns', 'most'], 'm', (written) => written.replace('most', 'm')],
    [['recipes', 'x', 'params'], 'p', (written) => written.replace('params', 'p')],
    [['recipes', 'x', 'steps', 0, 'more'], 'm', (written) => written.replace('more', 'm')],
    [['recipes', 'xx', 'x'], 'z', (written) => written.replace('x.y', 'z.y')],
  ])('for %j of TOML stands wherever the old one stood', (path, to, change) => {
    expect(renameKey(toml(text), path, to)).toBe(change(text));
  });

  it('for a key of JSON changes the key alone', () => {
    const servers = '{ // x\n "a" : { "a":1, /*k*/ "c" /*l*/ : [ {"d":2} ]},\n"b":3 }';
    expect(renameKey(json(servers), ['a'], 'e"')).toBe(servers.replace('"a" :', '"e\\"" :'));
    expect(renameKey(json(servers), ['a', 'c', 0, 'd'], 'é')).toBe(servers.replace('"d"', '"é"'));
  });

  it('for a key written twice changes both, so that the last one still counts', () => {
    expect(renameKey(json('{"a":1,"a":2}'), ['a'], 'b')).toBe('{"b":1,"b":2}');
  });

  it('that is the old one changes nothing', () => {
    expect(renameKey(toml(text), ['recipes', 'x'], 'x')).toBe(text);
  });

  it.each([
    ['that is taken', () => renameKey(json('{"a":1,"b":2}'), ['a'], 'b'), /'b' already/],
    ['for nothing', () => renameKey(json('{"a":1}'), ['c'], 'b'), /no 'c'/],
    ['for the item of a list', () => renameKey(json('{"a":[1]}'), ['a', 0], 'b'), /no 'a\.0'/],
    ['in a text that does not parse', () => renameKey(json('{"a":1'), ['a'], 'b'), /line 1/],
  ])('%s is refused', (_, rename, message) => {
    expect(rename).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
    expect(rename).toThrow(message);
  });
});

const samples = (
  [
    ['jsonc', corpus('mcp.jsonc.txt')],
    ['toml', corpus('recipes.toml')],
    ['toml', corpus('inferencers.toml')],
  ] as const
).flatMap(([format, text]) => [
  { format, text },
  { format, text: `\uFEFF${text.replaceAll('\n', '\r\n')}` },
]);

function read(format: DocumentFormat, text: string): unknown {
  const parsed = parseDocument(format, text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.document.value;
}

function keyPaths(value: unknown, base: DocumentPath = []): DocumentPath[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => keyPaths(item, [...base, at]));
  if (!isObject(value) || value instanceof Date) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const path = [...base, key];
    return [path, ...keyPaths(item, path)];
  });
}

it.each(samples)('renames any key of any sample, there and back ($format)', ({ format, text }) => {
  const before = read(format, text);
  const name = fc.oneof(fc.stringMatching(/^[a-z][a-z_-]{0,8}$/), fc.string({ minLength: 1 }));
  fc.assert(
    fc.property(fc.constantFrom(...keyPaths(before)), name, (path, to) => {
      const renamed = [...path.slice(0, -1), to];
      fc.pre(valueAt(before, renamed) === undefined);
      const edited = renameKey({ format, text }, path, to);
      const moved = withValue(withoutValue(before, path), renamed, valueAt(before, path));
      expect(read(format, edited)).toEqual(moved);
      expect(edited.split('\n')).toHaveLength(text.split('\n').length);
      const back = renameKey({ format, text: edited }, renamed, String(path.at(-1)));
      // Only quotes that a name does not need may be lost on the way.
      expect(back.replaceAll('"', '')).toBe(text.replaceAll('"', ''));
    }),
  );
});
