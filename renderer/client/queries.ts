/** What the pages ask the router for; events of the stream say when an answer is old. */
import {
  queryOptions,
  useMutation,
  useQuery,
  type QueryClient,
  type QueryFilters,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';

import type { Method, Params, Result } from '#contract/api.ts';
import type { ControlClient } from '#contract/control-client.ts';
import type { RouterEvent } from '#contract/events.ts';
import type { Connection } from './connection.ts';
import { useWoollama } from './woollama.tsx';

/** Methods that only read, so that their answers may be kept. */
export type Reading =
  | 'status.get'
  | 'tools.list'
  | 'servers.memory'
  | 'servers.features'
  | 'questions.list'
  | 'conversations.list'
  | 'conversations.get'
  | 'config.read'
  | 'secrets.list'
  | 'imports.scan'
  | 'access.token';

function routerQuery<M extends Reading>(client: ControlClient, method: M, params: Params<M>) {
  return queryOptions({
    queryKey: [method, params],
    queryFn: ({ signal }) => client.call(method, params, { signal }),
    staleTime: Infinity,
    retry: false,
  });
}

export function useRouterQuery<M extends Reading>(
  method: M,
  params: Params<M>,
  options: { readonly enabled?: boolean; readonly refetchInterval?: number } = {},
): UseQueryResult<Result<M>> {
  const { client } = useWoollama();
  return useQuery({ ...routerQuery(client, method, params), ...options });
}

/** For everything that changes something. */
export function useRouterCall<M extends Method>(
  method: M,
): UseMutationResult<Result<M>, Error, Params<M>> {
  const { client } = useWoollama();
  return useMutation({ mutationFn: (params: Params<M>) => client.call(method, params) });
}

const OUTDATED_BY: Partial<Record<RouterEvent['kind'], readonly Reading[]>> = {
  'server-changed': ['status.get', 'tools.list', 'servers.features'],
  'tools-changed': ['status.get', 'tools.list', 'servers.features'],
  'features-changed': ['status.get', 'servers.features'],
  'clients-changed': ['status.get'],
  'question-asked': ['questions.list'],
  'question-ended': ['questions.list'],
  'conversations-changed': ['conversations.list', 'conversations.get'],
  'config-changed': ['status.get', 'tools.list', 'servers.features', 'config.read', 'secrets.list'],
  'inferencer-chosen': ['status.get'],
};

/** Asks again for what events made old; everything after a gap. Returns an idempotent end. */
export function followEvents(queries: QueryClient, connection: Connection): () => void {
  return connection.listen({
    onHello({ resumed }) {
      if (!resumed) renew(queries, {});
    },
    onBatch({ events, missed }) {
      if (missed) renew(queries, {});
      const outdated = new Set(events.flatMap(({ kind }) => OUTDATED_BY[kind] ?? []));
      for (const method of outdated) renew(queries, { queryKey: [method] });
    },
  });
}

function renew(queries: QueryClient, filters: QueryFilters): void {
  // A first answer that is on its way may be older than the event, and would count as new.
  void queries.cancelQueries({ ...filters, predicate: ({ state }) => state.data === undefined });
  void queries.invalidateQueries(filters);
}
