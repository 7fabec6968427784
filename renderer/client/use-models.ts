import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';

import { useWoollama } from './woollama.tsx';

const listing = z.object({ data: z.array(z.object({ id: z.string() })) });

/** Ids of all models, as other programs see them; undefined until they were read. */
export function useModels(): readonly string[] | undefined {
  const { fetch } = useWoollama();
  const { data } = useQuery({
    queryKey: ['/v1/models'],
    // Inferencers come and go without an event.
    staleTime: 10_000,
    queryFn: async ({ signal }) => {
      const answer = await fetch('/v1/models', { signal });
      return listing.parse(await answer.json()).data.map(({ id }) => id);
    },
  });
  return data;
}
