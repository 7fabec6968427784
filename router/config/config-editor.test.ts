import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ConfigChange, ConfigEditRequest } from '#contract/config-editing.ts';
import { BUNDLED_RECIPES, type ConfigRoom, openConfigRoom } from '../testing/config-room.ts';

const MCP = `// mine
{
\t"mcpServers": {
\t\t"git": { "command": "uvx", "env": { "GIT_TOKEN": "git-token-1" } }, // one
\t\t"docs": { "url": "https://h/mcp", "headers": { "Authorization": "Bearer docs-token-1" } }
\t}
}
`;
const RECIPE = 'inferencer = "auto/default"\ntools = ["git.*"]\nsystem = "s"\n';

let room: ConfigRoom;

beforeEach(async () => {
  room = await openConfigRoom();
});

afterEach(() => room.close());

const edits = (...list: ConfigEditRequest[]): ConfigChange => ({ kind: 'edits', edits: list });
const asText = (text: string): ConfigChange => ({ kind: 'text', text });
const set = (path: (string | number)[], value: unknown): ConfigEditRequest => ({
  kind: 'set',
  path,
  value,
});

describe('reading', () => {
  it("gives the user's file, parsed too, with placeholders for its secrets", async () => {
    await room.put('mcp.json', MCP);
    const document = await room.editor.read('mcp.json');
    expect(document).toMatchObject({
      file: 'mcp.json',
      path: join(room.dir, 'mcp.json'),
      text: MCP.replace('git-token-1', '‹secret 1›').replace('docs-token-1', '‹secret 2›'),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      bundled: false,
      value: { mcpServers: { docs: { headers: { Authorization: 'Bearer ‹secret 2›' } } } },
      issues: [],
    });
  });

  it('gives what counts instead of a file that is not there', async () => {
    expect(await room.editor.read('recipes.toml')).toMatchObject({
      path: join(room.dir, 'recipes.toml'),
      text: BUNDLED_RECIPES,
      hash: null,
      bundled: true,
    });
    const none = { text: '', hash: null, bundled: false, value: {}, issues: [] };
    expect(await room.editor.read('inferencers.toml')).toMatchObject(none);
    expect(await room.editor.read('settings.toml')).toMatchObject(none);
  });

  it('tells what is wrong where it is shown, references to other files included', async () => {
    await room.put(
      'mcp.json',
      '{ "mcpServers": { "a": { "env": { "A_KEY": "long-secret" }, "url": 1 } } }',
    );
    const { issues, text } = await room.editor.read('mcp.json');
    expect(issues).toMatchObject([{ severity: 'error', line: 1, key: 'mcpServers.a.url' }]);
    expect(text.slice((issues[0]?.column ?? 0) - 1)).toMatch(/^"url"/);
    await room.put('recipes.toml', `[recipes.r]\n${RECIPE}`);
    expect((await room.editor.read('recipes.toml')).issues).toMatchObject([
      { severity: 'warning', key: 'recipes.r.tools.0', line: 3 },
    ]);
  });

  it('shows a file that does not parse, without its secrets, but has no value for it', async () => {
    await room.put('inferencers.toml', '[inferencers.a]\napi_key = "abc-def"\nb =\n');
    const { text, value, issues } = await room.editor.read('inferencers.toml');
    expect(text).toBe('[inferencers.a]\napi_key = "‹secret 1›"\nb =\n');
    expect(value).toBeNull();
    expect(issues).toMatchObject([{ line: 3, message: expect.stringContaining('parse error') }]);
  });

  it('hides a secret that a message quotes', async () => {
    room.known.add('Git-Key-1');
    await room.put('mcp.json', '{ "mcpServers": {} }');
    await room.put('recipes.toml', `[recipes.r]\n${RECIPE.replace('git.*', 'Git-Key-1')}`);
    const document = await room.editor.read('recipes.toml');
    expect(document.issues).toHaveLength(1);
    expect(JSON.stringify(document)).not.toContain('Git-Key-1');
  });

  it('refuses a file that is no text or cannot be read', async () => {
    await writeFile(join(room.dir, 'mcp.json'), Buffer.from([0xff]));
    await expect(room.editor.read('mcp.json')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await mkdir(join(room.dir, 'recipes.toml'));
    await expect(room.editor.read('recipes.toml')).rejects.toMatchObject({
      code: 'CONFIG_UNWRITABLE',
    });
  });
});

describe('a preview', () => {
  beforeEach(() => room.put('mcp.json', MCP));

  it('shows before and after, keeps the numbers, and writes nothing', async () => {
    const { before, after, issues, refusals } = await room.preview(
      'mcp.json',
      edits(
        { kind: 'remove', path: ['mcpServers', 'git'] },
        set(['mcpServers', 'docs', 'timeout'], 3),
      ),
    );
    expect(before).toContain('git": { "command": "uvx", "env": { "GIT_TOKEN": "‹secret 1›');
    expect(after).toBe(
      '// mine\n{\n\t"mcpServers": {\n\t\t"docs": { "url": "https://h/mcp", ' +
        '"headers": { "Authorization": "Bearer ‹secret 2›" }, "timeout": 3 }\n\t}\n}\n',
    );
    expect([issues, refusals]).toEqual([[], []]);
    expect(await room.get('mcp.json')).toBe(MCP);
    expect(await readdir(room.dir)).toEqual(['mcp.json']);
  });

  it('refuses new errors only, and no warnings', async () => {
    await room.put('mcp.json', MCP.replace('"uvx"', '1'));
    const bad = set(['mcpServers', 'docs', 'url'], 'no address');
    const odd = set(['mcpServers', 'docs', 'timout'], 1);
    const rename: ConfigEditRequest = { kind: 'rename', path: ['mcpServers', 'git'], to: 'g' };
    const { issues, refusals } = await room.preview('mcp.json', edits(bad, odd, rename));
    expect(issues.map(({ severity, key }) => `${severity} ${key}`)).toEqual([
      'error mcpServers.g.command',
      'warning mcpServers.docs.timout',
      'error mcpServers.docs.url',
    ]);
    expect(refusals.map(({ key }) => key)).toEqual(['mcpServers.docs.url']);
    expect((await room.preview('mcp.json', edits(odd, rename))).refusals).toEqual([]);
  });

  it('tells what becomes of the other files', async () => {
    await room.put(
      'recipes.toml',
      `[recipes.r]\n${RECIPE}[recipes.s]\n${RECIPE.replace('git', 'x')}`,
    );
    const change = edits({ kind: 'remove', path: ['mcpServers', 'git'] });
    const { issues, refusals } = await room.preview('mcp.json', change);
    expect(issues).toMatchObject([
      { severity: 'warning', file: join(room.dir, 'recipes.toml'), key: 'recipes.r.tools.0' },
    ]);
    expect(refusals).toEqual([]);
  });

  it.each<[string, ConfigChange, object]>([
    ['a text that does not parse', asText('{\n"a": }'), { line: 2, column: 6 }],
    ['an unknown placeholder', asText('{\n"a": "‹secret 9›" }'), { line: 2, column: 7 }],
    ['a damaged placeholder', asText('{ "a": "‹secret 1" }'), { line: 1, column: 9 }],
    ['a placeholder as a key', asText('{ "‹secret 1›": 1 }'), { line: 1, column: 3 }],
    ['an unknown one in an edit', edits(set(['a', 0], ['‹secret 3›'])), { key: 'a.0' }],
    ['one as a key in an edit', edits(set(['a'], { '‹secret 1›': 1 })), { key: 'a' }],
    ['one in a path', edits(set(['‹secret 1›'], 1)), { key: '‹secret 1›' }],
    ['an edit that cannot be made', edits(set(['mcpServers', 'git', 'command', 'x'], 1)), {}],
    [
      'a name that is taken',
      edits({ kind: 'rename', path: ['mcpServers', 'git'], to: 'docs' }),
      { key: 'mcpServers.git', message: expect.stringContaining('already') },
    ],
  ])('refuses %s', async (_, change, place) => {
    const { refusals } = await room.preview('mcp.json', change);
    expect(refusals).toMatchObject([
      { severity: 'error', file: join(room.dir, 'mcp.json'), ...place },
    ]);
  });

  it('refuses a secret in quotes that give it another meaning', async () => {
    await room.put('inferencers.toml', "[inferencers.a]\napi_key = 'a\\nb'\n");
    const { text } = await room.editor.read('inferencers.toml');
    const { refusals } = await room.preview('inferencers.toml', asText(text.replaceAll("'", '"')));
    expect(refusals).toMatchObject([{ line: 2, column: 12 }]);
  });
});
