/** A model's answer for a server: whether it may, which model, how much, and then the answer. */
import type { QuestionAnswer } from '#contract/questions.ts';
import type { Inferencers } from '#core/ports/inferencers.ts';
import type { Answerer, ServerQuestion } from '#core/ports/questions.ts';
import type { Requests } from '#core/ports/requests.ts';
import { RouterError } from '#core/router-error.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import { aboutQuestion } from './about-question.ts';
import { chooseModel, type ChosenModel } from './choose-model.ts';
import { describeMessages } from './describe-messages.ts';
import type { NewQuestion, PendingQuestions } from './pending-questions.ts';
import { refuse, refuseParams } from './refuse.ts';
import { runModel } from './run-model.ts';
import type { SamplingBudget } from './sampling-budget.ts';
import { samplingParams, type SamplingParams } from './sampling-params.ts';

export type SamplingPolicy = 'allow' | 'ask' | 'deny';

export interface SamplingLimits {
  /** `<inferencer>/<model>` or `auto/default`. */
  readonly model: string;
  readonly maxTokens: number;
  readonly perHour: number;
}

export interface SampleParts {
  readonly pending: Pick<PendingQuestions, 'ask'>;
  readonly inferencers: Pick<Inferencers, 'find' | 'models' | 'auto'>;
  readonly requests: Pick<Requests, 'open'>;
  readonly budget: SamplingBudget;
  readonly limits: SamplingLimits;
  /** Of one server, read at every question. */
  readonly policy: (server: string) => SamplingPolicy;
  /** Makes a server's words fit for people. */
  readonly show: (text: string) => string;
}

/** One question on its way, and what was decided about it so far. */
interface Wish {
  readonly question: ServerQuestion;
  readonly params: SamplingParams;
  readonly chosen: ChosenModel;
  readonly maxTokens: number;
  readonly signal: AbortSignal;
}

export function createSample(parts: SampleParts): Answerer['sample'] {
  const { inferencers, requests, budget, limits, policy, show } = parts;
  /** Servers that the person let use models until the router ends. */
  const trusted = new Set<string>();

  async function answer(question: ServerQuestion, signal: AbortSignal): Promise<RpcOutcome> {
    const { server } = question;
    const parsed = samplingParams.safeParse(question.params);
    if (!parsed.success) return refuseParams(parsed.error);
    const { data: params } = parsed;
    const allowed = policy(server);
    if (allowed === 'deny') {
      return refuse('rejected', `the user does not let ${server} use a model (sampling is "deny")`);
    }
    if (!budget.hasRoom(server)) return refuseMore(limits.perHour);
    const isShown = allowed === 'ask' && !trusted.has(server);
    const choice = { inferencers, setting: limits.model, isShown, signal };
    const chosen = await chooseModel(params, choice);
    const maxTokens = Math.min(Math.floor(params.maxTokens ?? Infinity), limits.maxTokens);
    const wish: Wish = { question, params, chosen, maxTokens, signal };
    if (isShown) {
      const refusal = await askPerson(wish);
      if (refusal !== undefined) return refusal;
    }
    if (!budget.take(server)) return refuseMore(limits.perHour);
    return { ok: true, result: await runModel({ ...wish, requests }) };
  }

  /** Undefined when the person agrees. */
  async function askPerson(wish: Wish): Promise<RpcOutcome | undefined> {
    const end = await parts.pending.ask(toQuestion(wish, show), {
      signal: wish.signal,
      check: withoutContent,
    });
    if (end.kind === 'unasked') return refuse('failed', end.reason);
    if (end.kind === 'expired' || end.answer.action !== 'accept') {
      return refuse('rejected', 'User rejected sampling request');
    }
    if (end.answer.always === true) trusted.add(wish.question.server);
    return undefined;
  }

  return async (question, signal) => {
    try {
      return await answer(question, signal);
    } catch (error) {
      if (signal.aborted) throw new RouterError('CANCELLED', undefined, { cause: error });
      if (!(error instanceof RouterError)) throw error;
      return refuse(error.code === 'CANCELLED' ? 'rejected' : 'failed', show(error.message));
    }
  };
}

function toQuestion(wish: Wish, show: (text: string) => string): NewQuestion {
  const { question, params, chosen, maxTokens } = wish;
  const { systemPrompt, messages, tools } = params;
  return {
    ...aboutQuestion(question, show),
    kind: 'sampling',
    message: `${question.server} wants a model to answer`,
    model: chosen.name,
    ...(systemPrompt !== undefined && { systemPrompt: show(systemPrompt) }),
    messages: describeMessages(messages, show),
    maxTokens,
    tools: tools.length,
  };
}

function withoutContent(answer: QuestionAnswer): QuestionAnswer {
  if (answer.action !== 'accept') return answer;
  return { action: 'accept', ...(answer.always !== undefined && { always: answer.always }) };
}

function refuseMore(perHour: number): RpcOutcome {
  const limit = `${perHour} ${perHour === 1 ? 'answer' : 'answers'} an hour`;
  return refuse('rejected', `this server had its ${limit} (sampling.per_hour)`);
}
