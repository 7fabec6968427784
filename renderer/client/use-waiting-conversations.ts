import type { ConversationInfo } from '#contract/conversations.ts';
import { useRouterQuery } from './queries.ts';

/** The router gives no more of them at once; nobody answers so many. */
const MOST = 100;

const NONE: readonly ConversationInfo[] = [];

/** Conversations that go on only after the person answered; the newest first. */
export function useWaitingConversations(): readonly ConversationInfo[] {
  const { data } = useRouterQuery('conversations.list', { limit: MOST, status: 'awaiting_input' });
  return data?.conversations ?? NONE;
}
