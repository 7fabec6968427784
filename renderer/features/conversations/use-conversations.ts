import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';

import type {
  ConversationInfo,
  ConversationItem,
  ConversationQuestion,
} from '#contract/conversations.ts';
import { useWoollama } from '#client/woollama.tsx';

const PAGE = 50;

/** The list as far as it was scrolled; events make it read again, from the top. */
export function useConversationPages() {
  const { client } = useWoollama();
  return useInfiniteQuery({
    queryKey: ['conversations.list', 'pages'],
    initialPageParam: '',
    queryFn: ({ pageParam: after, signal }) =>
      client.call(
        'conversations.list',
        { limit: PAGE, ...(after !== '' && { after }) },
        { signal },
      ),
    getNextPageParam: ({ conversations, hasMore }) =>
      hasMore ? conversations.at(-1)?.id : undefined,
    staleTime: Infinity,
    retry: false,
  });
}

/** What was said. Asked of its holder again whenever the conversation changed, and never kept. */
export function useItems({ id, updatedAt }: ConversationInfo) {
  const { client } = useWoollama();
  return useQuery({
    queryKey: ['conversations.items', id, updatedAt],
    queryFn: async ({ signal }): Promise<readonly ConversationItem[]> =>
      (await client.call('conversations.items', { id }, { signal })).items,
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
