/** Where other programs keep their list of MCP servers, by system. */
import { posix, win32 } from 'node:path';

import type { ImportClient } from '#contract/imports.ts';
import { type ForeignDocument, parseJson, parseToml } from './foreign-document.ts';
import { type ForeignServer, projectServers, serversAt } from './foreign-servers.ts';

export interface Places {
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
}

export interface ClientFile {
  readonly client: ImportClient;
  readonly title: string;
  readonly path: string;
  readonly parse: (text: string) => ForeignDocument;
  readonly servers: (root: unknown) => readonly ForeignServer[];
}

interface Client extends Omit<ClientFile, 'path'> {
  readonly paths: (folders: Folders) => readonly string[];
}

interface Folders {
  readonly join: (...parts: readonly string[]) => string;
  readonly home: string;
  /** Of programs' settings: `Application Support`, `%APPDATA%`, `~/.config`. */
  readonly settings: string;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
}

const CLIENTS: readonly Client[] = [
  {
    client: 'claude-desktop',
    title: 'Claude Desktop',
    parse: parseJson,
    paths: ({ join, settings, platform }) =>
      // Linux builds are not of one mind.
      (platform === 'linux' ? ['Claude', 'claude'] : ['Claude']).map((name) =>
        join(settings, name, 'claude_desktop_config.json'),
      ),
    servers: (root) => serversAt(root, ['mcpServers'], 'literal'),
  },
  {
    client: 'claude-code',
    title: 'Claude Code',
    parse: parseJson,
    paths: ({ join, home, env }) => [join(env['CLAUDE_CONFIG_DIR'] || home, '.claude.json')],
    servers: (root) => [
      ...serversAt(root, ['mcpServers'], 'braces'),
      ...projectServers(root, 'braces'),
    ],
  },
  {
    client: 'cursor',
    title: 'Cursor',
    parse: parseJson,
    paths: ({ join, home }) => [join(home, '.cursor', 'mcp.json')],
    servers: (root) => serversAt(root, ['mcpServers'], 'editor'),
  },
  {
    client: 'vscode',
    title: 'VS Code',
    parse: parseJson,
    paths: ({ join, settings }) =>
      ['Code', 'Code - Insiders', 'VSCodium'].map((name) =>
        join(settings, name, 'User', 'mcp.json'),
      ),
    servers: (root) => serversAt(root, ['servers'], 'editor'),
  },
  {
    client: 'windsurf',
    title: 'Windsurf',
    parse: parseJson,
    paths: ({ join, home }) => [join(home, '.codeium', 'windsurf', 'mcp_config.json')],
    servers: (root) => serversAt(root, ['mcpServers'], 'editor'),
  },
  {
    client: 'codex',
    title: 'Codex',
    parse: parseToml,
    paths: ({ join, home, env }) => [
      join(env['CODEX_HOME'] || join(home, '.codex'), 'config.toml'),
    ],
    servers: (root) => serversAt(root, ['mcp_servers'], 'literal'),
  },
  {
    client: 'zed',
    title: 'Zed',
    parse: parseJson,
    paths: ({ join, home, settings, platform }) => {
      if (platform === 'linux') return [join(settings, 'zed', 'settings.json')];
      const shared = join(home, '.config', 'zed', 'settings.json');
      return platform === 'win32' ? [join(settings, 'Zed', 'settings.json'), shared] : [shared];
    },
    servers: (root) => serversAt(root, ['context_servers'], 'literal'),
  },
  {
    client: 'gemini-cli',
    title: 'Gemini CLI',
    parse: parseJson,
    paths: ({ join, home }) => [join(home, '.gemini', 'settings.json')],
    servers: (root) =>
      serversAt(root, ['mcpServers'], 'dollar').map((server) => ({ ...server, urlMeansSse: true })),
  },
];

/** Every place where such a file may be. */
export function clientFiles({ home, env, platform }: Places): readonly ClientFile[] {
  const system = platform === 'win32' ? win32 : posix;
  const join = (...parts: readonly string[]): string => system.join(...parts);
  const folders = { join, home, env, platform, settings: settingsFolder() };
  return CLIENTS.flatMap(({ paths, ...client }) =>
    paths(folders).map((path) => ({ ...client, path })),
  );

  function settingsFolder(): string {
    if (platform === 'win32') return env['APPDATA'] || join(home, 'AppData', 'Roaming');
    if (platform === 'darwin') return join(home, 'Library', 'Application Support');
    return env['XDG_CONFIG_HOME'] || join(home, '.config');
  }
}
