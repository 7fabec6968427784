/** Every setting once: its flag, its environment names, its key in settings.toml, its default. */
import { homedir } from 'node:os';
import { join } from 'node:path';

import { AUTO_MODEL } from '#contract/config.ts';
import { LONGEST_TIMER_MS } from '#core/longest-timer.ts';
import { RouterError } from '#core/router-error.ts';
import type { Settings } from '../settings.ts';

export interface SettingRow {
  /** Without the dashes. */
  readonly flag: string;
  /** Shown in the help; absent for flags without a value. */
  readonly value?: string;
  /** First one set wins; an empty value counts as unset. */
  readonly env: readonly string[];
  /** Dotted key in settings.toml. */
  readonly key?: string;
  readonly help: string;
  readonly fallback: (env: NodeJS.ProcessEnv) => string;
}

export const SETTING_ROWS: Readonly<Record<keyof Settings, SettingRow>> = {
  configDir: {
    flag: 'config-dir',
    value: 'DIR',
    env: ['WOOLLAMA_CONFIG_DIR'],
    help: 'folder of mcp.json, recipes.toml, inferencers.toml, settings.toml',
    fallback: (env) =>
      userDir(env, { xdg: 'XDG_CONFIG_HOME', home: '.config', windows: 'APPDATA' }),
  },
  stateDir: {
    flag: 'state-dir',
    value: 'DIR',
    env: ['WOOLLAMA_STATE_DIR'],
    key: 'server.state_dir',
    help: 'folder of the remembered port and the logs',
    fallback: (env) =>
      userDir(env, { xdg: 'XDG_STATE_HOME', home: '.local/state', windows: 'LOCALAPPDATA' }),
  },
  address: {
    flag: 'address',
    value: 'HOST[:PORT]',
    env: ['WOOLLAMA_ADDRESS'],
    key: 'server.bind',
    help: 'where to listen (default: both loopbacks, a port that is remembered)',
    fallback: () => '',
  },
  token: {
    flag: 'token-file',
    value: 'FILE',
    env: ['WOOLLAMA_TOKEN'],
    key: 'server.token_file',
    help: 'file holding the token TCP clients must send; needed beyond loopback',
    fallback: () => '',
  },
  ollamaUrl: {
    flag: 'ollama-url',
    value: 'URL',
    env: ['WOOLLAMA_OLLAMA_URL'],
    key: 'ollama.url',
    help: 'where Ollama answers',
    fallback: () => 'http://localhost:11434',
  },
  claudeBin: {
    flag: 'claude-bin',
    value: 'FILE',
    env: ['WOOLLAMA_CLAUDE_BIN'],
    key: 'claude.bin',
    help: 'the Claude Code program',
    fallback: () => 'claude',
  },
  demo: {
    flag: 'demo',
    value: 'on|off',
    env: ['WOOLLAMA_DEMO'],
    key: 'demo.enabled',
    help: 'the scripted demo inferencer',
    fallback: () => 'on',
  },
  toolTimeout: {
    flag: 'tool-timeout',
    value: 'SECONDS',
    env: ['WOOLLAMA_TOOL_TIMEOUT', 'WOOLLAMA_MCP_CALL_TIMEOUT_SECS'],
    key: 'mcp.call_timeout',
    help: 'longest silence of a tool call, 0 for no limit',
    fallback: () => '120',
  },
  connectTimeout: {
    flag: 'connect-timeout',
    value: 'SECONDS',
    env: ['WOOLLAMA_MCP_CONNECT_TIMEOUT_SECS'],
    key: 'mcp.connect_timeout',
    help: 'time an MCP server has to start',
    fallback: () => '30',
  },
  retryMax: {
    flag: 'retry-max',
    value: 'SECONDS',
    env: ['WOOLLAMA_MCP_RETRY_MAX_SECS'],
    key: 'mcp.retry_max',
    help: 'longest pause before a server is tried again, 0 for never',
    fallback: () => '60',
  },
  toolNames: {
    flag: 'tool-names',
    value: 'dotted|underscore',
    env: ['WOOLLAMA_TOOL_NAMES'],
    key: 'mcp.tool_names',
    help: 'names of tools towards MCP clients: hello.count_to or hello__count_to',
    fallback: () => 'dotted',
  },
  toolSearch: {
    flag: 'tool-search',
    value: 'off|auto|on',
    env: ['WOOLLAMA_TOOL_SEARCH'],
    key: 'mcp.tool_search',
    help: 'MCP clients get find_tools and call_tool instead of every tool',
    fallback: () => 'off',
  },
  maxResultMb: {
    flag: 'max-result',
    value: 'MB',
    env: ['WOOLLAMA_MAX_RESULT_MB'],
    key: 'mcp.max_result',
    help: 'largest result of a tool call, 0 for no limit',
    fallback: () => '16',
  },
  sampling: {
    flag: 'sampling',
    value: 'allow|ask|deny',
    env: ['WOOLLAMA_SAMPLING'],
    key: 'sampling.policy',
    help: 'whether MCP servers may use a model where the client has none',
    fallback: () => 'ask',
  },
  samplingModel: {
    flag: 'sampling-model',
    value: 'MODEL',
    env: ['WOOLLAMA_SAMPLING_MODEL'],
    key: 'sampling.inferencer',
    help: 'the model that answers MCP servers',
    fallback: () => AUTO_MODEL,
  },
  samplingMaxTokens: {
    flag: 'sampling-max-tokens',
    value: 'NUMBER',
    env: ['WOOLLAMA_SAMPLING_MAX_TOKENS'],
    key: 'sampling.max_tokens',
    help: 'longest answer an MCP server gets from a model',
    fallback: () => '4096',
  },
  samplingPerHour: {
    flag: 'sampling-per-hour',
    value: 'NUMBER',
    env: ['WOOLLAMA_SAMPLING_PER_HOUR'],
    key: 'sampling.per_hour',
    help: 'how many such answers each MCP server gets in an hour',
    fallback: () => '60',
  },
  questionTimeout: {
    flag: 'question-timeout',
    value: 'SECONDS',
    env: ['WOOLLAMA_QUESTION_TIMEOUT'],
    key: 'mcp.question_timeout',
    help: 'how long a question of an MCP server waits for you',
    fallback: () => '300',
  },
  logLevel: {
    flag: 'log-level',
    value: 'LEVEL',
    env: ['WOOLLAMA_LOG_LEVEL'],
    key: 'logs.level',
    help: 'trace, debug, info, warn, error, fatal or silent',
    fallback: () => 'info',
  },
};

interface UserDir {
  readonly xdg: string;
  readonly home: string;
  readonly windows: string;
}

function userDir(env: NodeJS.ProcessEnv, { xdg, home, windows }: UserDir): string {
  if (process.platform === 'win32' && env[windows]) return join(env[windows], 'woollama');
  return join(env[xdg] || join(env['HOME'] || homedir(), home), 'woollama');
}

export function expandHome(path: string, env: NodeJS.ProcessEnv): string {
  return path.replace(/^~(?=$|[\\/])/, env['HOME'] || homedir());
}

/** Throws INVALID_REQUEST naming the setting's source. */
export function toSeconds(text: string, source: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && Number.isFinite(seconds)) {
    return Math.min(Math.max(0, seconds), Math.floor(LONGEST_TIMER_MS / 1000));
  }
  throw new RouterError('INVALID_REQUEST', `${source} must be a number of seconds, not '${text}'`);
}

/** Throws INVALID_REQUEST naming the setting's source. */
export function toNumber(text: string, source: string, least: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= least) return value;
  throw new RouterError(
    'INVALID_REQUEST',
    `${source} must be a number, ${least} or more, not '${text}'`,
  );
}

export function toSwitch(text: string, source: string): boolean {
  const word = text.toLowerCase();
  if (['on', 'true', '1', 'yes'].includes(word)) return true;
  if (['off', 'false', '0', 'no'].includes(word)) return false;
  throw new RouterError('INVALID_REQUEST', `${source} must be on or off, not '${text}'`);
}

export function toWord<Word extends string>(
  text: string,
  source: string,
  words: readonly Word[],
): Word {
  const word = words.find((one) => one === text);
  if (word !== undefined) return word;
  throw new RouterError('INVALID_REQUEST', `${source} must be ${words.join(', ')}, not '${text}'`);
}

/** `http(s)` URL without trailing slash and `/v1`. */
export function toRootUrl(text: string, source: string): string {
  const root = text.replace(/\/+$/, '').replace(/\/v1$/, '');
  if (URL.canParse(root) && /^https?:$/.test(new URL(root).protocol)) return root;
  throw new RouterError('INVALID_REQUEST', `${source} must be an http URL, not '${text}'`);
}
