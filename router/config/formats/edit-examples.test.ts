import { describe, expect, it } from 'vitest';

import { removeValue, setValue } from './edit-document.ts';
import type { DocumentPath } from './syntax-tree.ts';

const json = (text: string) => ({ format: 'jsonc', text }) as const;
const toml = (text: string) => ({ format: 'toml', text }) as const;

describe('JSON', () => {
  const text = `{
  // the first
  "a": { "x": 1 }, // about a
  /* the second */
  "b": 2, // about b
  "c": [1, /* two */ 2, 3] // about c
}
`;

  it.each<[DocumentPath, string]>([
    [['a'], text.replace('  "a": { "x": 1 }, // about a\n', '')],
    [['b'], text.replace('  "b": 2, // about b\n', '')],
    [
      ['c'],
      text.replace('2, // about b\n  "c": [1, /* two */ 2, 3] // about c\n', '2 // about b\n'),
    ],
    [['c', 0], text.replace('[1, ', '[')],
    [['c', 2], text.replace('2, 3', '2')],
    [['a', 'x'], text.replace('{ "x": 1 }', '{}')],
  ])('loses %j and its own comment, and nothing of its neighbours', (path, expected) => {
    expect(removeValue(json(text), path)).toBe(expected);
  });

  it('adds behind the comment of the last member', () => {
    expect(setValue(json(text), ['d'], { e: [true], f: {} })).toBe(
      text.replace(
        '3] // about c\n',
        '3], // about c\n  "d": {\n    "e": [true],\n    "f": {}\n  }\n',
      ),
    );
  });

  it('adds to an object that holds only a comment', () => {
    expect(setValue(json('{\n  // none yet\n}'), ['a'], 1)).toBe('{\n  // none yet\n  "a": 1\n}');
  });

  it('changes only the items of a list that differ', () => {
    expect(setValue(json(text), ['c'], [0, 1, 2, 3])).toBe(text.replace('[1,', '[0, 1,'));
    expect(setValue(json(text), ['c'], [1, 2, 9, 3])).toBe(text.replace('2, 3', '2, 9, 3'));
    expect(setValue(json(text), ['c'], [1, 3])).toBe(text.replace('/* two */ 2, ', '/* two */ '));
  });

  it('changes the last of a key that is written twice: that one counts', () => {
    expect(setValue(json('{ "a": 1, "a": 2 }'), ['a'], 3)).toBe('{ "a": 1, "a": 3 }');
  });

  it('makes a document out of nothing', () => {
    expect(setValue(json(''), ['mcpServers', 'a'], { command: 'x', args: [] })).toBe(
      '{\n  "mcpServers": {\n    "a": {\n      "command": "x",\n      "args": []\n    }\n  }\n}\n',
    );
  });
});

describe('TOML', () => {
  const text = `# top
[recipes.one] # the first
inferencer = "a/b"   # model
tools      = ["x.y"]
params.seed = 1
# timeout = 5

# about two
[recipes.two]
system = """
old
"""
`;

  it('adds a recipe as a section behind the others, with a readable prompt', () => {
    const recipe = {
      inferencer: 'a/b',
      tools: ['x.*'],
      system: 'C:\\x "y"\n"""\n',
      params: { t: 0.5 },
    };
    expect(setValue(toml(text), ['recipes', 'new one'], recipe)).toBe(
      `${text}
[recipes."new one"]
inferencer = "a/b"
tools = ["x.*"]
system = """
C:\\\\x "y"
"\\""
"""
params = { t = 0.5 }
`,
    );
  });

  it('adds a key to a table where its keys stand', () => {
    expect(setValue(toml(text), ['recipes', 'one', 'params', 'top_p'], 1)).toBe(
      text.replace('seed = 1\n', 'seed = 1\nparams.top_p = 1\n'),
    );
    expect(setValue(toml(text), ['recipes', 'two', 'params'], { stop: ['a', 'b'] })).toBe(
      `${text}params = { stop = ["a", "b"] }\n`,
    );
    const aligned = 'inferencer = "a"\ntools      = []\n';
    expect(setValue(toml(aligned), ['system'], '\\d')).toBe(`${aligned}system     = '\\d'\n`);
  });

  it('gives large tables headers of their own, and long lists a line for each item', () => {
    const variables = {
      topic: { default: 'x', choices: ['x', 'y'] },
      tone: { description: 'one\ntwo' },
    };
    const tools = Array.from({ length: 8 }, (_, at) => `server-${at}.tool`);
    const recipe = { inferencer: 'a/b', variables, params: { t: 0.5 }, tools };
    const written = `[recipes.big]
inferencer = "a/b"
params = { t = 0.5 }
tools = [
${tools.map((tool) => `  "${tool}",`).join('\n')}
]

[recipes.big.variables.topic]
default = "x"
choices = ["x", "y"]

[recipes.big.variables.tone]
description = """
one
two"""
`;
    expect(setValue(toml(''), ['recipes', 'big'], recipe)).toBe(written);
    expect(setValue(toml(text), ['recipes', 'big'], recipe)).toBe(`${text}\n${written}`);
    expect(setValue(toml(text), ['recipes', 'one', 'variables'], { v: { default: 'd' } })).toBe(
      text.replace(
        '# timeout = 5\n',
        '# timeout = 5\n\n[recipes.one.variables.v]\ndefault = "d"\n',
      ),
    );
  });

  it('adds a long list item by item again', () => {
    const list = 'a = [\n  "1",\n]\n';
    expect(setValue(toml(list), ['a'], ['1', '2'])).toBe('a = [\n  "1",\n  "2",\n]\n');
  });

  it('keeps a table on one line in the item of a list, which no header can name', () => {
    const list = '[[a]]\nn = 1\n[[a]]\nn = 2\n';
    expect(setValue(toml(list), ['a', 0, 't'], { x: { y: 1 } })).toBe(
      list.replace('n = 1\n', 'n = 1\nt = { x = { y = 1 } }\n'),
    );
  });

  it('changes a value and keeps its line', () => {
    expect(setValue(toml(text), ['recipes', 'one', 'inferencer'], 'c/d')).toBe(
      text.replace('a/b', 'c/d'),
    );
    expect(setValue(toml(text), ['recipes', 'two', 'system'], 'new\n')).toBe(
      text.replace('old', 'new'),
    );
  });

  it('takes a section away with what stands in it, and leaves the comment above the next', () => {
    expect(removeValue(toml(text), ['recipes', 'one'])).toBe(
      '# top\n\n# about two\n[recipes.two]\nsystem = """\nold\n"""\n',
    );
    expect(removeValue(toml(text), ['recipes', 'two'])).toBe(
      text.slice(0, text.indexOf('[recipes.two]')),
    );
  });

  it('takes every part of a table that is written in several places', () => {
    const spread = '[a]\nx.y = 1\n[b]\nk = 1\n[a.x.z]\nk = 2\n';
    expect(removeValue(toml(spread), ['a', 'x'])).toBe('[a]\n[b]\nk = 1\n');
  });

  it('starts a section for a key of a table that has none, and keys before all headers', () => {
    expect(setValue(toml('# c\n[a.b]\n'), ['a', 'k'], 1)).toBe('# c\n[a.b]\n\n[a]\nk = 1\n');
    expect(setValue(toml('# c\n\n# about a\n[a]\n'), ['k'], 1)).toBe(
      '# c\n\nk = 1\n# about a\n[a]\n',
    );
  });

  it('writes into the item of a list of tables', () => {
    const list = '[[a]]\nn = 1\n[[a]]\nn = 2\n';
    expect(setValue(toml(list), ['a', 1, 'n'], 3)).toBe(list.replace('2', '3'));
    expect(removeValue(toml(list), ['a', 0])).toBe('[[a]]\nn = 2\n');
  });
});

describe('an edit is refused', () => {
  const refused = expect.objectContaining({ code: 'CONFIG_INVALID' });

  it.each([
    ['below a plain value', () => setValue(json('{ "a": 1 }'), ['a', 'b'], 2)],
    ['below a plain value of TOML', () => setValue(toml('a = 1'), ['a', 'b'], 2)],
    ['of a key that is written twice', () => removeValue(json('{ "a": 1, "a": 2 }'), ['a'])],
    ['with a value TOML does not have', () => setValue(toml('a = 1'), ['a'], null)],
    ['in a text that does not parse', () => setValue(json('{ "a": '), ['a'], 1)],
    ['behind the end of a list', () => setValue(json('{ "a": [1] }'), ['a', 3], 1)],
  ])('%s', (_, edit) => {
    expect(edit).toThrow(refused);
  });

  it('says where a text does not parse', () => {
    expect(() => setValue(toml('a = 1\nb = oops'), ['a'], 2)).toThrow(/line 2, column 5/);
  });
});

it('leaves a text alone when the value is there, or gone, already', () => {
  const text = '{ "a" : [ 1 ] }';
  expect(setValue(json(text), ['a'], [1])).toBe(text);
  expect(removeValue(json(text), ['b', 'c'])).toBe(text);
});
