/** Where a run happens: a folder of this user's alone that holds no project. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ClaudeRun } from '#core/ports/claude-code.ts';
import { SERVER } from './claude-arguments.ts';

export interface RunFolder {
  readonly cwd: string;
  /** The file that names our MCP endpoint, for runs with tools. */
  readonly mcpConfig: string | undefined;
  /** Removes what was made for this run alone. */
  close(): Promise<void>;
}

export async function openRunFolder(run: Pick<ClaudeRun, 'folder' | 'tools'>): Promise<RunFolder> {
  const { folder, tools } = run;
  if (folder !== undefined && tools === undefined) {
    return { cwd: folder, mcpConfig: undefined, close: async () => undefined };
  }
  const own = await mkdtemp(join(tmpdir(), 'woollama-claude-'));
  const close = () => rm(own, { recursive: true, force: true });
  try {
    const mcpConfig = tools && (await writeConfig(own, tools));
    return { cwd: folder ?? own, mcpConfig, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The token opens a few tools for as long as the run lasts, and only this user can read it. */
async function writeConfig(
  folder: string,
  { url, token }: NonNullable<ClaudeRun['tools']>,
): Promise<string> {
  const path = join(folder, 'mcp.json');
  const server = { type: 'http', url, headers: { Authorization: `Bearer ${token}` } };
  const text = JSON.stringify({ mcpServers: { [SERVER]: server } });
  await writeFile(path, text, { mode: 0o600, flag: 'wx' });
  return path;
}
