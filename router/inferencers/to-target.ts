import type { Dispatcher } from 'undici';

import { RouterError } from '#core/router-error.ts';
import type { InferencerSettings, KeySource, ReadEnv } from './inferencer-settings.ts';
import type { RelayTarget } from './relay/target.ts';

export interface TargetOptions {
  readonly dispatcher: Dispatcher;
  readonly env: ReadEnv;
  readonly userAgent: string;
}

/**
 * Where one call to this inferencer goes now. Throws MISSING_KEY when its key is not set and
 * INVALID_REQUEST when its base_url is unusable.
 */
export function toTarget(settings: InferencerSettings, options: TargetOptions): RelayTarget {
  const { name, key, idleTimeoutMs } = settings;
  const problem = baseUrlProblem(settings);
  if (problem !== undefined) throw new RouterError('INVALID_REQUEST', problem);
  const url = new URL(settings.baseUrl);
  const value = readKey(key, options.env);
  if (value === undefined) throw missingKey(name, key);
  return {
    dispatcher: options.dispatcher,
    origin: url.origin,
    basePath: url.pathname.replace(/\/+$/, ''),
    headers: {
      'user-agent': options.userAgent,
      ...(value !== '' && { authorization: `Bearer ${value}` }),
    },
    idleTimeoutMs,
    name,
  };
}

/** The key, empty when none is needed, undefined when it is missing or no header can hold it. */
export function readKey(key: KeySource, env: ReadEnv): string | undefined {
  if (key.kind === 'none') return '';
  const value = (key.kind === 'literal' ? key.value : env()[key.variable])?.trim() ?? '';
  return /^[\x21-\x7e]+$/.test(value) ? value : undefined;
}

function missingKey(name: string, key: KeySource): RouterError {
  const message =
    key.kind === 'variable'
      ? `inferencer '${name}' requires $${key.variable}; set it in the environment of woollama, or api_key in inferencers.toml`
      : `inferencer '${name}' has an api_key that no HTTP header can hold; correct it in inferencers.toml`;
  return new RouterError('MISSING_KEY', message);
}

/** What is wrong with the base_url, if anything. */
export function baseUrlProblem({ name, baseUrl }: InferencerSettings): string | undefined {
  if (baseUrl === '') return `inferencer '${name}' has no base_url; add it in inferencers.toml`;
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const isPlain = url !== undefined && /^https?:$/.test(url.protocol) && url.search === '';
  if (isPlain && url.username === '') return undefined;
  return `the base_url of inferencer '${name}' is not a plain http or https address; correct it in inferencers.toml`;
}
