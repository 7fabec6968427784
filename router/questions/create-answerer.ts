/** Answers MCP servers where the calling client cannot: by the person at the window, by our models. */
import type { Events } from '#core/ports/events.ts';
import type { Inferencers } from '#core/ports/inferencers.ts';
import type { Answerer, Questions } from '#core/ports/questions.ts';
import type { Requests } from '#core/ports/requests.ts';
import { stripControls } from '#core/strip-controls.ts';
import { toPreview } from '#core/to-preview.ts';
import { createElicit } from './create-elicit.ts';
import { createSample, type SamplingLimits, type SamplingPolicy } from './create-sample.ts';
import { createPendingQuestions } from './pending-questions.ts';
import { createSamplingBudget } from './sampling-budget.ts';
import { withinRequest } from './within-request.ts';

export interface AnswererParts {
  readonly events: Events;
  readonly requests: Pick<Requests, 'open'>;
  readonly inferencers: Pick<Inferencers, 'find' | 'models' | 'auto'>;
  /** Blanks secrets. */
  readonly mask: (text: string) => string;
  /** How long a question waits for the person. */
  readonly timeoutMs: number;
  /** Why no person can be asked here; absent where one can. */
  readonly unattended?: string | undefined;
  readonly sampling: SamplingLimits;
  /** Of one server, read at every question. */
  readonly policy: (server: string) => SamplingPolicy;
  readonly now?: () => number;
}

export function createAnswerer(parts: AnswererParts): Answerer & Questions {
  const { events, requests, inferencers, mask, policy, now = Date.now } = parts;
  const pending = createPendingQuestions({ ...parts, now });
  const show = (text: string): string => toPreview(stripControls(text), mask);
  const elicit = createElicit({ pending, show });
  const sample = createSample({
    pending,
    inferencers,
    requests,
    budget: createSamplingBudget(parts.sampling.perHour, now),
    limits: parts.sampling,
    policy,
    show,
  });
  return {
    sample: (question, signal) =>
      withinRequest({ events, requestId: question.requestId, signal }, (ends) =>
        sample(question, ends),
      ),
    elicit: (question, signal) =>
      withinRequest({ events, requestId: question.requestId, signal }, (ends) =>
        elicit(question, ends),
      ),
    list: () => pending.list(),
    answer: (id, answer) => pending.answer(id, answer),
  };
}
