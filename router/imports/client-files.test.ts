import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { clientFiles } from './client-files.ts';
import { createImportHome, type ImportHome } from './fixtures/import-home.ts';

let own: ImportHome;

beforeEach(async () => {
  own = await createImportHome();
});

afterEach(() => own[Symbol.asyncDispose]());

describe('places', () => {
  const places = (platform: NodeJS.Platform, env = {}) =>
    clientFiles({ home: platform === 'win32' ? 'C:\\U' : '/h', env, platform }).map(
      ({ path }) => path,
    );

  it('follow the system', () => {
    expect(places('darwin')).toEqual([
      '/h/Library/Application Support/Claude/claude_desktop_config.json',
      '/h/.claude.json',
      '/h/.cursor/mcp.json',
      '/h/Library/Application Support/Code/User/mcp.json',
      '/h/Library/Application Support/Code - Insiders/User/mcp.json',
      '/h/Library/Application Support/VSCodium/User/mcp.json',
      '/h/.codeium/windsurf/mcp_config.json',
      '/h/.codex/config.toml',
      '/h/.config/zed/settings.json',
      '/h/.gemini/settings.json',
    ]);
    expect(places('win32', { APPDATA: 'C:\\R' })).toEqual(
      expect.arrayContaining([
        'C:\\R\\Claude\\claude_desktop_config.json',
        'C:\\U\\.claude.json',
        'C:\\R\\Code\\User\\mcp.json',
        'C:\\R\\Zed\\settings.json',
        'C:\\U\\.config\\zed\\settings.json',
      ]),
    );
  });

  it('follow the variables of their programs', () => {
    const env = { CLAUDE_CONFIG_DIR: '/c', CODEX_HOME: '/x', XDG_CONFIG_HOME: '/s' };
    expect(places('linux', env)).toEqual(
      expect.arrayContaining([
        '/c/.claude.json',
        '/x/config.toml',
        '/s/Claude/claude_desktop_config.json',
        '/s/claude/claude_desktop_config.json',
        '/s/zed/settings.json',
      ]),
    );
  });
});

describe('a file that cannot be used is told, and disturbs no other', () => {
  it.each([
    ['broken', '{ "mcpServers": {\n "a" 1 } }', 'Line 2: a colon'],
    ['empty', '', 'Line 1: '],
    ['nested too deep', '['.repeat(200_000), 'nested too deep'],
    ['in another encoding', Buffer.from('\uFEFF{}', 'utf16le'), 'not UTF-8'],
    ['huge', `{"a":"${'x'.repeat(5_300_000)}"}`, 'larger than 5 MB'],
  ])('when it is %s', async (...[, content, problem]) => {
    await own.put('.cursor/mcp.json', content);
    await own.put('.gemini/settings.json', '{ "mcpServers": { "a": { "command": "a" } } }');
    const [cursor, gemini] = await own.imports.scan();
    expect(cursor).toMatchObject({ candidates: [], problem: expect.stringContaining(problem) });
    expect(gemini).toMatchObject({ problem: null, candidates: [{ name: 'a' }] });
  });

  it('when it is a folder, or below a file', async () => {
    await mkdir(join(own.home, '.cursor/mcp.json'), { recursive: true });
    await writeFile(join(own.home, '.gemini'), '');
    expect(await own.listing()).toMatchObject({ client: 'cursor', problem: 'It is not a file.' });
  });

  it('nor is it an error when it lists nothing, or when there is none', async () => {
    expect(await own.imports.scan()).toEqual([]);
    await own.put('.cursor/mcp.json', '{ "mcpServers": [] }');
    expect(await own.listing()).toMatchObject({ candidates: [], problem: null });
    expect((await readdir(own.home)).sort()).toEqual(['.cursor']);
  });
});
