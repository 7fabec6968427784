/** One attempt to reach a server, over each transport it may speak. */
import type { ServerEntry } from '#contract/config.ts';
import { RouterError } from '#core/router-error.ts';
import {
  openSession,
  type Failure,
  type Link,
  type LinkKind,
  type Session,
  type SessionOptions,
} from './session.ts';
import { LONGEST_TIMER_MS } from '#core/longest-timer.ts';
import { openLink, type LinkFactory } from './transports/open-link.ts';

export interface ConnectOptions extends Pick<
  SessionOptions,
  'server' | 'client' | 'logger' | 'onTools'
> {
  readonly entry: ServerEntry;
  /** The transports to try, best first. */
  readonly kinds: readonly LinkKind[];
  readonly links: LinkFactory;
  /** Limit of the whole attempt: handshake and first tool list. */
  readonly timeoutMs: number;
  readonly lifetime: AbortSignal;
  /** Hands over each link before it is used; closing it is up to the receiver. */
  readonly onLink: (link: Link) => void;
}

/** Never rejects. Of several failures the first transport's is returned. */
export async function connectServer(options: ConnectOptions): Promise<Session | Failure> {
  const limit = AbortSignal.timeout(Math.min(options.timeoutMs, LONGEST_TIMER_MS));
  const signal = AbortSignal.any([limit, options.lifetime]);
  let firstFailure: Failure | undefined;
  for (const kind of options.kinds) {
    const opened = await tryKind(options, kind, signal);
    if (!('reason' in opened)) return opened;
    firstFailure ??= opened;
    if (opened.wrongTransport !== true) break;
  }
  return firstFailure ?? { reason: 'There is no way to reach it', permanent: true };
}

async function tryKind(
  options: ConnectOptions,
  kind: LinkKind,
  signal: AbortSignal,
): Promise<Session | Failure> {
  const { server, client, logger, onTools, timeoutMs } = options;
  const link = openLink(options.links, options.entry, { kind, logger });
  if ('reason' in link) return link;
  options.onLink(link);
  try {
    const listTimeoutMs = timeoutMs;
    return await openSession({ server, client, logger, onTools, link, signal, listTimeoutMs });
  } catch (error) {
    return link.explain(signal.aborted ? tooLate(timeoutMs) : error);
  }
}

function tooLate(timeoutMs: number): RouterError {
  const seconds = timeoutMs / 1000;
  return new RouterError('TOOLS_UNAVAILABLE', `It did not answer within ${seconds} s`);
}
