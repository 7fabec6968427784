/** Events of the Responses API in the words of chat, so that one answer grows by one set of rules. */
import { z } from 'zod';

const usageShape = z.looseObject({
  input_tokens: z.number(),
  output_tokens: z.number(),
  total_tokens: z.number(),
});

const responseShape = z.looseObject({
  usage: usageShape.nullish().catch(undefined),
  error: z.unknown().optional(),
  incomplete_details: z.looseObject({ reason: z.string().nullish() }).nullish().catch(undefined),
});

const eventShape = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('response.output_text.delta'), delta: z.string() }),
  z.looseObject({ type: z.literal('response.refusal.delta'), delta: z.string() }),
  z.looseObject({ type: z.literal('response.reasoning_text.delta'), delta: z.string() }),
  z.looseObject({ type: z.literal('response.reasoning_summary_text.delta'), delta: z.string() }),
  z.looseObject({ type: z.literal('response.completed'), response: responseShape }),
  z.looseObject({ type: z.literal('response.incomplete'), response: responseShape }),
  z.looseObject({ type: z.literal('response.failed'), response: responseShape }),
]);

/** What the words of chat have no place for is undefined. */
export function toChatChunk(event: unknown): unknown {
  const parsed = eventShape.safeParse(event);
  if (!parsed.success) return undefined;
  const { data } = parsed;
  switch (data.type) {
    case 'response.output_text.delta':
    case 'response.refusal.delta':
      return { choices: [{ delta: { content: data.delta } }] };
    case 'response.reasoning_text.delta':
    case 'response.reasoning_summary_text.delta':
      return { choices: [{ delta: { reasoning: data.delta } }] };
    case 'response.completed':
      return toEnd('stop', data.response);
    case 'response.incomplete':
      return toEnd(data.response.incomplete_details?.reason ?? 'incomplete', data.response);
    case 'response.failed':
      return { error: data.response.error ?? {} };
  }
}

function toEnd(reason: string, { usage }: z.infer<typeof responseShape>): unknown {
  return {
    choices: [{ delta: {}, finish_reason: reason }],
    usage: usage
      ? {
          prompt_tokens: usage.input_tokens,
          completion_tokens: usage.output_tokens,
          total_tokens: usage.total_tokens,
        }
      : undefined,
  };
}
