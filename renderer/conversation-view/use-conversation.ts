import { keepPreviousData, useQuery } from '@tanstack/react-query';

import type {
  ConversationInfo,
  ConversationItem,
  ConversationQuestion,
} from '#contract/conversations.ts';
import { useWoollama } from '#client/woollama.tsx';

/**
 * What was said. Asked of its holder again whenever the conversation changed, and never kept.
 * While it is not `enabled`, what was read last stays.
 */
export function useItems({ id, updatedAt }: ConversationInfo, enabled = true) {
  const { client } = useWoollama();
  return useQuery({
    queryKey: ['conversations.items', id, updatedAt],
    queryFn: async ({ signal }): Promise<readonly ConversationItem[]> =>
      (await client.call('conversations.items', { id }, { signal })).items,
    enabled,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
}

/** What it waits for; null when its holder does not say. */
export function usePendingQuestion({ id, updatedAt }: ConversationInfo) {
  const { client } = useWoollama();
  return useQuery({
    queryKey: ['conversations.pending', id, updatedAt],
    queryFn: async ({ signal }): Promise<ConversationQuestion | null> =>
      (await client.call('conversations.pending', { id }, { signal })).question,
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
}
