/** The lines of stream-json, as far as we read them; fields and types we do not know pass. */
import { z } from 'zod';

const counts = z.looseObject({
  input_tokens: z.number().catch(0),
  output_tokens: z.number().catch(0),
  cache_creation_input_tokens: z.number().catch(0),
  cache_read_input_tokens: z.number().catch(0),
});

export type TokenCounts = z.infer<typeof counts>;

const apiEvent = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('message_start'),
    message: z.looseObject({ model: z.string().catch('') }),
  }),
  z.looseObject({
    type: z.literal('content_block_start'),
    content_block: z.looseObject({ type: z.string() }),
  }),
  z.looseObject({
    type: z.literal('content_block_delta'),
    delta: z.looseObject({
      type: z.string(),
      text: z.string().optional(),
      thinking: z.string().optional(),
    }),
  }),
  z.looseObject({
    type: z.literal('message_delta'),
    delta: z.looseObject({ stop_reason: z.string().nullish() }),
  }),
]);

export type ApiEvent = z.infer<typeof apiEvent>;

const message = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('system'),
    subtype: z.string().optional(),
    session_id: z.string().optional(),
    model: z.string().optional(),
  }),
  z.looseObject({
    type: z.literal('stream_event'),
    event: z.unknown(),
    /** Set for what a helper of its own says, which is no answer. */
    parent_tool_use_id: z.string().nullish(),
  }),
  z.looseObject({
    type: z.literal('result'),
    subtype: z.string().catch(''),
    is_error: z.boolean(),
    result: z.string().optional(),
    errors: z.array(z.string()).optional().catch(undefined),
    session_id: z.string().catch(''),
    stop_reason: z.string().nullish(),
    usage: counts.optional().catch(undefined),
  }),
  z.looseObject({
    type: z.literal('control_response'),
    response: z.looseObject({ subtype: z.string(), error: z.string().optional() }),
  }),
]);

type ClaudeMessage = z.infer<typeof message>;
export type ResultMessage = Extract<ClaudeMessage, { type: 'result' }>;

/** Undefined for kinds we have no use for; `garbage` for what is no JSON object at all. */
export function parseMessage(line: string): ClaudeMessage | 'garbage' | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'garbage';
  }
  if (typeof value !== 'object' || value === null) return 'garbage';
  return message.safeParse(value).data;
}

export function parseApiEvent(event: unknown): ApiEvent | undefined {
  return apiEvent.safeParse(event).data;
}
