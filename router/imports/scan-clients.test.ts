import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ImportCandidate, ImportListing } from '#contract/imports.ts';
import { importListing } from '#contract/imports.ts';
import { createImportHome, type ImportHome } from './fixtures/import-home.ts';

let own: ImportHome;

beforeEach(async () => {
  own = await createImportHome();
});

afterEach(() => own[Symbol.asyncDispose]());

/** The candidates by name, and what all of them become in our file. */
async function takeOver(path: string, content: string) {
  await own.put(path, content);
  const listing = await own.listing();
  const { client, hash } = listing;
  const good = listing.candidates.filter(({ problem }) => problem === null);
  const accepted = good.map(({ name, suggestedName: as }) => ({ name, as }));
  await own.imports.apply({ kind: 'file', client, path: listing.path, hash }, accepted);
  return { listing, found: byName(listing), entries: own.servers };
}

function byName({ candidates }: ImportListing): Record<string, ImportCandidate> {
  return Object.fromEntries(candidates.map((candidate) => [candidate.name, candidate]));
}

describe('files of other programs', () => {
  it('of Claude Desktop: literal values, secrets into the store', async () => {
    const { listing, found, entries } = await takeOver(
      '.config/Claude/claude_desktop_config.json',
      `{
        "globalShortcut": "Ctrl+Space",
        "mcpServers": {
          "filesystem": {
            "command": "npx",
            "args": ["-y", "@modelcontextprotocol/server-filesystem", "/home/me/Desktop"]
          },
          "Brave Search": {
            "command": "docker",
            "args": ["run", "-i", "--rm", "-e", "BRAVE_API_KEY", "mcp/brave-search"],
            "env": { "BRAVE_API_KEY": "BSA-literal-1", "LOCALE": "\${LANG}", "PORT": 80 }
          }
        }
      }`,
    );
    expect(importListing.parse(listing)).toMatchObject({
      client: 'claude-desktop',
      title: 'Claude Desktop',
      path: join(own.home, '.config/Claude/claude_desktop_config.json'),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      problem: null,
    });
    expect(found['Brave Search']).toEqual({
      name: 'Brave Search',
      suggestedName: 'Brave-Search',
      known: false,
      commandLine: ['docker', 'run', '-i', '--rm', '-e', 'BRAVE_API_KEY', 'mcp/brave-search'],
      url: null,
      env: [
        { name: 'BRAVE_API_KEY', value: null },
        { name: 'LOCALE', value: '${LANG}' },
        { name: 'PORT', value: '80' },
      ],
      headerNames: [],
      secretNames: ['BRAVE_API_KEY'],
      cwd: null,
      disabled: false,
      warnings: [{ code: 'downloads-code', message: expect.any(String) }],
      problem: null,
    });
    expect(entries).toEqual({
      filesystem: {
        command: 'npx',
        args: ['-y', '@modelcontextprotocol/server-filesystem', '/home/me/Desktop'],
      },
      'Brave-Search': {
        command: 'docker',
        args: ['run', '-i', '--rm', '-e', 'BRAVE_API_KEY', 'mcp/brave-search'],
        env: {
          BRAVE_API_KEY: '${BRAVE_SEARCH_BRAVE_API_KEY}',
          // That program fills nothing in: the text stays what it is.
          LOCALE: '${WOOLLAMA_DOLLAR:-$}{LANG}',
          PORT: '80',
        },
      },
    });
    expect(own.secrets).toEqual(new Map([['BRAVE_SEARCH_BRAVE_API_KEY', 'BSA-literal-1']]));
  });

  it('of Claude Code: the general servers, and those of single projects in their folders', async () => {
    const { found, entries } = await takeOver(
      '.claude.json',
      JSON.stringify({
        numStartups: 7,
        mcpServers: {
          notion: { type: 'http', url: 'https://mcp.notion.com/mcp' },
          old: { type: 'sse', url: 'https://old.example.com/sse' },
          db: { type: 'stdio', command: 'db', args: ['${DB_NAME:-main}'], env: { A: '${HOME}' } },
        },
        projects: {
          '/src/app': { mcpServers: { db: { command: './tools/db' } }, history: [] },
          '/src/none': {},
        },
      }),
    );
    expect(Object.keys(found)).toEqual(['notion', 'old', 'db', 'db (/src/app)']);
    expect(found['db (/src/app)']).toMatchObject({ suggestedName: 'db-2', cwd: '/src/app' });
    expect(entries).toEqual({
      notion: { type: 'http', url: 'https://mcp.notion.com/mcp' },
      old: { type: 'sse', url: 'https://old.example.com/sse' },
      db: { command: 'db', args: ['${DB_NAME:-main}'], env: { A: '${HOME}' } },
      'db-2': { command: './tools/db', cwd: '/src/app' },
    });
  });

  it('of Cursor: its variables become ours', async () => {
    own.env['GH'] = 'set';
    const { found, entries } = await takeOver(
      '.cursor/mcp.json',
      `{ // mine
        "mcpServers": {
          "api": { "url": "https://api.example.com/mcp",
            "headers": { "Authorization": "Bearer \${env:GH}", "X-Api-Key": "k-1234567" } },
          "local": { "command": "\${userHome}/bin/x", "args": ["a\${/}b", "$HOME", "\${HOME}"], },
          "here": { "command": "x", "args": ["\${workspaceFolder}/db"] },
        },
      }`,
    );
    expect(found['here']?.problem).toContain('${workspaceFolder}');
    expect(found['api']).toMatchObject({
      headerNames: ['Authorization', 'X-Api-Key'],
      secretNames: ['X-Api-Key'],
      warnings: [],
    });
    expect(entries).toEqual({
      api: {
        url: 'https://api.example.com/mcp',
        headers: { Authorization: 'Bearer ${GH}', 'X-Api-Key': '${API_KEY}' },
      },
      local: { command: '${HOME}/bin/x', args: ['a/b', '$HOME', '${WOOLLAMA_DOLLAR:-$}{HOME}'] },
    });
    expect(own.secrets).toEqual(new Map([['API_KEY', 'k-1234567']]));
  });

  it('of VS Code: what it asks its user for is missing here', async () => {
    const { found, entries } = await takeOver(
      '.config/Code/User/mcp.json',
      JSON.stringify({
        inputs: [{ type: 'promptString', id: 'perplexity-key', password: true }],
        servers: {
          perplexity: {
            type: 'stdio',
            command: 'npx',
            args: ['-y', 'server-perplexity-ask'],
            env: { PERPLEXITY_API_KEY: '${input:perplexity-key}' },
            envFile: '${workspaceFolder}/.env',
          },
          gallery: { type: 'http', url: 'https://x.example/mcp', gallery: true, version: '1' },
        },
      }),
    );
    expect(found['perplexity']).toMatchObject({ secretNames: [], problem: null });
    expect(found['perplexity']?.warnings.slice(-2)).toMatchObject([
      { code: 'missing-value', message: expect.stringContaining('PERPLEXITY_KEY') },
      { code: 'missing-value', message: expect.stringContaining('envFile') },
    ]);
    expect(entries['perplexity']).toMatchObject({
      env: { PERPLEXITY_API_KEY: '${PERPLEXITY_KEY}' },
    });
    expect(entries['gallery']).toEqual({ type: 'http', url: 'https://x.example/mcp' });
  });

  it('of Windsurf', async () => {
    const { entries, found } = await takeOver(
      '.codeium/windsurf/mcp_config.json',
      JSON.stringify({
        mcpServers: {
          figma: { serverUrl: 'http://127.0.0.1:3845/mcp', disabled: true },
          keyed: { serverUrl: 'https://h.example/mcp', headers: { A: '${file:/home/me/.key}' } },
        },
      }),
    );
    expect(entries).toEqual({ figma: { url: 'http://127.0.0.1:3845/mcp', disabled: true } });
    expect(found['figma']).toMatchObject({ disabled: true, warnings: [] });
    expect(found['keyed']?.problem).toContain('only its own program');
  });

  it('of Codex', async () => {
    const { entries } = await takeOver(
      '.codex/config.toml',
      `model = "o9"
      [mcp_servers.docs]
      command = "docs-server"   # local
      args = ["--stdio"]
      env = { LEVEL = "1" }
      env_vars = ["DOCS_HOME"]
      cwd = "/srv/docs"
      startup_timeout_sec = 20
      [mcp_servers.figma]
      url = "https://mcp.figma.com/mcp"
      bearer_token_env_var = "FIGMA_TOKEN"
      http_headers = { "X-Region" = "eu" }
      env_http_headers = { "X-Team" = "TEAM" }
      enabled = false`,
    );
    expect(entries).toEqual({
      docs: {
        command: 'docs-server',
        args: ['--stdio'],
        env: { DOCS_HOME: '${DOCS_HOME:-}', LEVEL: '1' },
        cwd: '/srv/docs',
      },
      figma: {
        url: 'https://mcp.figma.com/mcp',
        headers: { 'X-Region': 'eu', 'X-Team': '${TEAM}', Authorization: 'Bearer ${FIGMA_TOKEN}' },
        disabled: true,
      },
    });
  });

  it('of Zed: both shapes, and no extensions', async () => {
    const { entries, found } = await takeOver(
      '.config/zed/settings.json',
      `// Zed settings
      { "theme": "One", "context_servers": {
        "new": { "source": "custom", "enabled": false, "command": "n", "args": ["1"], "env": {} },
        "old": { "command": { "path": "o", "args": ["2"], "env": { "A": "b" } }, "settings": {} },
        "ext": { "source": "extension", "settings": { "key": "zed-literal-1" } },
      } }`,
    );
    expect(entries).toEqual({
      new: { command: 'n', args: ['1'], disabled: true },
      old: { command: 'o', args: ['2'], env: { A: 'b' } },
    });
    expect(found['ext']?.problem).toContain('extension');
  });

  it('of the Gemini CLI: its variables, and an address that means SSE', async () => {
    const { entries } = await takeOver(
      '.gemini/settings.json',
      JSON.stringify({
        theme: 'x',
        mcpServers: {
          a: { httpUrl: 'https://a.example/mcp', headers: { Authorization: 'Bearer $A_TOKEN' } },
          b: { url: 'https://b.example/sse', trust: true, timeout: 5000 },
          c: { command: 'c', env: { X: '${X}', PRICE: '5$' }, cwd: './c' },
          d: { url: 'https://d.example/mcp', type: 'http' },
        },
      }),
    );
    expect(entries).toEqual({
      a: { url: 'https://a.example/mcp', headers: { Authorization: 'Bearer ${A_TOKEN}' } },
      b: { type: 'sse', url: 'https://b.example/sse' },
      c: { command: 'c', env: { X: '${X}', PRICE: '5$' }, cwd: './c' },
      d: { type: 'http', url: 'https://d.example/mcp' },
    });
  });
});
