import type { PendingQuestion } from '#contract/questions.ts';
import type { UpdateState } from '../bridge/channels.ts';
import type { RouterView } from '../router-client/router-follower.ts';
import type { WaitingItem } from './menu-model.ts';

/** A dialog there shows them. */
const QUESTIONS_PAGE = 'activity' as const;

/** What goes on only after a person did something. `unreadableKeys` are names of kept keys. */
export function findWaitingItems(
  { questions, conversations }: Pick<RouterView, 'questions' | 'conversations'>,
  update: UpdateState,
  unreadableKeys: readonly string[],
): WaitingItem[] {
  const items: WaitingItem[] = [
    // First, because programs wait for them.
    ...questions.map((question) => ({ label: describeQuestion(question), page: QUESTIONS_PAGE })),
    ...conversations.map(({ title, key, model }) => ({
      label: `${title ?? key ?? model} waits for your answer`,
      page: 'conversations' as const,
    })),
    ...unreadableKeys.map((name) => ({
      label: `Key ${name} cannot be read`,
      page: 'settings' as const,
    })),
  ];
  if (update.kind === 'available' || update.kind === 'ready') {
    const verb = update.kind === 'available' ? 'Download' : 'Install';
    items.push({ label: `${verb} Woollama ${update.version}`, page: 'settings' });
  }
  return items;
}

function describeQuestion({ kind, server, message }: PendingQuestion): string {
  return kind === 'sampling' ? message : `${server} asks: ${message}`;
}
