import type { Peer } from '#core/ports/peer.ts';
import { RouterError } from '#core/router-error.ts';
import { NO_ABILITIES } from './abilities.ts';

/** A client that is known but can neither be asked nor told anything. */
export function unaskablePeer(id: string, client: string): Peer {
  return {
    id,
    client,
    can: NO_ABILITIES,
    ask: () => Promise.reject(new RouterError('NOT_SUPPORTED', 'the MCP client cannot be asked')),
    tell: () => undefined,
  };
}
