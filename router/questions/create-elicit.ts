/** Puts a server's form or link before the person at the window. */
import { z } from 'zod';

import type { QuestionAnswer } from '#contract/questions.ts';
import type { Answerer, ServerQuestion } from '#core/ports/questions.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import { aboutQuestion } from './about-question.ts';
import { parseForm } from './parse-form.ts';
import type { NewQuestion, PendingQuestions, QuestionEnd } from './pending-questions.ts';
import { refuse, refuseParams } from './refuse.ts';

interface ElicitParts {
  readonly pending: Pick<PendingQuestions, 'ask'>;
  /** Makes a server's words fit for people. */
  readonly show: (text: string) => string;
}

/** As long as a browser takes. */
const LONGEST_URL = 8_192;

const elicitParams = z.discriminatedUnion('mode', [
  z.object({
    mode: z.literal('form').default('form'),
    message: z.string(),
    requestedSchema: z.unknown(),
  }),
  z.object({ mode: z.literal('url'), message: z.string(), url: z.string().max(LONGEST_URL) }),
]);

/** The question for people and what their answer must be, or why nobody is asked. */
type Prepared =
  | { readonly question: NewQuestion; readonly check: (answer: QuestionAnswer) => QuestionAnswer }
  | { readonly refusal: RpcOutcome };

export function createElicit({ pending, show }: ElicitParts): Answerer['elicit'] {
  return async (asked, signal) => {
    const prepared = prepare(asked, show);
    if ('refusal' in prepared) return prepared.refusal;
    const { question, check } = prepared;
    return toOutcome(await pending.ask(question, { signal, check }));
  };
}

function prepare(asked: ServerQuestion, show: ElicitParts['show']): Prepared {
  const parsed = elicitParams.safeParse(asked.params);
  if (!parsed.success) return { refusal: refuseParams(parsed.error) };
  const { data } = parsed;
  const about = { ...aboutQuestion(asked, show), message: show(data.message) };
  if (data.mode === 'url') {
    const url = toHarmlessUrl(data.url);
    if (url === undefined) {
      const why = 'url: must be an http or https address without user name and password';
      return { refusal: refuse('invalid-params', why) };
    }
    return { question: { ...about, kind: 'url', url }, check: ({ action }) => ({ action }) };
  }
  const form = parseForm(data.requestedSchema, show);
  if (!form.success) return { refusal: refuseParams(form.error) };
  const { schema, check } = form.data;
  return {
    question: { ...about, kind: 'form', schema },
    check(answer) {
      if (answer.action !== 'accept') return answer;
      return { action: 'accept', content: { ...check(answer.content ?? {}) } };
    },
  };
}

/** A name before the `@` makes people take it for the host. */
function toHarmlessUrl(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/u.test(url.protocol)) return undefined;
  return url.username === '' && url.password === '' ? url.href : undefined;
}

function toOutcome(end: QuestionEnd): RpcOutcome {
  if (end.kind === 'unasked') return refuse('failed', end.reason);
  if (end.kind === 'expired') return { ok: true, result: { action: 'cancel' } };
  return { ok: true, result: end.answer };
}
