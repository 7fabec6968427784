/** Events of a session as far as we read them; all else passes by. */
import { z } from 'zod';

import type { Usage } from '#core/chat.ts';

const maybeText = z.string().optional().catch(undefined);

const sessionEvent = z.looseObject({
  type: z.string(),
  id: maybeText,
  /** Null while an event that was sent still waits for its turn. */
  processed_at: z.string().nullish().catch(undefined),
});

export type SessionEvent = z.infer<typeof sessionEvent>;

/** Undefined when it is no event. */
export function toSessionEvent(value: unknown): SessionEvent | undefined {
  return sessionEvent.safeParse(value).data;
}

const blocks = z.array(z.looseObject({ type: z.string().catch(''), text: maybeText })).catch([]);

/** The text of a message, without its pictures and other parts. */
export function eventText(event: SessionEvent): string {
  const content = event['content'];
  if (typeof content === 'string') return content;
  return blocks
    .parse(content)
    .map(({ type, text }) => (type === 'text' ? (text ?? '') : ''))
    .join('');
}

const input = z.record(z.string(), z.unknown()).catch({});

/** What the model wants to know, of an `agent.custom_tool_use`. */
export function questionOf(event: SessionEvent): Readonly<Record<string, unknown>> {
  return input.parse(event['input']);
}

const stopReason = z
  .looseObject({ type: z.string().catch(''), event_ids: z.array(z.string()).catch([]) })
  .catch({ type: '', event_ids: [] });

export type StopReason = z.infer<typeof stopReason>;

/** Why a session came to rest, and the events it waits for. */
export function stopReasonOf(event: SessionEvent): StopReason {
  return stopReason.parse(event['stop_reason']);
}

const failure = z.looseObject({
  message: maybeText,
  type: maybeText,
  retry_status: z
    .looseObject({ type: z.string().catch('') })
    .optional()
    .catch(undefined),
});

export interface SessionFailure {
  readonly reason: string;
  /** `retrying`: the cloud tries again by itself; `terminal`: the session is over for good. */
  readonly retry: string;
}

/** Of a `session.error`. */
export function failureOf(event: SessionEvent): SessionFailure {
  const { message, type, retry_status } = failure.catch({}).parse(event['error']);
  return { reason: message ?? type ?? 'no reason given', retry: retry_status?.type ?? '' };
}

const count = z.number().int().nonnegative().catch(0);
const modelUsage = z.looseObject({
  input_tokens: count,
  output_tokens: count,
  cache_creation_input_tokens: count,
  cache_read_input_tokens: count,
});

/** Tokens of one call of the model, of a `span.model_request_end`; undefined where it says none. */
export function usageOf(event: SessionEvent): Usage | undefined {
  const { data } = modelUsage.safeParse(event['model_usage']);
  if (data === undefined) return undefined;
  const cached = data.cache_creation_input_tokens + data.cache_read_input_tokens;
  const prompt = data.input_tokens + cached;
  return {
    prompt_tokens: prompt,
    completion_tokens: data.output_tokens,
    total_tokens: prompt + data.output_tokens,
  };
}
