import type { ConversationInfo } from '#contract/conversations.ts';
import { useRouterQuery } from './queries.ts';

/** The router gives no more of them at once; nobody answers so many. */
const MOST = 100;

export interface WaitingConversations {
  /** The newest first. */
  readonly conversations: readonly ConversationInfo[];
  /** There are others that are not among them. */
  readonly hasMore: boolean;
}

const NONE: WaitingConversations = { conversations: [], hasMore: false };

/** Conversations that go on only after the person answered. */
export function useWaitingConversations(): WaitingConversations {
  const { data } = useRouterQuery('conversations.list', { limit: MOST, status: 'awaiting_input' });
  return data ?? NONE;
}
