import { describe, expect, it } from 'vitest';

import type { ConfigIssue, ServerEntry } from '#contract/config.ts';
import type { Env } from './expand.ts';
import type { LoadedEntries } from './load-entries.ts';
import { loadServers } from './load-servers.ts';

const env: Env = { TOKEN: 'tok-123456', HOME: '/home/me', EMPTY: '' };

function load(text: string): LoadedEntries<ServerEntry> {
  const loaded = loadServers({ file: 'mcp.json', text }, env);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues));
  return loaded;
}

/** One server `a` beside a good one. */
function loadOne(entry: unknown): LoadedEntries<ServerEntry> {
  return load(JSON.stringify({ mcpServers: { a: entry, good: { command: 'x' } } }, null, 2));
}

function failureOf(text: string): ConfigIssue {
  const loaded = loadServers({ file: 'mcp.json', text }, env);
  if (loaded.ok || !loaded.issues[0]) throw new Error('it loads');
  return loaded.issues[0];
}

describe('entries', () => {
  it('gives defaults, expands variables and keeps unknown keys', () => {
    const { entries, log } = loadOne({
      command: '${HOME}/bin/x',
      args: ['--home=${HOME}', '${UNSET:-none}'],
      autoApprove: ['all'],
      _note: '${UNSET}',
    });
    expect(log.issues).toEqual([]);
    expect(entries.get('a')).toEqual({
      command: '/home/me/bin/x',
      args: ['--home=/home/me', 'none'],
      env: {},
      headers: {},
      disabled: false,
      autoApprove: ['all'],
      _note: '${UNSET}',
    });
  });

  it('reads a server whose name begins with _', () => {
    const { entries } = load('{ "mcpServers": { "_a": { "command": "${HOME}" } } }');
    expect(entries.get('_a')?.command).toBe('/home/me');
  });

  it.each([
    ['no command and no url', {}, "missing 'command' or 'url'", 'mcpServers.a'],
    ['both', { command: 'x', url: 'http://h' }, 'exclude each other', 'mcpServers.a.url'],
    ['a url without http', { url: 'ftp://h/x' }, 'http:// or https://', 'mcpServers.a.url'],
    ['no object', 'npx', "server 'a' must be an object", 'mcpServers.a'],
    [
      'a number in env',
      { command: 'x', env: { PORT: 80 } },
      'must be text',
      'mcpServers.a.env.PORT',
    ],
    ['text for args', { command: 'x', args: '-y' }, 'must be a list', 'mcpServers.a.args'],
    ['an empty command', { command: '' }, 'must not be empty', 'mcpServers.a.command'],
    ['an unknown type', { command: 'x', type: 'tcp' }, 'one of stdio, http', 'mcpServers.a.type'],
    [
      'a type of the other kind',
      { command: 'x', type: 'http' },
      "needs 'url'",
      'mcpServers.a.type',
    ],
    ['a negative timeout', { command: 'x', timeout: -1 }, '0 or more', 'mcpServers.a.timeout'],
    ['prefix true', { command: 'x', prefix: true }, 'false or text', 'mcpServers.a.prefix'],
    ['an unset variable', { command: '${NOPE}' }, '${NOPE} is not set', 'mcpServers.a.command'],
    ['nested variables', { command: '${A${B}}' }, 'not the name', 'mcpServers.a.command'],
  ])('leaves out an entry with %s, and only that one', (...[, entry, message, key]) => {
    const { entries, names, log } = loadOne(entry);
    expect([...entries.keys()]).toEqual(['good']);
    expect([...names]).toEqual(['a', 'good']);
    expect(log.issues).toHaveLength(1);
    expect(log.issues[0]).toMatchObject({ severity: 'error', file: 'mcp.json', key });
    expect(log.issues[0]?.message).toContain(message);
    expect(log.issues[0]?.line).toBeGreaterThan(2);
  });

  it('leaves out an entry without a name', () => {
    const { entries, log } = load('{ "mcpServers": { "": { "command": "x" } } }');
    expect(entries.size).toBe(0);
    expect(log.issues[0]?.message).toContain('needs a name');
  });

  it('names the variable and the way to a default', () => {
    const [issue] = loadOne({ command: 'x', args: ['a', '${NOPE}'] }).log.issues;
    expect(issue).toMatchObject({ line: 7, column: 9, key: 'mcpServers.a.args.1' });
    expect(issue?.hint).toContain('${NOPE:-');
  });
});

describe('headers', () => {
  it.each([
    ['blank', { 'X-Key': ' ' }],
    ['emptied by its variable', { 'X-Key': '${EMPTY}' }],
    ['only a scheme', { authorization: 'bearer ' }],
    ['only a scheme, for a proxy', { 'Proxy-Authorization': 'Digest' }],
    ['broken over lines', { 'X-Key': 'secret-1\n' }],
  ])('refuses a value that is %s', (_, headers) => {
    const { entries, log } = loadOne({ url: 'https://h/mcp', headers });
    expect(entries.has('a')).toBe(false);
    expect(log.issues[0]?.key).toBe(`mcpServers.a.headers.${Object.keys(headers)[0]}`);
  });

  it('never quotes a value', () => {
    const faults = [
      { url: 'https://h', headers: { A: 'secret-1\n' } },
      { url: 'ftp://secret-1@h' },
      { command: 'x', env: { SECRET: 1234567 } },
      { command: ['secret-1'] },
    ];
    for (const fault of faults) {
      const issues = JSON.stringify(loadOne(fault).log.issues);
      expect(issues).not.toMatch(/secret-1|1234567/);
    }
  });

  it.each([
    ['http://example.com/mcp', 1],
    ['https://example.com/mcp', 0],
    ['http://localhost:3/mcp', 0],
    ['http://127.0.0.9/mcp', 0],
    ['http://[::1]:3/mcp', 0],
  ])('to %s: %i warnings', (url, warnings) => {
    const { entries, log } = loadOne({ url, headers: { A: 'b' } });
    expect(entries.has('a')).toBe(true);
    expect(log.issues.filter(({ severity }) => severity === 'warning')).toHaveLength(warnings);
  });
});

describe('warnings', () => {
  it('names server and key of an env value that a variable left empty', () => {
    const { entries, log } = loadOne({ command: 'x', env: { A: '${EMPTY}', B: '${U:-}', C: '' } });
    expect(entries.has('a')).toBe(true);
    expect(log.issues.map(({ key }) => key)).toEqual(['mcpServers.a.env.A', 'mcpServers.a.env.B']);
    expect(log.issues[0]?.message).toMatch(/'A'.*'a'/);
  });

  it.each([
    ['comand', 'command'],
    ['disable', 'disabled'],
    ['time-out', 'timeout'],
    ['header', 'headers'],
  ])('asks whether %s means %s', (key, meant) => {
    const entry = meant === 'command' ? { url: 'http://h' } : { command: 'x' };
    const { issues } = loadOne({ ...entry, [key]: 1 }).log;
    expect(issues).toMatchObject([{ severity: 'warning', hint: `Did you mean '${meant}'?` }]);
  });

  it.each(['cmd', 'alwaysAllow', 'description', 'envFile', '_comand', 'roles', 'features'])(
    'says nothing about %s',
    (key) => {
      expect(loadOne({ command: 'x', [key]: 1 }).log.issues).toEqual([]);
    },
  );

  it('says nothing about a key that stands beside its likeness', () => {
    expect(loadOne({ command: 'x', commands: ['y'] }).log.issues).toEqual([]);
  });

  it('finds a slip in the tool lists', () => {
    const { log } = loadOne({ command: 'x', tools: { alow: ['a'] } });
    expect(log.issues).toMatchObject([{ key: 'mcpServers.a.tools.alow', severity: 'warning' }]);
  });

  it('tells a server that is written twice', () => {
    const { entries, log } = load('{"mcpServers":{"a":{"command":"x"},"a":{"command":"y"}}}');
    expect(entries.get('a')?.command).toBe('y');
    expect(log.issues).toMatchObject([{ severity: 'warning', key: 'mcpServers.a' }]);
  });

  it("points from VS Code's key to ours", () => {
    const { entries, log } = load('{ "servers": { "a": { "command": "x" } } }');
    expect(entries.size).toBe(0);
    expect(log.issues).toMatchObject([
      { key: 'servers', hint: expect.stringContaining('mcpServers') },
    ]);
  });
});

describe('the whole file', () => {
  it('may hold no servers', () => {
    expect(load('{}').entries.size).toBe(0);
  });

  it.each([
    ['{ "mcpServers": [] }', "'mcpServers' must be an object"],
    ['[]', 'must hold one object'],
    ['{ "mcpServers": {', 'parse error'],
    ['', 'parse error'],
  ])('cannot be used: %s', (text, message) => {
    const issue = failureOf(text);
    expect(issue).toMatchObject({ severity: 'error', file: 'mcp.json', line: 1 });
    expect(issue.message).toContain(message);
  });
});

describe('secrets', () => {
  it('are header values, with and without scheme, and what variables put into env', () => {
    const { secrets } = load(`{ "mcpServers": {
      "a": { "url": "https://h", "headers": { "Authorization": "Bearer \${TOKEN}", "X": "Basic plain",
        "Accept": "application/json" } },
      "b": { "command": "x", "env": { "DIR": "\${HOME}", "API_KEY": "literal", "LEVEL": "warn" } }
    } }`);
    expect([...secrets].sort()).toEqual(
      ['Bearer tok-123456', 'literal', 'Basic plain', 'plain', 'tok-123456'].sort(),
    );
  });

  it('are variables with a telling name, wherever they stand', () => {
    expect([...loadOne({ command: '${HOME}/x', args: ['${TOKEN}'] }).secrets]).toEqual([
      'tok-123456',
    ]);
  });

  it('are known even of an entry that is left out', () => {
    const { entries, secrets } = loadOne({ env: { A: '${TOKEN}' } });
    expect(entries.has('a')).toBe(false);
    expect([...secrets]).toContain('tok-123456');
  });
});
