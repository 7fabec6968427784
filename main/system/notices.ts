/** Which events are worth a notice of the system. */
import type { SequencedEvent } from '#contract/events.ts';
import type { PendingQuestion } from '#contract/questions.ts';
import type { RouterState, ShellPage, UpdateState } from '../bridge/channels.ts';
import type { Notify } from './notifications.ts';
import { createQuestionNotices } from './question-notices.ts';

export interface Notices {
  readonly onRouterState: (state: RouterState) => void;
  readonly onEvent: (event: SequencedEvent) => void;
  /** All that wait now. */
  readonly onQuestions: (questions: readonly PendingQuestion[]) => void;
  readonly onUpdate: (state: UpdateState) => void;
}

export function createNotices(notify: Notify, openPage: (page: ShellPage) => void): Notices {
  const tell = (title: string, body: string, page: ShellPage) =>
    notify({ title, body, onClick: () => openPage(page) });
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
    onQuestions: createQuestionNotices(notify, () => openPage('activity')),
    onUpdate(state) {
      if (state.kind === 'available') {
        tell('An update is available', `Woollama ${state.version} can be downloaded.`, 'settings');
      }
    },
  };
}
