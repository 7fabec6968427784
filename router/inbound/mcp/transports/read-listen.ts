/** `subscriptions/listen`, which the SDK answers by itself: what of it must reach the servers. */
import { isJSONRPCRequest, type JSONRPCRequest } from '@modelcontextprotocol/server';
import { z } from 'zod';

import { fieldOf } from '#core/field-of.ts';

const METHOD = 'subscriptions/listen';

const listenRequest = z.looseObject({
  method: z.literal(METHOD),
  params: z.looseObject({
    _meta: z.record(z.string(), z.unknown()).optional(),
    notifications: z.looseObject({ resourceSubscriptions: z.array(z.string()).optional() }),
  }),
});

export interface ListenRequest {
  readonly id: string | number;
  readonly meta: Readonly<Record<string, unknown>>;
  /** Renamed ones, as listed. */
  readonly uris: readonly string[];
  /** The request as if it named only what is really watched, for what is acknowledged is promised. */
  readonly limitedTo: (watched: ReadonlySet<string>) => JSONRPCRequest;
}

/** More than these nobody can watch; each may cost a subscription at a server. */
const MOST_URIS = 200;

/** Undefined for every other message. */
export function readListen(message: unknown): ListenRequest | undefined {
  // Every message of a connection comes by, and most are tool calls.
  if (fieldOf(message, 'method') !== METHOD) return undefined;
  const parsed = listenRequest.safeParse(message);
  if (!parsed.success || !isJSONRPCRequest(message)) return undefined;
  const { _meta: meta = {}, notifications } = parsed.data.params;
  const { resourceSubscriptions = [] } = notifications;
  const uris = [...new Set(resourceSubscriptions)].slice(0, MOST_URIS);
  return {
    id: message.id,
    meta,
    uris,
    limitedTo(watched) {
      if (resourceSubscriptions.length === 0) return message;
      const kept = uris.filter((uri) => watched.has(uri));
      const limited = { ...notifications, resourceSubscriptions: kept };
      return { ...message, params: { ...message.params, notifications: limited } };
    },
  };
}
