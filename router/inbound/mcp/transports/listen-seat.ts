import { CLIENT_INFO_META_KEY } from '@modelcontextprotocol/server';
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

import { describeIdentity, toIdentity } from '../clients/client-identity.ts';
import { MODERN_PROTOCOL } from '../clients/modern-client.ts';
import { unaskablePeer } from '../clients/unaskable-peer.ts';
import type { McpParts } from '../mcp-parts.ts';
import type { ListenRequest } from './read-listen.ts';

/** While the stream is open its client counts as connected, and its URIs are subscribed at their servers. */
export function seatListener(
  { aggregator, clients, logger }: Pick<McpParts, 'aggregator' | 'clients' | 'logger'>,
  { meta, uris }: ListenRequest,
  response: ServerResponse,
): void {
  const identity = toIdentity(meta[CLIENT_INFO_META_KEY]);
  const seat = aggregator.join(unaskablePeer(randomUUID(), describeIdentity(identity)));
  const shown = clients.enter({ ...identity, transport: 'http', protocol: MODERN_PROTOCOL });
  const open = new AbortController();
  for (const uri of uris) {
    seat.subscribe(uri, { signal: open.signal }).catch((err: unknown) => {
      if (!open.signal.aborted) logger.debug({ err, uri }, 'a resource cannot be watched');
    });
  }
  const leave = (): void => {
    open.abort();
    seat.leave();
    shown.leave();
  };
  if (response.closed) leave();
  else response.once('close', leave);
}
