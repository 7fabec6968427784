import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import { loadServers } from '../config/load-servers.ts';
import { createImportHome, type ImportHome } from './fixtures/import-home.ts';

let own: ImportHome;

beforeEach(async () => {
  own = await createImportHome();
});

afterEach(() => own[Symbol.asyncDispose]());

/** The only entry, after its import. */
async function entryOf(entry: object, name = 'git'): Promise<unknown> {
  await own.takeOver(JSON.stringify({ mcpServers: { [name]: entry } }));
  return Object.values(own.servers).at(-1);
}

const stored = (): unknown => Object.fromEntries(own.secrets);

describe('literal secrets go into the store', () => {
  it('from headers, behind their scheme', async () => {
    const headers = {
      Authorization: 'Bearer abc-123456',
      'X-Api-Key': 'k-1',
      Accept: 'text/plain',
    };
    expect(await entryOf({ url: 'https://h/mcp', headers }, 'docs')).toEqual({
      url: 'https://h/mcp',
      headers: {
        Authorization: 'Bearer ${DOCS_TOKEN}',
        'X-Api-Key': '${DOCS_API_KEY}',
        Accept: 'text/plain',
      },
    });
    expect(stored()).toEqual({ DOCS_TOKEN: 'abc-123456', DOCS_API_KEY: 'k-1' });
  });

  it('from variables, by their name or their look', async () => {
    const env = {
      GIT_TOKEN: 't ${x}',
      NOTE: 'see ghp_0123456789abcdefghij',
      DATABASE_URL: 'postgres://me:pa55@db/x',
      LEVEL: 'warn',
      DISABLE_AUTH: 'true',
      GOOGLE_APPLICATION_CREDENTIALS: '/home/me/key.json',
      EMPTY_KEY: '',
    };
    await own.put(
      '.config/Claude/claude_desktop_config.json',
      JSON.stringify({ mcpServers: { git: { command: 'x', env } } }),
    );
    const { client, path, hash } = await own.listing();
    await own.imports.apply({ kind: 'file', client, path, hash }, [{ name: 'git', as: 'git' }]);
    expect(own.servers['git']).toEqual({
      command: 'x',
      env: {
        ...env,
        GIT_TOKEN: '${GIT_TOKEN}',
        NOTE: 'see ${GIT_NOTE}',
        DATABASE_URL: 'postgres://me:${GIT_PASSWORD}@db/x',
      },
    });
    expect(stored()).toEqual({
      GIT_TOKEN: 't ${x}',
      GIT_NOTE: 'ghp_0123456789abcdefghij',
      GIT_PASSWORD: 'pa55',
    });
  });

  it('from arguments and addresses, where they are not shown either', async () => {
    const args = [
      '--api-key',
      'abcdef1',
      '--token=abcdef2',
      '--header',
      'Authorization: Bearer abcdef3',
      '-e',
      'PASSWORD=abcdef4',
      '--key',
      '/etc/key.pem',
      '--author',
      'Some Body',
    ];
    const text = JSON.stringify({ command: 'x', args });
    const { commandLine } = await own.reviewOne(text);
    expect(commandLine).toEqual([
      'x',
      '--api-key',
      '‹secret›',
      '--token=‹secret›',
      '--header',
      'Authorization: Bearer ‹secret›',
      '-e',
      'PASSWORD=‹secret›',
      '--key',
      '/etc/key.pem',
      '--author',
      'Some Body',
    ]);
    await own.takeOver(text);
    expect(own.servers['x']).toMatchObject({
      args: expect.arrayContaining([
        '${X_API_KEY}',
        '--token=${X_TOKEN}',
        'PASSWORD=${X_PASSWORD}',
      ]),
    });
    const url =
      'https://me:pw123@h.example/s/0a1b2c3d4e5f6071/mcp-server-with-a-long-name-2/x?apiKey=zz9&q=1';
    const candidate = await own.reviewOne(url);
    expect(candidate.url).toBe(
      'https://me:‹secret›@h.example/s/0a1b2c3d4e5f6071/mcp-server-with-a-long-name-2/x?apiKey=‹secret›&q=1',
    );
    expect((await own.reviewOne(`https://h.example/${'0a1b2c3d'.repeat(4)}/mcp`)).url).toBe(
      'https://h.example/‹secret›/mcp',
    );
  });

  it('under names that are free, or that hold the same value', async () => {
    own.secrets.set('GIT_TOKEN', 'other');
    own.env['GIT_TOKEN_2'] = 'environment';
    const entry = { command: 'x', env: { GIT_TOKEN: 'mine-1' } };
    expect(await entryOf(entry)).toMatchObject({ env: { GIT_TOKEN: '${GIT_TOKEN_3}' } });
    const same = { command: 'z', env: { GIT_TOKEN: 'other' } };
    expect(await entryOf(same, 'z')).toMatchObject({ env: { GIT_TOKEN: '${GIT_TOKEN}' } });
    expect(stored()).toEqual({ GIT_TOKEN: 'other', GIT_TOKEN_3: 'mine-1' });
    await entryOf({ command: 'y', env: { KEY: 'mine-2' } }, '1-a');
    expect(own.secrets.get('VALUE_1_A_KEY')).toBe('mine-2');
  });

  it('with two imports at once', async () => {
    await Promise.all(
      ['a', 'b'].map((as) => {
        const text = `{ "git": { "command": "x", "env": { "GIT_KEY": "value-${as}" } } }`;
        return own.imports.apply({ kind: 'text', text }, [{ name: 'git', as }]);
      }),
    );
    expect(stored()).toEqual({ A_GIT_KEY: 'value-a', B_GIT_KEY: 'value-b' });
  });
});

describe('an import', () => {
  const TEXT =
    '{ "a": { "command": "x", "env": { "A_KEY": "v-1", "B_KEY": "v-2" } }, "b": { "url": "https://h/" } }';
  const accept = (...names: [string, string][]) =>
    own.imports.apply(
      { kind: 'text', text: TEXT },
      names.map(([name, as]) => ({ name, as })),
    );

  it('is one write of what was accepted, on the document just read', async () => {
    const { added, document } = await accept(['b', 'beta'], ['a', 'alpha']);
    expect(added).toEqual(['beta', 'alpha']);
    expect(document.hash).toBe('1');
    expect(own.writes).toHaveLength(1);
    expect(own.writes[0]).toMatchObject({ file: 'mcp.json', expected: '0' });
    await accept(['b', 'gamma']);
    expect(Object.keys(own.servers)).toEqual(['beta', 'alpha', 'gamma']);
  });

  it('leaves no secret behind when the file refuses, nor one that was there before', async () => {
    own.secrets.set('A_A_KEY', 'v-1');
    own.failure.write = new RouterError('CONFIG_INVALID');
    await expect(accept(['a', 'a'])).rejects.toBe(own.failure.write);
    expect(stored()).toEqual({ A_A_KEY: 'v-1' });
  });

  it('leaves no secret behind when another one cannot be stored', async () => {
    own.failure.secret = 'B_KEY';
    const text = TEXT.replace('"a"', '"b"').replace('"b": { "url"', '"c": { "url"');
    await expect(
      own.imports.apply({ kind: 'text', text }, [{ name: 'b', as: 'b' }]),
    ).rejects.toMatchObject({ code: 'SECRET_UNWRITABLE' });
    expect([stored(), own.writes]).toEqual([{}, []]);
  });

  it.each([
    ['an unknown server', [['z', 'z']], "no server 'z'"],
    ['a name with a dot', [['a', 'a.b']], 'not a name'],
    ['__proto__', [['a', '__proto__']], 'not a name'],
    [
      'a name twice',
      [
        ['a', 'x'],
        ['b', 'x'],
      ],
      "'x' already",
    ],
    ['a name that is taken', [['a', 'mine']], "'mine' already"],
  ] as [string, [string, string][], string][])('refuses %s', async (...[, names, message]) => {
    own.servers['mine'] = {};
    await expect(accept(...names)).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      message: expect.stringContaining(message),
    });
    expect([stored(), own.writes]).toEqual([{}, []]);
  });

  it('refuses a file that is another by now, or none of another program', async () => {
    const path = await own.put('.cursor/mcp.json', TEXT.replace('{', '{"mcpServers":{') + '}');
    const { client, hash } = await own.listing();
    const accepted = [{ name: 'a', as: 'a' }];
    const apply = (changed: object) =>
      own.imports.apply({ kind: 'file', client, path, hash, ...changed }, accepted);
    await expect(apply({ path: '/etc/passwd' })).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    await expect(apply({ client: 'zed' })).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    await apply({});
    await writeFile(path, '{}');
    await expect(apply({})).rejects.toMatchObject({ code: 'CONFIG_CONFLICT' });
    await rm(path);
    await expect(apply({ hash: '' })).rejects.toMatchObject({ code: 'CONFIG_CONFLICT' });
    expect(own.writes).toHaveLength(1);
  });
});

it('an entry means the same to our loader as to the program it comes from', async () => {
  const entry = {
    command: 'x',
    args: ['$A', '${B}', '${C:-d}', 'e}', '${', '$${B}'],
    env: { _N: '${B}' },
  };
  const path = '.config/Claude/claude_desktop_config.json';
  await own.put(path, JSON.stringify({ mcpServers: { a: entry } }));
  const { client, path: full, hash } = await own.listing();
  await own.imports.apply({ kind: 'file', client, path: full, hash }, [{ name: 'a', as: 'a' }]);
  const dir = await mkdtemp(join(tmpdir(), 'woollama-own-'));
  const file = join(dir, 'mcp.json');
  await writeFile(file, JSON.stringify({ mcpServers: own.servers }));
  const loaded = loadServers({ file, text: await readFile(file, 'utf8') }, { B: 'filled in' });
  await rm(dir, { recursive: true });
  if (!loaded.ok) throw new Error('it does not load');
  expect(loaded.log.issues).toEqual([]);
  expect(loaded.entries.get('a')).toMatchObject(entry);
});
