import { describe, expect, test } from 'vitest';

import { findLink, parseLink } from './deep-links.ts';

const entry = { command: 'uvx', args: ['mcp-server-git'], env: { TOKEN: '${T}' } };
const add = (name: string, config: string) =>
  `woollama://add-server?name=${encodeURIComponent(name)}&config=${encodeURIComponent(config)}`;

describe('understood', () => {
  test.each([
    ['JSON', JSON.stringify(entry)],
    ['base64 of JSON', Buffer.from(JSON.stringify(entry)).toString('base64')],
    ['base64url of JSON', Buffer.from(JSON.stringify(entry)).toString('base64url')],
  ])('a server as %s', (_how, config) => {
    const parsed = parseLink(add('git', config));
    expect(parsed).toMatchObject({ ok: true, link: { kind: 'add-server', name: 'git' } });
    const text = parsed.ok && parsed.link.kind === 'add-server' ? parsed.link.text : '';
    expect(JSON.parse(text)).toEqual({ mcpServers: { git: entry } });
  });

  test('a server at an address', () => {
    const parsed = parseLink(add('docs', '{"url":"https://example.com/mcp"}'));
    expect(parsed.ok).toBe(true);
  });

  test('a recipe to look at', () => {
    expect(parseLink('woollama://recipe?name=counter')).toEqual({
      ok: true,
      link: { kind: 'open-recipe', name: 'counter' },
    });
  });
});

describe('refused with a sentence', () => {
  test.each([
    ['another scheme', 'https://add-server?name=a'],
    ['no address', 'woollama'],
    ['an unknown wish', 'woollama://run?name=a&command=rm'],
    ['a missing name', 'woollama://add-server?config={}'],
    ['a name that is a path', add('../../x', '{"command":"a"}')],
    ['a name with a new line', add('a\nb', '{"command":"a"}')],
    ['a name that is an option', add('--x', '{"command":"a"}')],
    ['a very long name', add('a'.repeat(65), '{"command":"a"}')],
    ['no description', 'woollama://add-server?name=a'],
    ['nonsense', add('a', 'nonsense')],
    ['a list', add('a', '[1]')],
    ['neither command nor url', add('a', '{}')],
    ['both command and url', add('a', '{"command":"a","url":"https://b"}')],
    ['arguments that are no text', add('a', '{"command":"a","args":[1]}')],
    ['a huge link', add('a', 'x'.repeat(33_000))],
  ])('%s', (_what, link) => {
    const parsed = parseLink(link);
    expect(parsed).toEqual({ ok: false, problem: expect.stringMatching(/^A link .*\.$/) });
    expect(parsed.ok ? '' : parsed.problem.length).toBeLessThan(200);
  });
});

const raw = (config: string) => parseLink(`woollama://add-server?name=a&config=${config}`);

test('nesting that would overflow the stack is refused', () => {
  const nested = (levels: number) =>
    raw(`{"command":"a","x":${'['.repeat(levels)}${']'.repeat(levels)}}`);
  expect(nested(10).ok).toBe(true);
  for (const levels of [20, 14_000]) {
    expect(nested(levels)).toMatchObject({ problem: expect.stringContaining('too deeply') });
  }
});

test('a short link that would be a very long text is refused', () => {
  const parsed = raw(`{"command":"a","x":[${'[[[[[[]]]]]],'.repeat(2_000)}0]}`);
  expect(parsed).toMatchObject({ problem: expect.stringContaining('too long') });
});

test('the link is found among the arguments of a start', () => {
  expect(findLink(['/opt/app', '--hidden', 'WOOLLAMA://recipe?name=a'])).toBe(
    'WOOLLAMA://recipe?name=a',
  );
  expect(findLink(['/opt/woollama', '--x=woollama://recipe'])).toBeUndefined();
});
