import { useCallback, useSyncExternalStore } from 'react';

import type { ActivityRequest } from '#contract/activity.ts';
import { useWoollama } from '#client/woollama.tsx';

/** One request as it goes on; renders anew only when that one changed. */
export function useRequest(id: string | undefined): ActivityRequest | undefined {
  const { activity } = useWoollama();
  const read = useCallback(
    () => (id === undefined ? undefined : activity.get().get(id)),
    [activity, id],
  );
  return useSyncExternalStore(activity.subscribe, read);
}
