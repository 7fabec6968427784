import type { PendingQuestion } from '#contract/questions.ts';
import type { Notify } from './notifications.ts';

interface ShownNotice {
  readonly questionId: string;
  readonly dismiss: () => void;
}

/**
 * One notice for each server that asks, taken away when its question is answered. A server that asks
 * much gets no more than one at a time.
 */
export function createQuestionNotices(notify: Notify, onClick: () => void) {
  const shown = new Map<string, ShownNotice>();
  return (questions: readonly PendingQuestion[]): void => {
    const waiting = new Set(questions.map(({ id }) => id));
    for (const [server, { questionId, dismiss }] of shown) {
      if (waiting.has(questionId)) continue;
      shown.delete(server);
      dismiss();
    }
    for (const { id, server, kind, message } of questions) {
      if (shown.has(server)) continue;
      const title = kind === 'sampling' ? 'May a server use a model?' : `${server} asks you`;
      shown.set(server, { questionId: id, dismiss: notify({ title, body: message, onClick }) });
    }
  };
}
