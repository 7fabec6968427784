/** Where the API is and with which key, read anew for each call. */
import { agentError } from './api-failure.ts';

export type ReadEnv = () => Readonly<Record<string, string | undefined>>;

export interface ApiSettings {
  readonly origin: string;
  /** Without a trailing slash. */
  readonly basePath: string;
  readonly key: string;
}

const DEFAULT_URL = 'https://api.anthropic.com';

/** Throws AGENT_FAILED naming the variable that is missing or wrong. */
export function readApiSettings(env: ReadEnv): ApiSettings {
  const { ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL } = env();
  const key = ANTHROPIC_API_KEY?.trim() ?? '';
  if (!/^[\x21-\x7e]+$/.test(key)) {
    const problem = key === '' ? 'is not set' : 'holds what no HTTP header can hold';
    throw agentError(`$ANTHROPIC_API_KEY ${problem}; managed agents need it (they are paid)`);
  }
  const address = ANTHROPIC_BASE_URL?.trim() || DEFAULT_URL;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  // An address with a password would show in messages.
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '') {
    throw agentError('$ANTHROPIC_BASE_URL is not a plain http or https address');
  }
  return { origin: url.origin, basePath: url.pathname.replace(/\/+$/, ''), key };
}

const NETWORKINGS = ['limited', 'unrestricted'] as const;

/** What the agents' machines may reach. */
export type Networking = (typeof NETWORKINGS)[number];

/** Limited unless opted out; `unknown` is what stood there when it is neither. */
export function readNetworking(env: ReadEnv): {
  readonly networking: Networking;
  readonly unknown?: string;
} {
  const word = env()['WOOLLAMA_AGENT_NETWORKING']?.trim().toLowerCase() ?? '';
  if (word === '') return { networking: 'limited' };
  const known = NETWORKINGS.find((one) => one === word);
  return known === undefined ? { networking: 'limited', unknown: word } : { networking: known };
}

/** Whether the ids of environment and agents outlive the router. */
export function readPersistence(env: ReadEnv): boolean {
  const word = env()['WOOLLAMA_MANAGED_AGENTS_PERSIST']?.trim().toLowerCase() ?? '';
  return ['1', 'true', 'yes', 'on'].includes(word);
}
