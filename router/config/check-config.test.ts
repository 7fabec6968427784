import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { checkConfig, type ConfigCheck } from './check-config.ts';
import { writeDefaults } from './write-defaults.ts';

const defaultsDir = join(import.meta.dirname, '../../resources/defaults');
const RECIPE = 'inferencer = "auto/default"\nsystem = "s"\n';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'woollama-check-'));
});

afterEach(() => rm(dir, { recursive: true }));

async function check(files: Readonly<Record<string, string>> = {}): Promise<ConfigCheck> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text);
  return checkConfig({ dir, defaultsDir, env: {} });
}

const warnings = async (files: Readonly<Record<string, string>>): Promise<unknown[]> => {
  const { issues, ok } = await check(files);
  expect(ok).toBe(true);
  return issues.map(({ key }) => key);
};

describe('the report', () => {
  it('has one line a file', async () => {
    expect(await check({ 'inferencers.toml': '' })).toEqual({
      lines: [
        'mcp.json: 2 usable (hello, textops), 0 skipped',
        'recipes.toml: 4 recipes',
        'inferencers.toml: OK',
        'settings.toml: OK',
      ],
      issues: [],
      ok: true,
    });
  });

  it('counts an entry that was left out as an error', async () => {
    const { lines, issues, ok } = await check({
      'mcp.json':
        '{ "mcpServers": { "hello": { "command": "x" }, "textops": { "command": "${A}" } } }',
      'settings.toml': '[server]\nport = -1',
    });
    expect(ok).toBe(false);
    expect(lines).toEqual([
      'mcp.json: 1 usable (hello), 1 skipped',
      'recipes.toml: 4 recipes',
      'inferencers.toml: OK',
      'settings.toml: has errors',
    ]);
    expect(issues.map(({ key }) => key)).toEqual(['mcpServers.textops.command', 'server.port']);
  });

  it('fails on what start refuses, and still reads the other files', async () => {
    const { lines, ok } = await check({
      'recipes.toml': '[recipes',
      'mcp.json': '{}',
    });
    expect(ok).toBe(false);
    expect(lines.slice(0, 2)).toEqual([
      'mcp.json: 0 usable, 0 skipped',
      'recipes.toml: cannot be used',
    ]);
  });
});

describe('references', () => {
  const servers =
    '{ "mcpServers": { "git": { "command": "x" }, "g it": { "command": "${NO:-x}" } } }';
  const recipe = (tools: string, inferencer = 'auto/default'): Record<string, string> => ({
    'mcp.json': servers,
    'recipes.toml': `[recipes.r]\ninferencer = "${inferencer}"\ntools = [${tools}]\nsystem = ""`,
  });

  it.each(['git.log', 'git__log', 'mcp__git__log', 'git.*', 'g*.log', '*', 'g it.x'])(
    'takes the tool %s',
    async (tool) => expect(await warnings(recipe(`"${tool}"`))).toEqual([]),
  );

  it.each(['gitlog', 'github.log', 'mcp__hub__x', 'log', 'hub.*'])(
    'warns about the tool %s',
    async (tool) =>
      expect(await warnings(recipe(`"git.a", "${tool}"`))).toEqual(['recipes.r.tools.1']),
  );

  it('takes any tool when a server has no prefix, and the prefix of one that has another', async () => {
    const other = {
      ...recipe('"vcs.log", "git.log"'),
      'mcp.json': servers.replace('"x"', '"x", "prefix": "vcs"'),
    };
    expect(await warnings(other)).toEqual([]);
    const none = { ...recipe('"log"'), 'mcp.json': servers.replace('"x"', '"x", "prefix": false') };
    expect(await warnings(none)).toEqual([]);
  });

  it('does not complain twice about a server that was left out', async () => {
    const { issues } = await check({
      ...recipe('"git.log"'),
      'mcp.json': '{ "mcpServers": { "git": {} } }',
    });
    expect(issues.map(({ key }) => key)).toEqual(['mcpServers.git']);
  });

  it.each(['ollama/a/b', 'demo/x', 'claude-code/haiku', 'mine/x'])(
    'takes the inferencer %s',
    async (inferencer) => {
      const own = { 'inferencers.toml': '[inferencers.mine]\nbase_url = "http://h"' };
      expect(await warnings({ ...recipe('', inferencer), ...own })).toEqual([]);
    },
  );

  it.each(['nobody/x', 'woollama/r', 'groq/x'])(
    'warns about the inferencer %s',
    async (inferencer) => {
      const own = { 'inferencers.toml': '[inferencers.groq]\nenabled = false' };
      expect(await warnings({ ...recipe('', inferencer), ...own })).toEqual([
        'recipes.r.inferencer',
      ]);
    },
  );

  it('warns once about the inferencer of all patterns', async () => {
    const text = `[patterns]\ndir = "."\ndefault_inferencer = "nobody/x"\n[recipes.r]\n${RECIPE}tools = []`;
    expect(await warnings({ 'recipes.toml': text })).toEqual(['patterns.default_inferencer']);
  });
});

describe('the files for `config init`', () => {
  it('are written once, and pass the check', async () => {
    const folder = join(dir, 'new');
    const options = { dir: folder, defaultsDir, force: false };
    const names = ['mcp.json', 'recipes.toml', 'inferencers.toml', 'settings.toml'];
    expect(await writeDefaults(options)).toEqual({ written: names, skipped: [] });
    expect(await checkConfig({ dir: folder, defaultsDir, env: {} })).toMatchObject({
      ok: true,
      issues: [],
    });
    await writeFile(join(folder, 'recipes.toml'), '# mine');
    expect(await writeDefaults(options)).toEqual({ written: [], skipped: names });
    expect(await readFile(join(folder, 'recipes.toml'), 'utf8')).toBe('# mine');
    expect((await writeDefaults({ ...options, force: true })).written).toEqual(names);
    expect(await readFile(join(folder, 'recipes.toml.bak'), 'utf8')).toBe('# mine');
    expect(await readFile(join(folder, 'recipes.toml'), 'utf8')).toContain('[recipes.streamer]');
  });

  it('fail with path and reason where they cannot be written', async () => {
    await writeFile(join(dir, 'file'), '');
    const options = { dir: join(dir, 'file'), defaultsDir, force: false };
    await expect(writeDefaults(options)).rejects.toMatchObject({ code: 'CONFIG_UNWRITABLE' });
  });

  it('show examples that are true', async () => {
    const files = await Promise.all(
      ['mcp.json', 'recipes.toml', 'inferencers.toml', 'settings.toml'].map(async (name) => {
        const text = await readFile(join(defaultsDir, name), 'utf8');
        const comment =
          name === 'mcp.json' ? /^( +)\/\/ (?= *["}\]])/gm : /^# (?=\[[\w.]+\]$|\w+ = )/gm;
        return [name, text.replace(comment, '')] as const;
      }),
    );
    const env = { SEARCH_TOKEN: 'token-1' };
    for (const [name, text] of files) await writeFile(join(dir, name), text);
    const { issues, lines } = await checkConfig({ dir, defaultsDir, env });
    expect(issues.filter(({ key }) => key !== 'patterns.dir')).toEqual([]);
    expect(lines[0]).toContain('files, search, hello, textops');
  });
});
