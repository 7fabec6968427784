import { useInfiniteQuery } from '@tanstack/react-query';

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
