/** Finding a conversation again by what the list says about it. */
import type { ConversationInfo } from '#contract/conversations.ts';
import { statusWord } from '#conversation-view/conversation-words.ts';

/** A shorter word is in too many ids to say anything. */
const LEAST_OF_ID = 4;

/** Those that have every word of the query, in a name, an id, a key, a model, a holder, a client or a state. */
export function filterConversations(
  all: readonly ConversationInfo[],
  query: string,
): readonly ConversationInfo[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return all;
  return all.filter((info) => {
    const text = textOf(info);
    return words.every(
      (word) => text.includes(word) || (word.length >= LEAST_OF_ID && info.id.includes(word)),
    );
  });
}

function textOf(info: ConversationInfo): string {
  const { key, title, model, holder, backend, lastClient, status } = info;
  const parts = [title, key, model, holder, backend, lastClient, statusWord(status).word];
  return parts.join(' ').toLowerCase();
}
