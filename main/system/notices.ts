/** Which events are worth a notice of the system. */
import type { ConversationInfo } from '#contract/conversations.ts';
import type { SequencedEvent } from '#contract/events.ts';
import type { PendingQuestion } from '#contract/questions.ts';
import type { RouterState, ShellPage, UpdateState } from '../bridge/channels.ts';
import type { Notify } from './notifications.ts';
import { createWaitingNotices, type WaitingNotice } from './waiting-notices.ts';

export interface Notices {
  readonly onRouterState: (state: RouterState) => void;
  readonly onEvent: (event: SequencedEvent) => void;
  /** All that wait now. */
  readonly onQuestions: (questions: readonly PendingQuestion[]) => void;
  /** All that wait for an answer now. */
  readonly onConversations: (conversations: readonly ConversationInfo[]) => void;
  readonly onUpdate: (state: UpdateState) => void;
}

export function createNotices(notify: Notify, openPage: (page: ShellPage) => void): Notices {
  const tell = (title: string, body: string, page: ShellPage) =>
    notify({ title, body, onClick: () => openPage(page) });
  const tellOfQuestions = createWaitingNotices(notify);
  const tellOfConversations = createWaitingNotices(notify);
  let isDown = false;
  return {
    onRouterState(state) {
      const wasDown = isDown;
      if (state.kind !== 'starting') isDown = state.kind !== 'running';
      // One notice for one breakdown, however many tries it takes.
      if (state.kind === 'stopped') tell('The router stopped', state.reason, 'home');
      else if (state.kind === 'restarting' && !wasDown) {
        tell('The router stopped', 'It is started again.', 'home');
      }
    },
    onEvent(event) {
      if (event.kind !== 'server-changed' || event.state !== 'failed') return;
      const why = event.reason ?? 'It does not start any more.';
      tell(`Server ${event.server} failed`, why, 'servers');
    },
    onQuestions: (questions) =>
      tellOfQuestions(questions.map((one) => toQuestionNotice(one, () => openPage('activity')))),
    onConversations: (conversations) =>
      tellOfConversations(
        conversations.map((one) => toConversationNotice(one, () => openPage('conversations'))),
      ),
    onUpdate(state) {
      if (state.kind === 'available') {
        tell('An update is available', `Woollama ${state.version} can be downloaded.`, 'settings');
      }
    },
  };
}

function toQuestionNotice(question: PendingQuestion, onClick: () => void): WaitingNotice {
  const { id, server, kind, message } = question;
  const title = kind === 'sampling' ? 'May a server use a model?' : `${server} asks you`;
  return { id, from: server, title, body: message, onClick };
}

/** Without the question: its words are not ours to show where anybody can see them. */
function toConversationNotice(one: ConversationInfo, onClick: () => void): WaitingNotice {
  const { id, updatedAt, title, key, model } = one;
  const body = `${title ?? key ?? model} goes on after your answer.`;
  return {
    id: `${id} ${updatedAt}`,
    from: id,
    title: 'A conversation waits for you',
    body,
    onClick,
  };
}
