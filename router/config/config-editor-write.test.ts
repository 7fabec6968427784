import { chmod, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ConfigChange, ConfigEditRequest } from '#contract/config-editing.ts';
import {
  BUNDLED_MCP,
  BUNDLED_RECIPES,
  type ConfigRoom,
  openConfigRoom,
} from '../testing/config-room.ts';

const MCP = `{
  "mcpServers": {
    "git": { "command": "uvx", "env": { "GIT_TOKEN": "git-\\u0074oken-1" } },
    // two
    "docs": { "url": "https://h/mcp", "headers": { "Authorization": "Bearer docs-token-1" } }
  }
}
`;

const edits = (...list: ConfigEditRequest[]): ConfigChange => ({ kind: 'edits', edits: list });
const asText = (text: string): ConfigChange => ({ kind: 'text', text });
const set = (path: string[], value: unknown): ConfigEditRequest => ({ kind: 'set', path, value });
const remove = (...path: string[]): ConfigEditRequest => ({ kind: 'remove', path });

let room: ConfigRoom;

beforeEach(async () => {
  room = await openConfigRoom();
});

afterEach(() => room.close());

describe('writing', () => {
  it('is used by the router, and answered with what is there now', async () => {
    await room.put('mcp.json', MCP);
    const document = await room.write('mcp.json', edits(remove('mcpServers', 'docs')));
    expect([...room.store.current().servers.keys()]).toEqual(['git']);
    expect(document).toEqual(await room.editor.read('mcp.json'));
    expect(document.value).toMatchObject({ mcpServers: { git: { command: 'uvx' } } });
    expect(await room.get('mcp.json.woollama-bak')).toBe(MCP);
  });

  it('keeps the secrets behind the placeholders, spelled as they were', async () => {
    await room.put('mcp.json', MCP);
    const { value, text } = await room.editor.read('mcp.json');
    const { git } = (value as { mcpServers: Record<string, object> }).mcpServers;
    await room.write('mcp.json', edits(set(['mcpServers', 'git'], { ...git, cwd: '/x' })));
    const edited = MCP.replace('1" } }', '1" }, "cwd": "/x" }');
    expect(await room.get('mcp.json')).toBe(edited);
    await room.write('mcp.json', asText(text.replace('uvx', 'npx')));
    expect(await room.get('mcp.json')).toBe(MCP.replace('uvx', 'npx'));
  });

  it('puts a secret wherever its placeholder is put', async () => {
    await room.put('mcp.json', MCP);
    const value = { url: 'https://x/mcp', headers: { 'X-Key': 'a ‹secret 1› b' } };
    await room.write('mcp.json', edits(set(['mcpServers', 'more'], value)));
    expect(room.store.current().servers.get('more')?.headers).toEqual({
      'X-Key': 'a git-token-1 b',
    });
  });

  it('understands a placeholder that was shown before more secrets became known', async () => {
    await room.put('mcp.json', MCP);
    const { text, hash } = await room.editor.read('mcp.json');
    room.known.add('uvx "');
    room.known.add('https://h');
    expect((await room.editor.read('mcp.json')).text).toContain('‹secret 3›/mcp');
    const change = asText(text.replace('two', '2'));
    await room.editor.write({ file: 'mcp.json', expected: hash, change });
    expect(await room.get('mcp.json')).toBe(MCP.replace('two', '2'));
  });

  it.each([
    ['with CRLF and byte order mark', `\uFEFF${MCP.replaceAll('\n', '\r\n')}`],
    ['with tabs', MCP.replaceAll('  ', '\t')],
    ['without a last line break', MCP.trimEnd()],
  ])('keeps a file %s as it is, also when an editor does not', async (_, before) => {
    await room.put('mcp.json', before);
    const { text } = await room.editor.read('mcp.json');
    expect(text).not.toContain('\uFEFF');
    const typed = text.replaceAll('\r\n', '\n').replace('two', '2');
    await room.write('mcp.json', asText(typed));
    expect(await room.get('mcp.json')).toBe(before.replace('two', '2'));
    await room.write('mcp.json', edits(set(['mcpServers', 'git', 'command'], 'npx')));
    expect(await room.get('mcp.json')).toBe(before.replace('two', '2').replace('uvx', 'npx'));
  });

  it('makes the first edit of a bundled file in a copy for its owner only', async () => {
    const value = { inferencer: 'a/b', tools: [], system: 'one\ntwo\n', params: { t: 1 } };
    const document = await room.write('recipes.toml', edits(set(['recipes', 'new'], value)));
    expect(document.bundled).toBe(false);
    expect(await room.get('recipes.toml')).toBe(
      `${BUNDLED_RECIPES}\n[recipes.new]\ninferencer = "a/b"\ntools = []\nsystem = """\none\ntwo\n"""\nparams = { t = 1 }\n`,
    );
    expect((await stat(join(room.dir, 'recipes.toml'))).mode & 0o777).toBe(0o600);
    expect([...room.store.current().recipes.keys()]).toEqual(['b', 'new']);
    await room.write('mcp.json', edits(set(['mcpServers', 's'], { command: 'x', args: ['y'] })));
    expect(await room.get('mcp.json')).toBe(
      BUNDLED_MCP.replace(
        '{}',
        '{\n    "s": {\n      "command": "x",\n      "args": ["y"]\n    }\n  }',
      ),
    );
  });

  it('takes the last entry away, and an empty file for a bundled one', async () => {
    await room.put('mcp.json', MCP);
    await room.write('mcp.json', edits(remove('mcpServers', 'git'), remove('mcpServers', 'docs')));
    expect(await room.get('mcp.json')).toBe('{\n  "mcpServers": {\n    // two\n  }\n}\n');
    await room.put('inferencers.toml', '# one\n[inferencers.a]\nbase_url = "http://h"\n');
    await room.write('inferencers.toml', edits(remove('inferencers', 'a')));
    expect(await room.get('inferencers.toml')).toBe('# one\n');
    const document = await room.write('recipes.toml', asText(''));
    expect(document).toMatchObject({ text: '', bundled: false, issues: [] });
    expect(room.store.current().recipes.size).toBe(0);
  });

  it('renames an entry with all that belongs to it', async () => {
    const recipe = 'inferencer = "a/b" # m\ntools = []\nsystem = "s"\n';
    const before = `[recipes.a]\n${recipe}\n[recipes.a.params]\nt = 1\n\n[recipes.c]\n${recipe}`;
    await room.put('recipes.toml', before);
    const change = edits({ kind: 'rename', path: ['recipes', 'a'], to: 'x y' });
    await room.write('recipes.toml', change);
    expect(await room.get('recipes.toml')).toBe(before.replaceAll('recipes.a', 'recipes."x y"'));
    expect(room.store.current().recipes.get('x y')?.params).toEqual({ t: 1 });
  });

  it('writes nothing when nothing changes', async () => {
    expect(await room.write('mcp.json', asText(BUNDLED_MCP))).toMatchObject({ bundled: true });
    expect(await room.write('settings.toml', edits(remove('app')))).toMatchObject({ hash: null });
    await room.put('mcp.json', MCP);
    const { text, hash } = await room.editor.read('mcp.json');
    expect(await room.write('mcp.json', asText(text))).toMatchObject({ text, hash });
    expect(await readdir(room.dir)).toEqual(['mcp.json']);
  });

  it('repairs a file that did not parse, whatever else is wrong with it', async () => {
    await room.put('mcp.json', '{ "mcpServers": { "a": { "url": 1 } }');
    const { text } = await room.editor.read('mcp.json');
    const { issues } = await room.write('mcp.json', asText(`${text} }`));
    expect(issues).toMatchObject([{ severity: 'error', key: 'mcpServers.a.url' }]);
  });

  it('keeps what the Settings page does not know', async () => {
    await room.put('settings.toml', '[app]\nlater = 1 # note\n\n[new]\nx = 1\n');
    const value = { start_hidden: true, notifications: false, later: 1 };
    await room.write('settings.toml', edits(set(['app'], value)));
    expect(await room.get('settings.toml')).toBe(
      '[app]\nlater = 1 # note\nstart_hidden = true\nnotifications = false\n\n[new]\nx = 1\n',
    );
    expect(room.store.settings().app).toEqual(value);
  });
});

describe('writing is refused', () => {
  it('with the new errors, the first of them in the message', async () => {
    await room.put('mcp.json', MCP);
    const change = edits(set(['mcpServers', 'docs', 'url'], 'x'));
    await expect(room.write('mcp.json', change)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      status: 422,
      message: "mcp.json:5 mcpServers.docs.url: 'url' must be an http:// or https:// address",
      issues: [{ severity: 'error', line: 5, key: 'mcpServers.docs.url' }],
    });
    expect(await room.get('mcp.json')).toBe(MCP);
  });

  it('when the file is another than the one that was read, or is there by now', async () => {
    const conflict = { code: 'CONFIG_CONFLICT' };
    const change = edits(set(['mcpServers', 'x'], { command: 'x' }));
    const { hash } = await room.editor.read('mcp.json');
    await room.put('mcp.json', MCP);
    const request = { file: 'mcp.json', expected: hash, change } as const;
    await expect(room.editor.write(request)).rejects.toMatchObject(conflict);
    await expect(room.editor.preview(request)).rejects.toMatchObject(conflict);
    const { hash: read } = await room.editor.read('mcp.json');
    const both = await Promise.allSettled(
      ['one', 'two'].map((name) => {
        const next = edits(set(['mcpServers', name], { command: name }));
        return room.editor.write({ file: 'mcp.json', expected: read, change: next });
      }),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: conflict });
  });

  it('when the file is read-only', async () => {
    await room.put('mcp.json', MCP);
    await chmod(join(room.dir, 'mcp.json'), 0o444);
    await expect(room.write('mcp.json', edits(remove('mcpServers', 'git')))).rejects.toMatchObject({
      code: 'CONFIG_UNWRITABLE',
    });
  });

  it('without a secret in what is said', async () => {
    await room.put(
      'inferencers.toml',
      '[inferencers.a]\nbase_url = "http://h"\napi_key = "ab-cd"\n',
    );
    const { text } = await room.editor.read('inferencers.toml');
    const changes = [
      asText(`${text}x = `),
      edits(set(['inferencers', 'a', 'base_url'], '‹secret 1›')),
    ];
    for (const change of changes) {
      const fault: unknown = await room.write('inferencers.toml', change).catch((error) => error);
      expect(fault).toMatchObject({ code: 'CONFIG_INVALID', issues: [{ severity: 'error' }] });
      expect(JSON.stringify(fault) + String(fault)).not.toContain('ab-cd');
    }
  });
});

it('writes an entry whose variable is not set yet, and says that it waits for it', async () => {
  await room.put('mcp.json', '{}');
  const server = { command: 'x', env: { KEY: '${NOT_YET_SET}' } };
  const document = await room.write('mcp.json', edits(set(['mcpServers', 'late'], server)));
  expect(document.issues).toMatchObject([
    {
      severity: 'error',
      key: 'mcpServers.late.env.KEY',
      message: expect.stringContaining('not set'),
    },
  ]);
});
