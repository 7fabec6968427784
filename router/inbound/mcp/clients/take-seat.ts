/** A client that stays: counted by the aggregator, shown to the owner, told of news. */
import type { Server } from '@modelcontextprotocol/server';

import type { AggregatorNews, PeerSeat } from '#core/ports/aggregator.ts';
import type { McpClientInfo } from '#core/ports/mcp-clients.ts';
import type { Peer } from '#core/ports/peer.ts';
import type { McpParts } from '../mcp-parts.ts';
import type { ClientView } from '../own/view.ts';
import { watchLists } from './watch-lists.ts';

export interface SeatOptions {
  readonly server: Server;
  readonly view: ClientView;
  readonly peer: Peer;
  readonly info: McpClientInfo;
  /** Log messages and tasks may come outside of requests only until 2025-11-25. */
  readonly era: 'legacy' | 'modern';
}

export interface TakenSeat {
  readonly seat: PeerSeat;
  /** It asked something. */
  seen(): void;
  /** Idempotent. */
  leave(): void;
}

export function takeSeat(parts: McpParts, options: SeatOptions): TakenSeat {
  const { server, view, peer, info } = options;
  const seat = parts.aggregator.join(peer);
  const entry = parts.clients.enter(info);
  // A client that is gone needs no news; its connection ends by itself.
  const notify = (method: string, params?: AggregatorNewsParams): void => {
    server.notification({ method, ...(params && { params }) }).catch(() => undefined);
  };
  const stopLists = watchLists(parts, view, (list) => notify(`notifications/${list}/list_changed`));
  const stopNews = parts.aggregator.onNews((news) => {
    const method = methodFor(news, seat, options);
    if (method !== undefined && 'params' in news) notify(method, news.params);
  });
  return {
    seat,
    seen: () => entry.seen(),
    leave() {
      stopLists();
      stopNews();
      seat.leave();
      entry.leave();
    },
  };
}

type AggregatorNewsParams = Extract<AggregatorNews, { params: unknown }>['params'];

/** Undefined when this client is not to hear of it. */
function methodFor(
  news: AggregatorNews,
  seat: PeerSeat,
  { peer, era }: SeatOptions,
): string | undefined {
  if ('peerId' in news && news.peerId !== undefined && news.peerId !== peer.id) return undefined;
  switch (news.kind) {
    case 'resource-updated':
      return seat.subscribed(news.uri) ? 'notifications/resources/updated' : undefined;
    case 'message': {
      const isWanted = era === 'legacy' && seat.wants(String(news.params['level']));
      return isWanted ? 'notifications/message' : undefined;
    }
    case 'task-status':
      return era === 'legacy' ? 'notifications/tasks/status' : undefined;
    case 'elicitation-complete':
      return era === 'legacy' && peer.can.elicitUrl
        ? 'notifications/elicitation/complete'
        : undefined;
    case 'tools-changed':
    case 'prompts-changed':
    case 'resources-changed':
      return undefined;
  }
}
