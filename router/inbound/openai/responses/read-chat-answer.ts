/** A chat answer, whole or in chunks, as the events of a response. */
import { z } from 'zod';

import type { ChatChunk, ChatCompletion, Usage } from '#core/chat.ts';
import { RouterError } from '#core/router-error.ts';
import type { AnswerEnd, AnswerEvent, AnswerPiece } from './answer-event.ts';
import { createCallSlots } from './call-slots.ts';

const usageReport = z.looseObject({
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
  total_tokens: z.number().optional().catch(undefined),
});

/** Rejects with UPSTREAM_INVALID when there is no choice in it. */
export async function* readCompletion(
  asked: () => Promise<ChatCompletion>,
): AsyncGenerator<AnswerEvent> {
  // Nothing of it goes out before the end, so what runs inside comes first.
  yield { kind: 'begun' };
  const { choices, usage } = await asked();
  const choice = choices[0];
  if (choice === undefined) throw noAnswer();
  const { message, finish_reason } = choice;
  const slots = createCallSlots();
  const calls = (message.tool_calls ?? []).map((call, index) => ({ index, ...call }));
  yield* readSaid(message);
  for (const call of calls) yield slots.toPiece(call);
  yield { kind: 'ended', end: toEnd(finish_reason, usage) };
}

/** As `readCompletion`; what fails before the first chunk rejects before the first event. */
export async function* readChunks(chunks: AsyncIterable<ChatChunk>): AsyncGenerator<AnswerEvent> {
  const slots = createCallSlots();
  let begun = false;
  let finishReason: string | null = null;
  let usage: unknown;
  for await (const chunk of chunks) {
    usage = chunk.usage ?? usage;
    // Of several choices only the first counts.
    const choice = chunk.choices.find(({ index }) => (index ?? 0) === 0);
    if (choice === undefined) continue;
    if (!begun) yield { kind: 'begun' };
    begun = true;
    finishReason = choice.finish_reason ?? finishReason;
    yield* readSaid(choice.delta);
    for (const piece of choice.delta.tool_calls ?? []) yield slots.toPiece(piece);
  }
  if (!begun) throw noAnswer();
  yield { kind: 'ended', end: toEnd(finishReason, usage) };
}

function* readSaid(said: Readonly<Record<string, unknown>>): Generator<AnswerPiece> {
  // Some upstreams say it under both names.
  const reasoning = textOf(said['reasoning_content']) || textOf(said['reasoning']);
  if (reasoning !== '') yield { kind: 'reasoning', delta: reasoning };
  const text = textOf(said['content']);
  if (text !== '') yield { kind: 'text', delta: text };
  const refusal = textOf(said['refusal']);
  if (refusal !== '') yield { kind: 'refusal', delta: refusal };
}

const textPart = z.looseObject({ type: z.literal('text'), text: z.string() });

/** Some upstreams send parts, thoughts among them. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => textPart.safeParse(part).data?.text ?? '').join('');
}

function toEnd(finishReason: string | null, report: unknown): AnswerEnd {
  const usage = readUsage(report);
  const counted = usage !== undefined && { usage };
  if (finishReason === 'length') {
    return { status: 'incomplete', reason: 'max_output_tokens', ...counted };
  }
  if (finishReason === 'content_filter') {
    return { status: 'incomplete', reason: 'content_filter', ...counted };
  }
  return { status: 'completed', ...counted };
}

function readUsage(report: unknown): Usage | undefined {
  const { data } = usageReport.safeParse(report);
  if (data === undefined) return undefined;
  const { prompt_tokens, completion_tokens, total_tokens } = data;
  return { ...data, total_tokens: total_tokens ?? prompt_tokens + completion_tokens };
}

function noAnswer(): RouterError {
  return new RouterError('UPSTREAM_INVALID', 'the inferencer sent no answer');
}
