import { useQuery } from '@tanstack/react-query';

import type { ConfigFileName, ConfigPreview } from '#contract/config-editing.ts';
import { useWoollama } from '#client/woollama.tsx';
import type { DraftState } from './draft-state.ts';
import { useSettled } from './use-settled.ts';

const SETTLED_MS = 250;

/** What the router says the change would do; asked for when the typing rests. */
export function usePreview(
  file: ConfigFileName,
  { pending, generation }: DraftState,
  /** While it is being written, the text it was begun on is on its way out. */
  isPaused: boolean,
): { readonly preview: ConfigPreview | undefined; readonly error: Error | null } {
  const { client } = useWoollama();
  const settled = useSettled(pending, SETTLED_MS);
  const { data, error } = useQuery<ConfigPreview>({
    queryKey: ['config.preview', file, generation, settled?.base.hash, settled?.change],
    enabled: settled !== undefined && pending !== undefined && !isPaused,
    retry: false,
    gcTime: 0,
    // What an earlier draft would have done is no news about this one.
    placeholderData: (previous, query) =>
      query?.queryKey[2] === generation ? previous : undefined,
    queryFn: ({ signal }) => {
      if (settled === undefined) throw new TypeError('there is nothing to preview');
      const { change, base } = settled;
      const params = { file, expected: base.hash, change };
      return client.call('config.preview', params, { signal });
    },
  });
  if (pending === undefined) return { preview: undefined, error: null };
  return { preview: data, error };
}
