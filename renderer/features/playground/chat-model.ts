/** A conversation as it grows: what was asked, and what has come back so far. */
import { z } from 'zod';

import type { TokenUsage } from '#contract/events.ts';

export interface ChatProblem {
  /** Of the catalogue, or what an upstream calls it; may be empty. */
  readonly code: string;
  readonly message: string;
}

export interface Answer {
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  readonly text: string;
  /** What a thinking model says before it answers. */
  readonly reasoning: string;
  readonly finishReason: string | undefined;
  readonly usage: TokenUsage | undefined;
  readonly problem: ChatProblem | undefined;
  /** The request in the activity; undefined for calls that are handed on as they are. */
  readonly requestId: string | undefined;
}

export interface Exchange {
  readonly id: number;
  /** The model or recipe that was asked. */
  readonly model: string;
  readonly prompt: string;
  readonly answer: Answer;
  /** Milliseconds since 1970; undefined while the answer runs. */
  readonly endedAt: number | undefined;
}

export type ChatEvent =
  | { readonly kind: 'opened'; readonly requestId: string | undefined }
  /** A chunk of the stream, as it came. */
  | { readonly kind: 'chunk'; readonly chunk: unknown }
  | { readonly kind: 'failed'; readonly problem: ChatProblem }
  | { readonly kind: 'stopped' }
  /** `complete` is false when nothing said that this was the end. */
  | { readonly kind: 'ended'; readonly complete: boolean };

export const NO_ANSWER: Answer = {
  state: 'running',
  text: '',
  reasoning: '',
  finishReason: undefined,
  usage: undefined,
  problem: undefined,
  requestId: undefined,
};

const text = z.string().nullish().catch(undefined);

const anything = z.unknown().optional();
const errorShape = z.looseObject({ code: anything, message: anything, type: anything });

/** As much of a chunk as we show; inferencers differ in everything else. */
const chunkShape = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        delta: z
          .looseObject({ content: text, refusal: text, reasoning_content: text, reasoning: text })
          .nullish()
          .catch(undefined),
        finish_reason: text,
      }),
    )
    .nullish()
    .catch(undefined),
  usage: z
    .looseObject({
      prompt_tokens: z.number(),
      completion_tokens: z.number(),
      total_tokens: z.number(),
    })
    .nullish()
    .catch(undefined),
  error: errorShape.nullish().catch(undefined),
});

export function applyChatEvent(answer: Answer, event: ChatEvent): Answer {
  switch (event.kind) {
    case 'opened':
      return { ...answer, requestId: event.requestId };
    case 'chunk':
      return applyChunk(answer, event.chunk);
    case 'failed':
      return { ...answer, state: 'failed', problem: event.problem };
    case 'stopped':
      return answer.state === 'running' ? { ...answer, state: 'stopped' } : answer;
    case 'ended':
      return applyEnd(answer, event.complete);
  }
}

const BROKEN_OFF: ChatProblem = { code: 'UPSTREAM_CUT', message: 'The answer broke off.' };

function applyEnd(answer: Answer, complete: boolean): Answer {
  if (answer.state !== 'running') return answer;
  if (complete || answer.finishReason !== undefined) return { ...answer, state: 'done' };
  return { ...answer, state: 'failed', problem: BROKEN_OFF };
}

function applyChunk(answer: Answer, chunk: unknown): Answer {
  const parsed = chunkShape.safeParse(chunk);
  if (!parsed.success) return answer;
  const { choices, usage, error } = parsed.data;
  if (error) return { ...answer, state: 'failed', problem: toProblem(error) };
  const [choice] = choices ?? [];
  const { content, refusal, reasoning_content: thought, reasoning } = choice?.delta ?? {};
  return {
    ...answer,
    text: answer.text + (content ?? refusal ?? ''),
    reasoning: answer.reasoning + (thought ?? reasoning ?? ''),
    finishReason: choice?.finish_reason ?? answer.finishReason,
    usage: usage
      ? {
          promptTokens: usage.prompt_tokens,
          completionTokens: usage.completion_tokens,
          totalTokens: usage.total_tokens,
        }
      : answer.usage,
  };
}

/** From the error object of any HTTP answer, ours or an upstream's. */
export function toProblem(error: unknown): ChatProblem {
  const parsed = errorShape.safeParse(error);
  if (!parsed.success) {
    return { code: '', message: typeof error === 'string' ? error : 'The answer is an error.' };
  }
  const { code, message, type } = parsed.data;
  return {
    code: typeof code === 'string' ? code : typeof type === 'string' ? type : '',
    message: typeof message === 'string' ? message : 'The answer is an error.',
  };
}

export interface ChatMessage {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

/** What the next request tells the model of before; exchanges without an answer are left out. */
export function toMessages(exchanges: readonly Exchange[], prompt: string): readonly ChatMessage[] {
  const before = exchanges.flatMap(({ prompt: asked, answer }): readonly ChatMessage[] =>
    answer.text === ''
      ? []
      : [
          { role: 'user', content: asked },
          { role: 'assistant', content: answer.text },
        ],
  );
  return [...before, { role: 'user', content: prompt }];
}
