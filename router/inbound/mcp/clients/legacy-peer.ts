/** A client that can be asked back on its connection, as all could until 2025-11-25. */
import { ProtocolError, SdkError, type RequestId, type Server } from '@modelcontextprotocol/server';
import { z } from 'zod';

import { LONGEST_TIMER_MS } from '#core/longest-timer.ts';
import type { Peer, PeerMethod } from '#core/ports/peer.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import { RouterError } from '#core/router-error.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import { toCancelled } from '#core/until-aborted.ts';

const anyResult = z.looseObject({});

export interface LegacyPeerOptions extends Pick<Peer, 'id' | 'client' | 'can'> {
  readonly server: Server;
  /** The call it belongs to; without one it goes out on the connection's own stream. */
  readonly relatedRequestId?: RequestId | undefined;
  /** False while the connection's own stream could not carry a question to the client. */
  readonly isReachable: () => boolean;
  readonly wantsLog: (level: string) => boolean;
  /** False without a session: nothing could bring the answer back. */
  readonly isAskable: boolean;
}

interface Related {
  readonly relatedRequestId?: RequestId;
}

export function createLegacyPeer(options: LegacyPeerOptions): Peer {
  const { id, client, can, server, relatedRequestId, isReachable, wantsLog, isAskable } = options;
  const related: Related = relatedRequestId === undefined ? {} : { relatedRequestId };

  async function send(
    method: PeerMethod,
    params: JsonObject,
    how: Related & { readonly signal: AbortSignal },
  ): Promise<RpcOutcome> {
    try {
      const options = { ...how, timeout: LONGEST_TIMER_MS };
      return { ok: true, result: await server.request({ method, params }, anyResult, options) };
    } catch (cause) {
      if (!(cause instanceof ProtocolError)) throw cause;
      const { code, message, data } = cause;
      return { ok: false, error: { code, message, data } };
    }
  }

  return {
    id,
    client,
    can,
    async ask(method, params, signal) {
      if (signal.aborted) throw toCancelled(signal);
      if (!isAskable || (relatedRequestId === undefined && !isReachable())) throw gone();
      try {
        return await send(method, params, { ...related, signal });
      } catch (cause) {
        if (signal.aborted) throw toCancelled(signal);
        // The call has been answered already: it went on as a task.
        const mayTryAgain = relatedRequestId !== undefined && !(cause instanceof SdkError);
        if (!mayTryAgain || !isReachable()) throw gone(cause);
      }
      try {
        return await send(method, params, { signal });
      } catch (cause) {
        throw signal.aborted ? toCancelled(signal) : gone(cause);
      }
    },
    tell(method, params) {
      if (method === 'notifications/message' && !wantsLog(String(params['level']))) return;
      server
        .notification({ method, params }, related)
        // Its call has been answered already, and if that was not it: a client that is gone needs no news.
        .catch(() => server.notification({ method, params }))
        .catch(() => undefined);
    },
  };
}

function gone(cause?: unknown): RouterError {
  return new RouterError('NOT_SUPPORTED', 'the MCP client cannot be reached', { cause });
}
