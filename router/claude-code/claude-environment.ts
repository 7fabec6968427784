import { childEnvironment, type Environment } from '#core/processes/child-env.ts';

/**
 * What every run is told. Files named with `@` in a prompt would be read into it, whatever tools
 * are denied; memories and CLAUDE.md are the user's own business, not a client's.
 */
const SWITCHES = {
  CLAUDE_CODE_DISABLE_ATTACHMENTS: '1',
  CLAUDE_CODE_DISABLE_FILE_MENTIONS: '1',
  CLAUDE_CODE_DISABLE_AUTO_MEMORY: '1',
  CLAUDE_CODE_DISABLE_CLAUDE_MDS: '1',
  CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: '1',
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  DISABLE_AUTOUPDATER: '1',
  // Else the tools would only be found by searching, with a built-in tool.
  ENABLE_TOOL_SEARCH: 'false',
  // Its ten retries take minutes, in which a client sees nothing.
  CLAUDE_CODE_MAX_RETRIES: '3',
};

const LOOPBACK = '127.0.0.1,localhost,::1';

/** What the program needs to run and to find its login, and nothing of ours. */
export function claudeEnvironment(
  base: Environment,
  platform: NodeJS.Platform = process.platform,
): Readonly<Record<string, string>> {
  const safe = childEnvironment(base, SWITCHES, platform);
  const direct = [base['no_proxy'] ?? base['NO_PROXY'] ?? '', LOOPBACK].filter((part) => part);
  const hosts = direct.join(',');
  const config = base['CLAUDE_CONFIG_DIR'];
  return {
    ...safe,
    // Our own endpoint is on this machine, wherever the proxy is.
    no_proxy: hosts,
    NO_PROXY: hosts,
    // A folder, and its login lies there.
    ...(config !== undefined && { CLAUDE_CONFIG_DIR: config }),
  };
}
