/** The MCP clients that are connected, and those without sessions that asked something lately. */
import { isDeepStrictEqual } from 'node:util';

import type { McpClient } from '#contract/status.ts';
import type { Events } from '#core/ports/events.ts';
import type { McpClientInfo, McpClients, McpClientSeat } from '#core/ports/mcp-clients.ts';

const VISIT_MS = 10 * 60_000;
/** Whoever makes up a new name for every request must not fill our memory. */
const MOST_VISITORS = 50;

interface ClientRegistryOptions {
  readonly events: Pick<Events, 'publish'>;
  readonly now?: () => number;
}

interface Visit {
  readonly info: McpClientInfo;
  client: McpClient;
}

export function createClientRegistry({
  events,
  now = Date.now,
}: ClientRegistryOptions): McpClients {
  const seated = new Set<{ client: McpClient }>();
  let visits: Visit[] = [];
  let count = 0;

  const open = (info: McpClientInfo): McpClient => {
    count += 1;
    const at = now();
    return { ...info, id: `client_${count}`, connectedAt: at, lastAt: at };
  };
  const current = (): Visit[] => visits.filter(({ client }) => now() - client.lastAt < VISIT_MS);
  const tell = (): void => {
    events.publish({ kind: 'clients-changed', clients: seated.size + visits.length });
  };

  return {
    enter(info): McpClientSeat {
      const seat = { client: open(info) };
      seated.add(seat);
      tell();
      return {
        seen: () => void (seat.client = { ...seat.client, lastAt: now() }),
        leave: () => {
          if (seated.delete(seat)) tell();
        },
      };
    },
    visit(info) {
      const known = visits.find((visit) => isDeepStrictEqual(visit.info, info));
      if (known !== undefined) {
        known.client = { ...known.client, lastAt: now() };
        return;
      }
      visits = [...current(), { info, client: open(info) }].slice(-MOST_VISITORS);
      tell();
    },
    list: () =>
      [
        ...Array.from(seated, ({ client }) => client),
        ...current().map(({ client }) => client),
      ].sort((a, b) => b.connectedAt - a.connectedAt),
  };
}
