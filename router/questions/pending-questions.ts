/** What waits for the person at the window: each question ends by an answer, its time, or its asker. */
import { randomBytes } from 'node:crypto';

import type { PendingQuestion, QuestionAnswer } from '#contract/questions.ts';
import type { Events } from '#core/ports/events.ts';
import { RouterError } from '#core/router-error.ts';

type WithoutFrame<Question> = Question extends unknown
  ? Omit<Question, 'id' | 'askedAt' | 'expiresAt'>
  : never;

/** A question before it got its id and its times. */
export type NewQuestion = WithoutFrame<PendingQuestion>;

export interface PendingQuestionsOptions {
  readonly events: Pick<Events, 'publish'>;
  readonly timeoutMs: number;
  readonly now?: () => number;
}

export interface AskOptions {
  /** Withdraws the question. */
  readonly signal: AbortSignal;
  /** Throws INVALID_REQUEST naming the field; then the question goes on waiting. */
  readonly check: (answer: QuestionAnswer) => void;
}

export interface PendingQuestions {
  /** Undefined when the time is over. Rejects with CANCELLED when the signal fired. */
  ask(question: NewQuestion, options: AskOptions): Promise<QuestionAnswer | undefined>;
  /** Oldest first. */
  list(): readonly PendingQuestion[];
  /** Throws NOT_FOUND, or what `check` throws. */
  answer(id: string, answer: QuestionAnswer): void;
}

interface Waiting {
  readonly question: PendingQuestion;
  readonly check: (answer: QuestionAnswer) => void;
  readonly settle: (answer: QuestionAnswer) => void;
}

export function createPendingQuestions(options: PendingQuestionsOptions): PendingQuestions {
  const { events, timeoutMs, now = Date.now } = options;
  const waiting = new Map<string, Waiting>();

  return {
    ask(asked, { signal, check }) {
      const askedAt = now();
      const id = `question_${randomBytes(8).toString('hex')}`;
      const question: PendingQuestion = { ...asked, id, askedAt, expiresAt: askedAt + timeoutMs };
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(withdrawn());
        const end = (outcome: 'answered' | 'expired' | 'withdrawn'): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', onAbort);
          waiting.delete(id);
          events.publish({ kind: 'question-ended', questionId: id, outcome });
        };
        const onAbort = (): void => {
          end('withdrawn');
          reject(withdrawn());
        };
        const timer = setTimeout(() => {
          end('expired');
          resolve(undefined);
        }, timeoutMs);
        timer.unref();
        signal.addEventListener('abort', onAbort, { once: true });
        const settle = (answer: QuestionAnswer): void => {
          end('answered');
          resolve(answer);
        };
        waiting.set(id, { question, check, settle });
        events.publish({ kind: 'question-asked', questionId: id, server: question.server });
      });
    },
    list: () => Array.from(waiting.values(), ({ question }) => question),
    answer(id, answer) {
      const asked = waiting.get(id);
      if (asked === undefined) {
        throw new RouterError('NOT_FOUND', 'that question does not wait any more', { param: 'id' });
      }
      asked.check(answer);
      asked.settle(answer);
    },
  };
}

function withdrawn(): RouterError {
  return new RouterError('CANCELLED', 'the question was withdrawn');
}
