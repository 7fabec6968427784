import { Agent, EnvHttpProxyAgent, type Dispatcher } from 'undici';

import type { Logger } from '#core/ports/logger.ts';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The idle time-outs belong to the calls. HTTP/1.1 only, because aborting a call then surely closes
 * its connection; the connect time-out bounds only the reaching of a host.
 */
const OPTIONS = {
  pipelining: 1,
  connections: null,
  allowH2: false,
  headersTimeout: 0,
  bodyTimeout: 0,
  connectTimeout: 10_000,
} as const;

const LOOPBACK = ['localhost', '127.0.0.1', '::1', '0.0.0.0'];

/** The one dispatcher of all outbound calls; goes through a proxy when `env` names one. */
export function createDispatcher(env: Env, logger: Logger): Dispatcher {
  const httpProxy = env['http_proxy'] ?? env['HTTP_PROXY'] ?? '';
  const httpsProxy = env['https_proxy'] ?? env['HTTPS_PROXY'] ?? '';
  if (httpProxy === '' && httpsProxy === '') return new Agent(OPTIONS);
  const noProxy = [env['no_proxy'] ?? env['NO_PROXY'] ?? '', ...LOOPBACK].join(',');
  try {
    // Every option is given, or undici would look into the environment of this process.
    return new EnvHttpProxyAgent({ ...OPTIONS, httpProxy, httpsProxy, noProxy });
  } catch {
    // The address may hold a password, so neither it nor undici's message is shown.
    logger.warn({}, 'the proxy in the environment is not a usable address; going without it');
    return new Agent(OPTIONS);
  }
}
