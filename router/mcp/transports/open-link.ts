/** From an entry of the configuration to a link, or to the reason why there can be none. */
import type { ServerEntry } from '#contract/config.ts';
import type { Logger } from '#core/ports/logger.ts';
import { createSecretMask, type Mask } from '../servers/secret-mask.ts';
import type { Failure, Link, LinkKind } from '../session/link.ts';
import type { Environment } from '#core/processes/child-env.ts';
import { createHttpLink } from './http-link.ts';
import type { LineListener } from './stderr-tail.ts';
import type { ServerStarter } from './start-server.ts';
import { createStdioLink } from './stdio-link.ts';

export interface LinkFactory extends ServerStarter {
  readonly baseEnv: Environment;
  readonly connectTimeoutMs: number;
  /** The router's, which knows all configured secrets. */
  readonly mask: Mask;
  /** Told of each line that a stdio server writes to stderr. */
  readonly onStderr?: LineListener | undefined;
}

/** The transports to try, best first. */
export function linkKinds(entry: ServerEntry): readonly [LinkKind, ...LinkKind[]] {
  if (entry.type === 'stdio') return ['stdio'];
  if (entry.type === 'sse') return ['sse'];
  if (entry.type !== undefined) return ['http'];
  return entry.url !== undefined && entry.command === undefined ? ['http', 'sse'] : ['stdio'];
}

/** Nothing is started or connected before the link's transport is. */
export function openLink(
  factory: LinkFactory,
  entry: ServerEntry,
  options: { readonly kind: LinkKind; readonly logger: Logger },
): Link | Failure {
  const { kind, logger } = options;
  const mask = createSecretMask(entry, factory.mask);
  if (kind === 'stdio') {
    if (entry.command === undefined) return impossible('It needs a "command" or a "url"');
    return createStdioLink({ ...factory, entry, command: entry.command, mask, logger });
  }
  if (entry.url === undefined) return impossible(`Type "${entry.type ?? kind}" needs a "url"`);
  const problem = urlProblem(entry.url) ?? headerProblem(entry.headers);
  if (problem !== undefined) return impossible(problem);
  const { connectTimeoutMs } = factory;
  return createHttpLink({
    kind,
    url: new URL(entry.url),
    headers: entry.headers,
    connectTimeoutMs,
    mask,
  });
}

function impossible(reason: string): Failure {
  return { reason, permanent: true };
}

function urlProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'Its "url" is not a valid URL';
  const url = new URL(text);
  if (!['http:', 'https:'].includes(url.protocol)) return 'Its "url" must begin with http or https';
  if (url.username !== '' || url.password !== '') {
    return 'Its "url" holds a user name or password; they belong into "headers"';
  }
  return undefined;
}

function headerProblem(headers: Readonly<Record<string, string>>): string | undefined {
  for (const [name, value] of Object.entries(headers)) {
    try {
      new Headers().append(name, value);
    } catch {
      return `Its header "${name}" is not a legal HTTP header`; // the message would show the value
    }
  }
  return undefined;
}
