import { describe, expect, it } from 'vitest';

import { findSecrets } from './find-secrets.ts';
import { choosePlaceholders, hideSecrets } from './placeholders.ts';

function show(format: 'jsonc' | 'toml', text: string, known: string[] = []): string {
  const spans = findSecrets(format, text, known);
  return hideSecrets(text, spans, choosePlaceholders(text, null)).text.replaceAll('secret ', '');
}

const server = (members: string): string => `{ "mcpServers": { "s": { ${members} } } }`;

describe('hidden in mcp.json', () => {
  it.each([
    ['a variable with a telling name', '"env": {"A_KEY": "abc", "B": "b"}', '"A_KEY": "‹1›"'],
    ['a number', '"env": {"A_KEY": 1234}', '"A_KEY": "‹1›"'],
    ['the items of a list', '"env": {"A_KEY": ["x", 2, true]}', '["‹1›", "‹2›", true]'],
    ['a header', '"headers": {"X-Team": "abc", "Accept": "*/*"}', '"‹1›", "Accept": "*/*"'],
    ['a header without its scheme', '"headers": {"Authorization": "Bearer a b"}', '"Bearer ‹1›"'],
    ['what is escaped', '"env": {"A_KEY": "a\\"b\\u0041"}', '"A_KEY": "‹1›"'],
    ['a default', '"env": {"A_KEY": "${A:-abc}"}', '"${A:-‹1›}"'],
    ['what stands beside a variable', '"env": {"A_KEY": "abcd${A}"}', '"‹1›${A}"'],
    ['a key of any name', '"accessToken": "abc"', '"accessToken": "‹1›"'],
    [
      'an argument behind its flag',
      '"args": ["--api-key", "abc", "d"]',
      '["--api-key", "‹1›", "d"]',
    ],
    ['an argument with its flag', '"args": ["--token=abc"]', '["--token=‹1›"]'],
    [
      'a header among arguments',
      '"args": ["--header", "Authorization: Bearer abc"]',
      '"Authorization: Bearer ‹1›"',
    ],
    ['a password in an address', '"url": "https://me:abc@h/x"', '"https://me:‹1›@h/x"'],
    ['a parameter of an address', '"url": "https://h/x?a=1&api_key=abc"', '?a=1&api_key=‹1›"'],
    ['what looks like a key', '"cwd": "sk-1234567890abcdef"', '"cwd": "‹1›"'],
    ['a comment', '/* "A_TOKEN": "abc", */ "a": 1', '"A_TOKEN": "‹1›"'],
    ['an address in a comment', '// https://me:abc@h\n"a": 1', '//me:‹1›@h'],
  ])('%s', (_, members, expected) => {
    expect(show('jsonc', server(members))).toContain(expected);
  });

  it.each([
    '"env": {"A_KEY": "$A", "B_KEY": "${A}", "C_KEY": "${A:-}", "D_KEY": "", "E_KEY": true}',
    '"headers": {"Authorization": "Bearer ${A}", "X": "Token $A"}',
    '"args": ["--token", "--verbose", "--token=${A}", "--header", "Accept: x"]',
    '"url": "https://${U}:${P}@h?key=${K}"',
    '"command": "key", "timeout": 1234',
    '// "Authorization": "Bearer ${SEARCH_TOKEN}"\n "a": 1',
  ])('but not %s', (members) => {
    expect(show('jsonc', server(members), ['1234', 'command'])).toBe(server(members));
  });
});

describe('hidden in TOML', () => {
  it.each([
    ['a key', 'api_key = "abc"', 'api_key = "‹1›"'],
    ['a key in any quotes', "api_key = '''\nabc'''", "api_key = '''\n‹1›'''"],
    ['a date', 'api_key = 2024-01-01', 'api_key = "‹1›"'],
    ['a key in a broken entry', 'base_url = 1\napi_key = "abc"', 'api_key = "‹1›"'],
    ['a key in an inline table', 'x = { "api_key" = "abc" }', '"api_key" = "‹1›"'],
    ['a comment', '# api_key = "abc"', '# api_key = "‹1›"'],
    ['a comment without quotes', '# token: abcdef', '# token: ‹1›'],
  ])('%s', (_, lines, expected) => {
    expect(show('toml', `[inferencers.x]\n${lines}\n`)).toContain(expected);
  });

  it.each(['api_key = "$A"', 'api_key_env = "A_KEY"', 'token_file = "f"', '# api_key = "$A"'])(
    'but not %s',
    (line) => {
      expect(show('toml', `[inferencers.x]\n${line}\n`)).toBe(`[inferencers.x]\n${line}\n`);
    },
  );
});

describe('what is known', () => {
  it('is hidden in every value and comment, but in no key', () => {
    const text = '{ "abcd": "x abcd", /* abcd */ "b": ["abcd"], "c": "abc" }';
    expect(show('jsonc', text, ['abcd', 'abc', ''])).toBe(
      '{ "abcd": "x ‹1›", /* ‹1› */ "b": ["‹1›"], "c": "abc" }',
    );
  });

  it('is hidden elsewhere when its place gave it away', () => {
    expect(show('toml', 'api_key = "abcd"\nx = "abcd"\ny = "abc"')).toBe(
      'api_key = "‹1›"\nx = "‹1›"\ny = "abc"',
    );
  });

  it('is hidden as a whole when it holds another one, and as JSON writes it', () => {
    expect(
      show('jsonc', '{ "a": "abcd-efgh", "b": "q\\"uote" }', ['abcd', 'abcd-efgh', 'q"uote']),
    ).toBe('{ "a": "‹1›", "b": "‹2›" }');
  });
});

describe('what is known but spelled in another way', () => {
  it.each([
    ['jsonc', String.raw`{ "a": "x \u0061bcd y", "b": "x" }`, '{ "a": "‹1›", "b": "x" }'],
    ['jsonc', String.raw`{ "a": "ab\u0063d abcd" }`, '{ "a": "‹1›" }'],
    ['jsonc', String.raw`{ "a": "q\/uote" }`, '{ "a": "‹1›" }'],
    ['jsonc', String.raw`{ "a": "--token=efgh \u0061bcd" }`, '{ "a": "‹2›‹1›‹3›" }'],
    ['jsonc', String.raw`{ "a": "\n abcd" }`, String.raw`{ "a": "\n ‹1›" }`],
    ['jsonc', String.raw`{ "url": "\u0061bcd"`, '{ "url": "‹1›"'],
    ['toml', String.raw`a = "\u0061bcd"`, 'a = "‹1›"'],
    ['toml', 'a = """\r\nx\r\none\r\ntwo"""\r\n', 'a = """\r\n‹1›"""\r\n'],
    ['toml', 'a = """\nx\nthree\nfour"""\n', 'a = """\nx\n‹1›"""\n'],
  ] as const)('is hidden with all of its value: %s %s', (format, text, expected) => {
    const known = ['abcd', 'q/uote', 'one\ntwo', 'three\r\nfour'];
    expect(show(format, text, known)).toBe(expected);
  });
});

describe('of a text that does not parse', () => {
  it.each([
    [
      'jsonc',
      '{ "env": { "A_KEY": "abc", "B": "b" "c" }',
      '{ "env": { "A_KEY": "‹1›", "B": "‹2›" "‹3›" }',
    ],
    ['jsonc', '{ "Authorization": "Bearer abc', '{ "Authorization": "‹1›'],
    ['jsonc', '{ "headers": { "X-Team": "abc" }', '{ "headers": { "X-Team": "‹1›" }'],
    ['jsonc', '{ "headers": } { "X-Team": "abc" }', '{ "headers": } { "X-Team": "‹1›" }'],
    ['jsonc', '{ "env": { "A_KEY": "a b" }', '{ "env": { "A_KEY": "‹1›" }'],
    ['jsonc', '{ "env": { "A_KEY": 1234 }', '{ "env": { "A_KEY": ‹1› }'],
    ['jsonc', '{ "args": ["--token", "ab" "c"]', '{ "args": ["--token", "‹1›" "c"]'],
    ['jsonc', '{ "args": ["-H", "X-Team: ab"]', '{ "args": ["-H", "X-Team: ‹1›"]'],
    ['jsonc', '{ "X-Team": ab", "B": "cd" }', '{ "X-Team": ‹1›‹2›'],
    ['jsonc', '{ /* "a": {\n"X-Team": "abc" }', '{ /* "a": {\n"X-Team": "‹1›" }'],
    ['jsonc', '{ "command": "x", "url": "https://h"', '{ "command": "x", "url": "https://h"'],
    ['jsonc', '{ "env": { "A_KEY": "${A}" }', '{ "env": { "A_KEY": "${A}" }'],
    ['toml', '[s.x.headers]\nX-Team = "abc"\na =', '[s.x.headers]\nX-Team = "‹1›"\na ='],
    ['toml', '[s.x.env\nA_KEY = "a b"', '[s.x.env\nA_KEY = "‹1›"'],
    ['toml', "headers.Team = 'abc'\na =", "headers.Team = '‹1›'\na ="],
    ['toml', 'x_token = """\nab\ncd"""\na =', 'x_token = """\n‹1›"""\na ='],
    ['toml', 'system = """\nab\napi_key = "abc"', 'system = """\nab\napi_key = "‹1›"'],
    ['toml', 'api_key = "abc\nx = 1', 'api_key = "‹1›\nx = 1'],
    ['toml', 'a = \nb = "known"', 'a = \nb = "‹1›"'],
  ] as const)('secrets are hidden, too: %s %s', (format, text, expected) => {
    expect(show(format, text, ['known'])).toBe(expected);
  });
});

it.each([
  ['one long word', 'a'.repeat(400_000)],
  ['dashes', '-'.repeat(400_000)],
  ['open references', '${'.repeat(100_000)],
  ['slashes and quotes', `//"'`.repeat(100_000)],
  ['many names', 'key = '.repeat(50_000)],
  ['open comments', '/*'.repeat(200_000)],
])('comes to an end with %s', (_, text) => {
  // What grows with the square of the length takes minutes, more than any test may.
  findSecrets('jsonc', text, ['known']);
  const { length } = findSecrets('jsonc', JSON.stringify({ api_key: text, x: text }), ['known']);
  expect(length).toBeGreaterThan(0);
});

it.each(['', '}'])('reads two thousand servers, also with %j too much', (rest) => {
  const entries = Array.from({ length: 2000 }, (_, at) => {
    const headers = { Authorization: `Bearer secret-number-${at}` };
    return [`s${at}`, { url: `https://h/${at}`, headers, env: { A_KEY: `key-${at}` } }];
  });
  const text = JSON.stringify({ mcpServers: Object.fromEntries(entries) }, null, 2) + rest;
  const shown = show('jsonc', text, ['known']);
  expect(shown).toContain('‹4000›');
  expect(shown).not.toMatch(/secret-number|key-\d/);
});
