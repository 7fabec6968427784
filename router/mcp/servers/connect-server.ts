/** One attempt to reach a server, over each transport it may speak. */
import { ProtocolError } from '@modelcontextprotocol/client';

import type { ServerEntry } from '#contract/config.ts';
import { LONGEST_TIMER_MS } from '#core/longest-timer.ts';
import { RouterError } from '#core/router-error.ts';
import type { Failure, Link, LinkKind } from '../session/link.ts';
import {
  openSession,
  type Handshake,
  type Session,
  type SessionOptions,
} from '../session/session.ts';
import { openLink, type LinkFactory } from '../transports/open-link.ts';

/** What a server that knows only the newer handshake answers to the older one. */
const TOO_OLD_CODES = [-32022, -32601];

export interface ConnectOptions extends Pick<
  SessionOptions,
  'server' | 'client' | 'logger' | 'host'
> {
  readonly entry: ServerEntry;
  /** The ways to try, best first. */
  readonly ways: readonly Way[];
  readonly links: LinkFactory;
  /** Limit of the whole attempt: handshake and first lists. */
  readonly timeoutMs: number;
  readonly lifetime: AbortSignal;
  /** Hands over each link before it is used; closing it is up to the receiver. */
  readonly onLink: (link: Link) => void;
}

/** A transport and the handshake to begin with. */
export interface Way {
  readonly kind: LinkKind;
  readonly handshake: Handshake;
}

export type Connected = Failure | { readonly session: Session; readonly way: Way };

export function wayOf(kind: LinkKind): Way {
  return { kind, handshake: kind === 'http' ? 'auto' : 'initialize' };
}

/** Never rejects. Of several failures the first transport's is returned. */
export async function connectServer(options: ConnectOptions): Promise<Connected> {
  const limit = AbortSignal.timeout(Math.min(options.timeoutMs, LONGEST_TIMER_MS));
  const signal = AbortSignal.any([limit, options.lifetime]);
  let firstFailure: Failure | undefined;
  for (const way of options.ways) {
    const opened = await tryWay(options, way, signal);
    if ('session' in opened) return opened;
    firstFailure ??= opened;
    if (opened.wrongTransport !== true) break;
  }
  return firstFailure ?? { reason: 'There is no way to reach it', permanent: true };
}

async function tryWay(options: ConnectOptions, way: Way, signal: AbortSignal): Promise<Connected> {
  const { server, client, logger, host, timeoutMs: listTimeoutMs, entry } = options;
  const { kind, handshake } = way;
  const link = openLink(options.links, entry, { kind, logger });
  if ('reason' in link) return link;
  options.onLink(link);
  const roots = entry.roots !== false;
  const common = { server, client, logger, host, listTimeoutMs, roots };
  try {
    return { session: await openSession({ ...common, handshake, link, signal }), way };
  } catch (error) {
    if (signal.aborted) return link.explain(tooLate(listTimeoutMs));
    const isTooOld = ProtocolError.isInstance(error) && TOO_OLD_CODES.includes(error.code);
    if (!isTooOld || handshake !== 'initialize') return link.explain(error);
    return await tryWay(options, { kind, handshake: 'modern' }, signal);
  }
}

function tooLate(timeoutMs: number): RouterError {
  const seconds = timeoutMs / 1000;
  return new RouterError('TOOLS_UNAVAILABLE', `It did not answer within ${seconds} s`);
}
