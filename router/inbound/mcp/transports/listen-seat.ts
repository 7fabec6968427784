import { CLIENT_INFO_META_KEY } from '@modelcontextprotocol/server';
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

import { describeIdentity, toIdentity } from '../clients/client-identity.ts';
import { MODERN_PROTOCOL } from '../clients/modern-client.ts';
import { unaskablePeer } from '../clients/unaskable-peer.ts';
import type { McpParts } from '../mcp-parts.ts';
import type { ListenRequest } from './read-listen.ts';
import { ResourceWatch } from './resource-watch.ts';

/**
 * While the stream is open its client counts as connected, and its URIs are subscribed at their
 * servers. Resolves when they are, to those that are: what is acknowledged before could miss an
 * update.
 */
export async function seatListener(
  { aggregator, clients, logger }: Pick<McpParts, 'aggregator' | 'clients' | 'logger'>,
  { meta, uris }: Pick<ListenRequest, 'meta' | 'uris'>,
  response: ServerResponse,
): Promise<ReadonlySet<string>> {
  if (response.closed) return new Set();
  const identity = toIdentity(meta[CLIENT_INFO_META_KEY]);
  const seat = aggregator.join(unaskablePeer(randomUUID(), describeIdentity(identity)));
  const shown = clients.enter({ ...identity, transport: 'http', protocol: MODERN_PROTOCOL });
  const open = new AbortController();
  response.once('close', () => {
    open.abort();
    seat.leave();
    shown.leave();
  });
  return await new ResourceWatch(seat, { signal: open.signal, logger }).watch(uris);
}
