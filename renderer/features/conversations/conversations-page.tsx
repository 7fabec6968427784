import { Skeleton, TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';

import type { ConversationInfo } from '#contract/conversations.ts';
import { Failure } from '#components/failure.tsx';
import { Page } from '#components/page.tsx';
import { ConversationDrawer } from './conversation-drawer.tsx';
import { ConversationList } from './conversation-list.tsx';
import { filterConversations } from './filter-conversations.ts';
import { NoConversations } from './no-conversations.tsx';
import { useConversationPages } from './use-conversations.ts';

/** As far back a search reads by itself; the button of the list goes on from there. */
const SEARCHED_PAGES = 20;

/** One that changes while the list is read page by page can come twice. */
function withoutRepeats(all: readonly ConversationInfo[]): readonly ConversationInfo[] {
  return [...new Map(all.toReversed().map((info) => [info.id, info])).values()].toReversed();
}

/** Every conversation the router has a handle of: who holds it, and what it waits for. */
export function ConversationsPage(): ReactNode {
  const { open } = useSearch({ from: '/conversations' });
  const navigate = useNavigate({ from: '/conversations' });
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useConversationPages();
  const [query, setQuery] = useState('');
  const isSearching = query.trim() !== '';
  const reach = data?.pages.length ?? 0;
  const readsOn = isSearching && hasNextPage && !isFetchingNextPage && reach < SEARCHED_PAGES;
  useEffect(() => {
    if (readsOn) void fetchNextPage();
  }, [readsOn, fetchNextPage]);
  const conversations = data && withoutRepeats(data.pages.flatMap((page) => page.conversations));
  return (
    <Page
      title="Conversations"
      hint="Who holds what was said, and what waits for you. The router keeps ids only."
      fill
    >
      {error !== null && (
        <Failure
          what="The conversations could not be read"
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {conversations === undefined && error === null && (
        <Skeleton h={200} animate={false} aria-label="Reading" />
      )}
      {conversations?.length === 0 && error === null && <NoConversations />}
      {conversations !== undefined && conversations.length > 0 && (
        <>
          <TextInput
            size="xs"
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
            leftSection={<Search size={14} aria-hidden />}
            placeholder="Find by name, id, key, model, holder or client"
            aria-label="Find a conversation"
          />
          <ConversationList
            conversations={filterConversations(conversations, query)}
            opened={open}
            onOpen={(id) => void navigate({ search: { open: id }, replace: true })}
            onMore={hasNextPage ? () => void fetchNextPage() : undefined}
            isReading={isFetchingNextPage}
          />
        </>
      )}
      <ConversationDrawer id={open} onClose={() => void navigate({ search: {}, replace: true })} />
    </Page>
  );
}
