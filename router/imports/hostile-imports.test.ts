import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createImportHome, type ImportHome } from './fixtures/import-home.ts';

let own: ImportHome;

beforeEach(async () => {
  own = await createImportHome();
});

afterEach(() => own[Symbol.asyncDispose]());

describe('no secret leaves the router', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9_.+/=-]{12,40}$/).map((text) => `Zq7${text}`);
  /** Below a name that says nothing, a value with dots may be an address or a file. */
  const opaque = secret.map((text) => text.replaceAll('.', '_'));
  const key = fc
    .constantFrom('sk-', 'ghp_', 'xoxb-', 'AKIA')
    .chain((prefix) => fc.stringMatching(/^[A-Z0-9]{24}$/).map((text) => prefix + text));
  const secretName = fc.constantFrom(
    'API_KEY',
    'GITHUB_TOKEN',
    'authToken',
    'DB_PASSWORD',
    'X-Secret',
  );
  const plainName = fc.constantFrom('LEVEL', 'NOTE', 'X-Team', 'DATABASE');

  const values = fc.oneof(
    fc.tuple(secretName, secret).map(([name, value]) => ({ name, text: value, value })),
    fc.tuple(plainName, key).map(([name, value]) => ({ name, text: `a ${value} b`, value })),
    fc.tuple(plainName, opaque).map(([name, value]) => ({ name, text: value, value })),
    fc.tuple(secretName, secret).map(([name, value]) => ({ name, text: `Bearer ${value}`, value })),
  );
  const args = fc.oneof(
    fc.tuple(secretName, secret).map(([name, value]) => ({ list: [`--${name}=${value}`], value })),
    fc.tuple(secretName, key).map(([name, value]) => ({ list: [`--${name}`, value], value })),
    key.map((value) => ({ list: [`see ${value}`], value })),
    key.map((value) => ({ list: ['-H', `Authorization: Bearer ${value}`], value })),
    key.map((value) => ({ list: [`https://u:${value}@h.example/x`], value })),
    key.map((value) => ({ list: [`--url=https://h.example/?token=${value}`], value })),
  );

  const few = { maxLength: 4 };

  it('by scan, review or an error', async () => {
    const entries = fc.array(
      fc.record({ values: fc.array(values, few), args: fc.array(args, few) }),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    await fc.assert(
      fc.asyncProperty(entries, fc.boolean(), async (list, isRemote) => {
        const mcpServers = Object.fromEntries(
          list.map((one, at) => {
            const named = Object.fromEntries(one.values.map(({ name, text }) => [name, text]));
            const program = { command: 'x', args: one.args.flatMap((arg) => arg.list), env: named };
            return [`s${at}`, isRemote ? { url: 'https://h.example/', headers: named } : program];
          }),
        );
        const text = JSON.stringify({ mcpServers });
        await own.put('.cursor/mcp.json', text);
        const scanned = JSON.stringify(await own.imports.scan());
        const reviewed = JSON.stringify(await own.imports.review(text));
        const broken: unknown = await own.imports.review(text.slice(0, -1)).catch(String);
        const all = `${scanned}\n${reviewed}\n${String(broken)}`;
        const used = list.flatMap((one) => (isRemote ? one.values : [...one.values, ...one.args]));
        expect(used.filter(({ value }) => all.includes(value))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('and what is taken over holds none either', async () => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(secretName, secret), args, async ([name, value], arg) => {
        const text = JSON.stringify({
          a: { command: 'x', args: arg.list, env: { [name]: value } },
        });
        const as = `n${own.writes.length}`;
        await own.imports.apply({ kind: 'text', text }, [{ name: 'a', as }]);
        const written = JSON.stringify(own.servers[as]);
        expect(written).not.toContain(value);
        expect(written).not.toContain(arg.value);
        expect([...own.secrets.values()]).toEqual(expect.arrayContaining([value, arg.value]));
      }),
      { numRuns: 100 },
    );
  });
});

describe('a hostile entry', () => {
  it.each(['‹secret 1›', '‹secret-2 1›', '‹ SECRET 1›'])(
    'cannot have %s turned into a secret of ours',
    async (mark) => {
      for (const entry of [
        { url: `https://evil.example/?x=${mark}` },
        { command: 'x', args: [mark] },
        { command: 'x', env: { A: mark } },
        { command: 'x', env: { [mark]: 'a' } },
      ]) {
        const { problem } = await own.reviewOne(JSON.stringify({ a: entry }));
        expect(problem).toContain('‹secret›');
      }
    },
  );

  it('cannot reach a prototype', async () => {
    const text =
      '{ "mcpServers": { "__proto__": { "command": "x", "env": { "a": "1" } }, "toString": { "command": "y" }, "c": { "__proto__": { "command": "z" } } } }';
    const found = await own.imports.review(text);
    expect(found.map(({ name, commandLine }) => [name, ...commandLine])).toEqual([
      ['__proto__', 'x'],
      ['toString', 'y'],
    ]);
    expect(
      await own.imports.review(
        '{ "mcpServers": { "a": { "command": "x", "env": { "__proto__": "1" } } } }',
      ),
    ).toMatchObject([{ problem: expect.stringContaining('cannot be used') }]);
    expect(({} as Record<string, unknown>)['command']).toBeUndefined();
  });

  it('has the same visible name as another only with a number', async () => {
    const found = await own.imports.review(
      '{ "a\\u200b": { "command": "x" }, "a\\\\u{200b}": { "command": "y" } }',
    );
    expect(found.map(({ name }) => name)).toEqual(['a\\u{200b}', 'a\\u{200b} #2']);
    await own.imports.apply(
      {
        kind: 'text',
        text: '{ "a\\u200b": { "command": "x" }, "a\\\\u{200b}": { "command": "y" } }',
      },
      [{ name: 'a\\u{200b} #2', as: 'a' }],
    );
    expect(own.servers).toEqual({ a: { command: 'y' } });
  });

  it('of any size is looked at, and refused when it is too large', async () => {
    const parts = [
      'del x ',
      'aaaaaaaa',
      'eyJ-',
      'rm -x ',
      'curl ',
      'http://',
      '--a=',
      'Bearer ',
      '‹',
      '${',
      '$',
      '\u202E',
      'find ',
    ];
    const servers = Object.fromEntries(
      parts.map((part, at) => [
        `s${at}`,
        { command: 'x', args: [part.repeat(Math.floor(30_000 / part.length))] },
      ]),
    );
    const found = await own.imports.review(
      JSON.stringify({ ...servers, big: { command: 'x', args: ['x'.repeat(40_000)] } }),
    );
    expect(found.map(({ problem }) => problem !== null)).toEqual([...parts.map(() => false), true]);
    expect(found.at(-1)?.problem).toContain('longer than 32 KB');
  });

  it('and any text at all ends in candidates or in INVALID_REQUEST', async () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '"',
      ':',
      ',',
      '[',
      ']',
      'mcpServers',
      'command',
      'a',
      ' ',
      '\n',
      'npx',
      '\\',
      "'",
      '```',
      '$',
      '=',
      'claude mcp add',
      '--',
      '-e',
      'https://h',
      '[mcp_servers.a]',
      '|',
    );
    const texts = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 25 }).map((all) => all.join('')),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const outcome = await own.imports.review(text).catch((error: unknown) => error);
        if (!Array.isArray(outcome)) expect(outcome).toMatchObject({ code: 'INVALID_REQUEST' });
      }),
      { numRuns: 500 },
    );
  });
});
