/** What a waiting question is called, and how long it waits. */
import type { PendingQuestion } from '#contract/questions.ts';
import { revealHidden } from '#components/plain-text.tsx';

const TITLES: Readonly<Record<PendingQuestion['kind'], string>> = {
  form: 'asks you something',
  url: 'asks you to open a page',
  sampling: 'wants to use a model',
};

/** `files asks you something` */
export function questionTitle({ kind, server }: Pick<PendingQuestion, 'kind' | 'server'>): string {
  return `${revealHidden(server)} ${TITLES[kind]}`;
}

/** `45 s left`, `5 min left`. */
export function describeLeft(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  if (seconds <= 0) return 'its time is over';
  if (seconds < 100) return `${seconds} s left`;
  return `${Math.ceil(seconds / 60)} min left`;
}

export type QuestionEnd = 'answered' | 'expired' | 'withdrawn';

const ENDS: Readonly<Record<QuestionEnd | 'unknown', string>> = {
  answered: 'It was answered somewhere else.',
  expired: 'Its time ran out, and the server was told that nobody answered.',
  withdrawn: 'The call it belonged to is over, so nobody wants to know any more.',
  unknown: 'It was answered, its time ran out, or the router was started again.',
};

export function describeEnd(end: QuestionEnd | undefined): string {
  return ENDS[end ?? 'unknown'];
}
