import { describe, expect, it } from 'vitest';

import { type DocumentFormat, type ParsedDocument, parseDocument } from './document.ts';
import type { SyntaxProblem } from './syntax-problem.ts';

const windows = (text: string): string => `\uFEFF${text.replaceAll('\n', '\r\n')}`;

function parse(format: DocumentFormat, text: string): ParsedDocument {
  const parsed = parseDocument(format, text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.document;
}

function problemOf(format: DocumentFormat, text: string): SyntaxProblem {
  const parsed = parseDocument(format, text);
  if (parsed.ok) throw new Error('it parses');
  return parsed.problem;
}

const MCP = `// servers
{
  "mcpServers": {
    "a": { "command": "x", "args": ["1",
      "2", ] },
  },
}
`;

const RECIPES = `# top
note = 1
[recipes.one]   # first
system = """
a
b"""
params.temperature = 0.5
  tools = ["x.y",
    "z"]

[recipes."two three"]
variables = { lang = { default = "en" } }

[[list]]
n = 1
[[list]]
n = 2
[list.sub]
deep = true
`;

describe.each([
  ['as written', (text: string) => text],
  ['with byte order mark and CRLF', windows],
])('positions, %s', (_, variant) => {
  it('finds keys and items of JSON', () => {
    const { value, locate } = parse('jsonc', variant(MCP));
    expect(value).toEqual({ mcpServers: { a: { command: 'x', args: ['1', '2'] } } });
    expect(locate(['mcpServers'])).toEqual({ line: 3, column: 3 });
    expect(locate(['mcpServers', 'a', 'command'])).toEqual({ line: 4, column: 12 });
    expect(locate(['mcpServers', 'a', 'args', 1])).toEqual({ line: 5, column: 7 });
    expect(locate(['mcpServers', 'b'])).toBeUndefined();
  });

  it('finds keys, tables, dotted keys, inline members and lists of TOML', () => {
    const { value, locate } = parse('toml', variant(RECIPES));
    expect(value).toMatchObject({ recipes: { one: { system: 'a\nb', tools: ['x.y', 'z'] } } });
    expect(locate(['note'])).toEqual({ line: 2, column: 1 });
    expect(locate(['recipes'])).toEqual({ line: 3, column: 1 });
    expect(locate(['recipes', 'one'])).toEqual({ line: 3, column: 1 });
    expect(locate(['recipes', 'one', 'params', 'temperature'])).toEqual({ line: 7, column: 1 });
    expect(locate(['recipes', 'one', 'params'])).toEqual({ line: 7, column: 1 });
    expect(locate(['recipes', 'one', 'tools', 1])).toEqual({ line: 9, column: 5 });
    expect(locate(['recipes', 'two three', 'variables', 'lang', 'default'])).toEqual({
      line: 12,
      column: 24,
    });
    expect(locate(['list', 1, 'n'])).toEqual({ line: 17, column: 1 });
    expect(locate(['list', 1, 'sub', 'deep'])).toEqual({ line: 19, column: 1 });
    expect(locate(['nothing'])).toBeUndefined();
  });
});

describe('values', () => {
  it('keeps __proto__ an ordinary key', () => {
    for (const [format, text] of [
      ['jsonc', '{"a":{"__proto__":{"polluted":true}}}'],
      ['toml', '[a.__proto__]\npolluted = true'],
    ] as const) {
      const { a } = parse(format, text).value as { a: object };
      expect(Object.keys(a)).toEqual(['__proto__']);
      expect(a).not.toHaveProperty('polluted');
    }
  });

  it('tells which JSON keys are written twice, and takes the last', () => {
    const { value, repeated, locate } = parse('jsonc', '{"s":{"a":1,\n"b":2,\n"a":3}}');
    expect(value).toEqual({ s: { a: 3, b: 2 } });
    expect(repeated).toEqual([['s', 'a']]);
    expect(locate(['s', 'a'])).toEqual({ line: 3, column: 1 });
  });
});

describe('texts that do not parse', () => {
  it.each([
    ['a missing comma', '{\n  "a": 1\n  "b": 2\n}', 3, 3, /comma/],
    ['single quotes', "{\n  'a': 1 }", 2, 3, /double quotes/],
    ['a Windows path', '{ "a": "C:\\Users" }', 1, 8, /\\\\/],
    ['an open brace', '{ "a": {\n', 2, 1, /}/],
    ['an open text', '{ "a": "x\n}', 1, 8, /"/],
    ['text behind the end', '{}\n}', 2, 1, /Remove/],
    ['an empty file', ' \n', 1, 1, /{}/],
  ])('JSON with %s', (...[, text, line, column, hint]) => {
    const problem = problemOf('jsonc', text);
    expect(problem.position).toEqual({ line, column });
    expect(problem.hint).toMatch(hint);
    expect(problemOf('jsonc', windows(text)).position.line).toBe(line);
  });

  it.each([
    ['a bare word', 'a = 1\nb = hello', 2, /quotes/],
    ['a key written twice', '[x]\na = 1\na = 2', 3, /twice/],
    ['a table written twice', '[x]\na = 1\n[x]', 3, /twice/],
    ['a Windows path', 'a = "C:\\Users"', 1, /single quotes/],
    ['an open text', 'a = "b\nc = 1', 1, /Close/],
    ['an open list', 'a = [1\nb = 2', 2, /comma|bracket/],
    ['a blank in a key', 'a b = 1', 1, /quotes/],
  ])('TOML with %s', (...[, text, line, hint]) => {
    const problem = problemOf('toml', text);
    expect(problem.position.line).toBe(line);
    expect(problem.hint).toMatch(hint);
    expect(problemOf('toml', windows(text)).position.line).toBe(line);
  });

  it('never quotes the file, which may hold a key', () => {
    const { message, hint } = problemOf('toml', 'api_key = "sk-secret" oops');
    expect(message + hint).not.toContain('sk-secret');
  });
});
