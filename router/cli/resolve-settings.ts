import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { RouterError } from '#core/router-error.ts';
import { formatAddress, parseAddress, type BindAddress } from '../listeners/parse-address.ts';
import type { Settings } from '../settings.ts';
import {
  expandHome,
  SETTING_ROWS,
  toRootUrl,
  toNumber,
  toSeconds,
  toSwitch,
  toWord,
} from './setting-table.ts';

export type Flags = Readonly<Record<string, string | boolean | undefined>>;

/** As settings.toml takes them. */
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

interface Sources {
  readonly flags: Flags;
  readonly env: NodeJS.ProcessEnv;
  /** Values of settings.toml by dotted key, such as `server.bind`. */
  readonly file: ReadonlyMap<string, string>;
}

interface Found {
  readonly text: string;
  /** For messages: `--address`, `WOOLLAMA_ADDRESS`, `server.bind in settings.toml`. */
  readonly source: string;
}

/** The folder must be known before the settings file in it can be read. */
export function resolveConfigDir(flags: Flags, env: NodeJS.ProcessEnv): string {
  const { text } = find('configDir', { flags, env, file: new Map() });
  return resolve(expandHome(text, env));
}

/** Flag, else environment, else file, else default. Throws INVALID_REQUEST naming the source. */
export function resolveSettings(sources: Sources): Settings {
  const get = (name: keyof Settings) => find(name, sources);
  const seconds = (name: keyof Settings) => toSeconds(get(name).text, get(name).source);
  const number = (name: keyof Settings, least: number) =>
    toNumber(get(name).text, get(name).source, least);
  const word = <Word extends string>(name: keyof Settings, words: readonly Word[]) =>
    toWord(get(name).text, get(name).source, words);
  const stateDir = expandHome(get('stateDir').text, sources.env);
  return {
    configDir: resolveConfigDir(sources.flags, sources.env),
    stateDir: resolve(stateDir),
    address: resolveAddress(sources),
    token: resolveToken(sources),
    ollamaUrl: toRootUrl(get('ollamaUrl').text, get('ollamaUrl').source),
    claudeBin: get('claudeBin').text,
    demo: toSwitch(get('demo').text, get('demo').source),
    toolTimeout: seconds('toolTimeout'),
    connectTimeout: seconds('connectTimeout') || Number(SETTING_ROWS.connectTimeout.fallback({})),
    retryMax: seconds('retryMax'),
    logLevel: word('logLevel', LOG_LEVELS),
    toolNames: word('toolNames', ['dotted', 'underscore']),
    toolSearch: word('toolSearch', ['off', 'auto', 'on']),
    maxResultMb: number('maxResultMb', 0),
    sampling: word('sampling', ['allow', 'ask', 'deny']),
    samplingModel: get('samplingModel').text,
    samplingMaxTokens: Math.floor(number('samplingMaxTokens', 1)),
    samplingPerHour: Math.floor(number('samplingPerHour', 0)),
    questionTimeout: Math.max(1, seconds('questionTimeout')),
  };
}

function find(name: keyof Settings, { flags, env, file }: Sources): Found {
  const row = SETTING_ROWS[name];
  const flag = flags[`no-${row.flag}`] === true ? 'off' : flags[row.flag];
  if (typeof flag === 'string') return { text: flag, source: `--${row.flag}` };
  for (const variable of row.env) {
    const text = env[variable];
    if (text !== undefined && text !== '') return { text, source: variable };
  }
  const text = row.key === undefined ? undefined : file.get(row.key);
  if (text !== undefined) return { text, source: `${row.key} in settings.toml` };
  return { text: row.fallback(env), source: 'the default' };
}

/** In the file, host and port are two keys. */
function resolveAddress(sources: Sources): string {
  const { text, source } = find('address', sources);
  const port = sources.file.get('server.port');
  const fromFlagOrEnv = source.startsWith('--') || source === 'WOOLLAMA_ADDRESS';
  const { host } = toAddress(text, source);
  if (port === undefined || fromFlagOrEnv) return text;
  return formatAddress({ host, port: Number(port) });
}

function toAddress(text: string, source: string): BindAddress {
  try {
    return parseAddress(text);
  } catch (cause) {
    throw new RouterError('INVALID_REQUEST', `${source}: '${text}' has no valid port`, { cause });
  }
}

/** A token on the command line would show in every process list, so the flag names a file. */
function resolveToken(sources: Sources): string {
  const { text, source } = find('token', sources);
  const namesFile = source.startsWith('--') || source.endsWith('settings.toml');
  if (!namesFile) return text;
  const token = readToken(expandHome(text, sources.env), source);
  if (token !== '') return token;
  // Somebody wanted a token: going without one would open what they meant to close.
  throw new RouterError('INVALID_REQUEST', `${source}: ${text} is empty`);
}

function readToken(path: string, source: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new RouterError('INVALID_REQUEST', `${source}: ${path} cannot be read`, { cause });
  }
}
