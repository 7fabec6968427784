import { useEffect, useEffectEvent, useLayoutEffect, useState } from 'react';

import type { PendingQuestion } from '#contract/questions.ts';
import { useRouterQuery } from '#client/queries.ts';
import type { WaitingConversations } from '#client/use-waiting-conversations.ts';
import type { FormValues } from '#schema-form/read-arguments.ts';
import { waitingCount } from './waiting-count.ts';

/** What waits for the person, and what of it is on the screen. */
export interface QuestionDesk {
  /** Oldest first. */
  readonly waiting: readonly PendingQuestion[];
  /** Shown in the dialog; it may have ended meanwhile. */
  readonly opened: PendingQuestion | undefined;
  /** Shown as a card, because nobody looked at it yet. */
  readonly announced: PendingQuestion | undefined;
  readonly open: (question: PendingQuestion) => void;
  readonly close: () => void;
  /** Closes the dialog unless another question is in it by now. */
  readonly answered: (question: PendingQuestion) => void;
  /** The cards that are there now go; the status bar still counts the questions. */
  readonly later: () => void;
  /** What was typed before the dialog was closed. */
  readonly drafts: Map<string, FormValues>;
}

const NONE: readonly PendingQuestion[] = [];

/** `others` is what else waits for the person. */
export function useQuestionDesk(others: WaitingConversations): QuestionDesk {
  const { data } = useRouterQuery('questions.list', {});
  const waiting = data?.questions ?? NONE;
  const [opened, setOpened] = useState<PendingQuestion>();
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const [drafts] = useState(() => new Map<string, FormValues>());
  const close = (): void => setOpened(undefined);
  useEscape(opened !== undefined, close);
  useTitle(waitingCount(waiting.length, others));

  const see = (questions: readonly PendingQuestion[]): void => {
    const ids = new Set(waiting.map(({ id }) => id));
    // Of what does not wait any more nothing is kept.
    for (const id of drafts.keys()) if (!ids.has(id)) drafts.delete(id);
    const still = [...seen].filter((id) => ids.has(id));
    setSeen(new Set([...still, ...questions.map(({ id }) => id)]));
  };
  return {
    waiting,
    opened,
    announced: opened === undefined ? waiting.find(({ id }) => !seen.has(id)) : undefined,
    open(question) {
      see([question]);
      setOpened(question);
    },
    close,
    answered: ({ id }) => setOpened((now) => (now?.id === id ? undefined : now)),
    later: () => see(waiting),
    drafts,
  };
}

/** A tab in the background says it too. */
function useTitle(count: string): void {
  useEffect(() => {
    if (count === '') return undefined;
    const before = document.title;
    document.title = `(${count}) ${before}`;
    return () => {
      document.title = before;
    };
  }, [count]);
}

/**
 * Closes this dialog only: one that is open below it would close with the same key. This listener
 * is there before those of the pages' dialogs, and they are asked in that order.
 */
function useEscape(isOpen: boolean, close: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing || !isOpen) return;
    // An open list of choices takes the key first.
    const { target } = event;
    if (target instanceof Element && target.closest('[data-mantine-stop-propagation="true"]'))
      return;
    // The palette may lie above it.
    const dialog = target instanceof Element ? target.closest('[role="dialog"]') : null;
    if (dialog !== null && dialog.querySelector('[data-question]') === null) return;
    event.stopImmediatePropagation();
    close();
  });
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event);
    globalThis.addEventListener('keydown', listen, { capture: true });
    return () => globalThis.removeEventListener('keydown', listen, { capture: true });
  }, []);
}
