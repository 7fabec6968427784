/** A client that can be asked back on its connection, as all could until 2025-11-25. */
import { ProtocolError, type RequestId, type Server } from '@modelcontextprotocol/server';
import { z } from 'zod';

import { LONGEST_TIMER_MS } from '#core/longest-timer.ts';
import type { Peer } from '#core/ports/peer.ts';
import { RouterError } from '#core/router-error.ts';
import { toCancelled } from '#core/until-aborted.ts';

const anyResult = z.looseObject({});

export interface LegacyPeerOptions extends Pick<Peer, 'id' | 'client' | 'can'> {
  readonly server: Server;
  /** The call it belongs to; without one it goes out on the connection's own stream. */
  readonly relatedRequestId?: RequestId | undefined;
  /** False while nothing could carry a question to the client. */
  readonly isReachable: () => boolean;
}

export function createLegacyPeer(options: LegacyPeerOptions): Peer {
  const { id, client, can, server, relatedRequestId, isReachable } = options;
  const related = relatedRequestId === undefined ? {} : { relatedRequestId };
  return {
    id,
    client,
    can,
    async ask(method, params, signal) {
      if (signal.aborted) throw toCancelled(signal);
      if (!isReachable()) throw gone();
      try {
        const timeout = LONGEST_TIMER_MS;
        const options = { ...related, signal, timeout };
        return { ok: true, result: await server.request({ method, params }, anyResult, options) };
      } catch (cause) {
        if (signal.aborted) throw toCancelled(signal);
        if (!(cause instanceof ProtocolError)) throw gone(cause);
        const { code, message, data } = cause;
        return { ok: false, error: { code, message, data } };
      }
    },
    tell(method, params) {
      // A client that is gone needs no news.
      server.notification({ method, params }, related).catch(() => undefined);
    },
  };
}

function gone(cause?: unknown): RouterError {
  return new RouterError('NOT_SUPPORTED', 'the MCP client cannot be reached', { cause });
}
