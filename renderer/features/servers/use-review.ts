import { useQuery, type UseQueryResult } from '@tanstack/react-query';

import type { ImportCandidate } from '#contract/imports.ts';
import { useWoollama } from '#client/woollama.tsx';
import type { JsonObject } from './entry-value.ts';

/** How the router sees one entry that would be started: its whole command line, with warnings. */
export function useReview(
  name: string,
  entry: JsonObject,
): UseQueryResult<ImportCandidate | undefined> {
  const { client } = useWoollama();
  const text = JSON.stringify({ mcpServers: { [name]: entry } });
  return useQuery({
    queryKey: ['imports.review', 'entry', text],
    retry: false,
    gcTime: 0,
    queryFn: async ({ signal }) => {
      const { candidates } = await client.call('imports.review', { text }, { signal });
      return candidates[0] ?? null;
    },
    select: (candidate) => candidate ?? undefined,
  });
}
