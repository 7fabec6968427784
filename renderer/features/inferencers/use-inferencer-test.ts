/** One real request to an inferencer, and what came back. */
import { useQuery, useQueryClient } from '@tanstack/react-query';

import { useWoollama } from '#client/woollama.tsx';
import type { InferencerTest } from './inferencer-rows.ts';

export interface TestRun {
  readonly result: InferencerTest | undefined;
  /** Milliseconds since 1970; 0 when there was none. */
  readonly at: number;
  readonly isRunning: boolean;
  /** Why there is no result, when the router itself did not answer. */
  readonly error: Error | null;
  readonly run: () => void;
}

const KEY = 'inferencers.test';

/** Rows and drawer share the last result; it is dropped when key or entry change. */
export function useInferencerTest(name: string): TestRun {
  const { client, queries } = useWoollama();
  const query = useQuery({
    queryKey: [KEY, name],
    // Asked for by hand only: some inferencers count every request.
    enabled: false,
    retry: false,
    staleTime: Infinity,
    gcTime: Infinity,
    queryFn: ({ signal }) => client.call('inferencers.test', { name }, { signal }),
  });
  const run = async (): Promise<void> => {
    await query.refetch();
    await queries.invalidateQueries({ queryKey: ['status.get'] });
  };
  return {
    result: query.error === null ? query.data : undefined,
    at: query.dataUpdatedAt,
    isRunning: query.isFetching,
    error: query.error,
    run: () => void run(),
  };
}

/** Forgets what a test said about a key or an address that counts no more. */
export function useForgetTest(): (name: string) => Promise<void> {
  const queries = useQueryClient();
  return (name) => queries.resetQueries({ queryKey: [KEY, name] });
}
