/** `subscriptions/listen`, which the SDK answers by itself: what of it must reach the servers. */
import { z } from 'zod';

const listenRequest = z.looseObject({
  method: z.literal('subscriptions/listen'),
  id: z.union([z.string(), z.number()]),
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
}

/** More than these nobody watches; each may cost a subscription at a server. */
const MOST_URIS = 200;

/** Undefined for every other message. */
export function readListen(message: unknown): ListenRequest | undefined {
  const parsed = listenRequest.safeParse(message);
  if (!parsed.success) return undefined;
  const { id, params } = parsed.data;
  const uris = params.notifications.resourceSubscriptions ?? [];
  return { id, meta: params._meta ?? {}, uris: [...new Set(uris)].slice(0, MOST_URIS) };
}
