/** What waits for the person at the window: each question ends by an answer, its time, or its asker. */
import { randomBytes } from 'node:crypto';

import type { PendingQuestion, QuestionAnswer } from '#contract/questions.ts';
import { LONGEST_TIMER_MS } from '#core/longest-timer.ts';
import type { Events } from '#core/ports/events.ts';
import type { Questions } from '#core/ports/questions.ts';
import { RouterError } from '#core/router-error.ts';

type WithoutFrame<Question> = Question extends unknown
  ? Omit<Question, 'id' | 'askedAt' | 'expiresAt'>
  : never;

/** A question before it got its id and its times. */
export type NewQuestion = WithoutFrame<PendingQuestion>;

export interface PendingQuestionsOptions {
  readonly events: Pick<Events, 'publish'>;
  readonly timeoutMs: number;
  /** Why no person can be asked here; absent where one can. */
  readonly unattended?: string | undefined;
  readonly now?: () => number;
}

export interface AskOptions {
  /** Withdraws the question. */
  readonly signal: AbortSignal;
  /**
   * The answer as the asker gets it. Throws INVALID_REQUEST naming the field; then the question
   * goes on waiting.
   */
  readonly check: (answer: QuestionAnswer) => QuestionAnswer;
}

export type QuestionEnd =
  | { readonly kind: 'answered'; readonly answer: QuestionAnswer }
  | { readonly kind: 'expired' }
  /** Nobody was asked: there is no person here, or too many questions wait already. */
  | { readonly kind: 'unasked'; readonly reason: string };

export interface PendingQuestions extends Questions {
  /** Rejects with CANCELLED when the signal fired. */
  ask(question: NewQuestion, options: AskOptions): Promise<QuestionEnd>;
}

interface Waiting {
  readonly question: PendingQuestion;
  readonly check: AskOptions['check'];
  readonly settle: (answer: QuestionAnswer) => void;
}

const MOST_PER_SERVER = 20;
const MOST = 100;

export function createPendingQuestions(options: PendingQuestionsOptions): PendingQuestions {
  const { events, unattended, now = Date.now } = options;
  const timeoutMs = Math.min(options.timeoutMs, LONGEST_TIMER_MS);
  const waiting = new Map<string, Waiting>();

  /** Why there is no place for one more; undefined when there is. */
  function findCrowd(server: string): string | undefined {
    if (waiting.size >= MOST) return `${MOST} questions wait for the user already`;
    const own = [...waiting.values()].filter(({ question }) => question.server === server);
    if (own.length < MOST_PER_SERVER) return undefined;
    return `${MOST_PER_SERVER} questions of this server wait for the user already`;
  }

  function wait(question: PendingQuestion, { signal, check }: AskOptions): Promise<QuestionEnd> {
    const { id, server } = question;
    return new Promise((resolve, reject) => {
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
        resolve({ kind: 'expired' });
      }, timeoutMs);
      timer.unref();
      signal.addEventListener('abort', onAbort, { once: true });
      const settle = (answer: QuestionAnswer): void => {
        end('answered');
        resolve({ kind: 'answered', answer });
      };
      waiting.set(id, { question, check, settle });
      events.publish({ kind: 'question-asked', questionId: id, server });
    });
  }

  return {
    async ask(asked, ask) {
      if (ask.signal.aborted) throw withdrawn();
      const reason = unattended ?? findCrowd(asked.server);
      if (reason !== undefined) return { kind: 'unasked', reason };
      const id = `question_${randomBytes(8).toString('hex')}`;
      const askedAt = now();
      return wait({ ...asked, id, askedAt, expiresAt: askedAt + timeoutMs }, ask);
    },
    list: () => Array.from(waiting.values(), ({ question }) => question),
    answer(id, answer) {
      const asked = waiting.get(id);
      if (asked === undefined) {
        throw new RouterError('NOT_FOUND', 'that question does not wait any more', { param: 'id' });
      }
      asked.settle(asked.check(answer));
    },
  };
}

function withdrawn(): RouterError {
  return new RouterError('CANCELLED', 'the question was withdrawn');
}
