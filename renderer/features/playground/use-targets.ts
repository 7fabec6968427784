import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { z } from 'zod';

import { useRouterQuery } from '#client/queries.ts';
import { useWoollama } from '#client/woollama.tsx';

const modelList = z.looseObject({ data: z.array(z.looseObject({ id: z.string() })) });

const patternList = z.looseObject({
  data: z.array(
    z.looseObject({
      name: z.string(),
      variables: z.array(
        z.looseObject({
          name: z.string(),
          default: z.string().optional(),
          choices: z.array(z.string()).optional(),
          description: z.string().optional(),
        }),
      ),
    }),
  ),
});

export type PatternVariable = z.infer<typeof patternList>['data'][number]['variables'][number];

/** What `GET /v1/models` lists, asked again whenever the router's state changes. */
export function useModels(): UseQueryResult<readonly string[]> {
  return useListing('/v1/models', (body) => modelList.parse(body).data.map(({ id }) => id));
}

/** The variables of each recipe. */
export function usePatterns(): UseQueryResult<ReadonlyMap<string, readonly PatternVariable[]>> {
  return useListing(
    '/w1/patterns',
    (body) => new Map(patternList.parse(body).data.map(({ name, variables }) => [name, variables])),
  );
}

function useListing<T>(path: string, read: (body: unknown) => T): UseQueryResult<T> {
  const { fetch } = useWoollama();
  const status = useRouterQuery('status.get', {});
  return useQuery({
    queryKey: [path, status.dataUpdatedAt],
    enabled: status.data !== undefined,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const response = await fetch(path, { signal });
      if (!response.ok) throw new Error(`${path} answered with the status ${response.status}`);
      return read(await response.json());
    },
  });
}
