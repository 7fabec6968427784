/** The body of `POST /v1/responses` as far as we read it; other keys are ignored. */
import { z } from 'zod';

import { given, keyField, metadataField } from '../handle-fields.ts';

const textFormat = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('text') }),
  z.looseObject({ type: z.literal('json_object') }),
  z.looseObject({
    type: z.literal('json_schema'),
    name: z.string(),
    schema: z.record(z.string(), z.unknown()),
    strict: z.boolean().nullish(),
    description: z.string().nullish(),
  }),
]);

const conversation = z
  .union([z.string().min(1), z.looseObject({ id: z.string().min(1) })], {
    error: 'must be an id or {"id": ...}',
  })
  .transform((value) => (typeof value === 'string' ? value : value.id));

export const responseRequest = z.object({
  model: given(z.string()),
  input: z.union([z.string(), z.array(z.unknown())], {
    error: ({ input }) =>
      input === undefined ? 'is missing' : 'must be a text or a list of input items',
  }),
  instructions: given(z.string()),
  tools: given(z.array(z.looseObject({ type: z.string() }))),
  tool_choice: given(
    z.union([z.string(), z.looseObject({ type: z.string() })], { error: 'is no tool choice' }),
  ),
  parallel_tool_calls: given(z.boolean()),
  temperature: given(z.number()),
  top_p: given(z.number()),
  max_output_tokens: given(z.int().min(1)),
  text: given(z.object({ format: given(textFormat), verbosity: given(z.string()) })),
  reasoning: given(z.object({ effort: given(z.string()) })),
  metadata: given(metadataField),
  user: given(z.string()),
  store: given(z.boolean()),
  previous_response_id: given(z.string()),
  conversation: given(conversation),
  key: given(keyField),
  stream: given(z.boolean()),
  truncation: given(
    z.literal('disabled', { error: "only 'disabled': the router never shortens an input" }),
  ),
  background: given(
    z.literal(false, { error: 'background responses are not supported; leave it out or stream' }),
  ),
  /** Ollama's own knobs. */
  options: given(z.record(z.string(), z.unknown())),
});

export type ResponseRequest = z.infer<typeof responseRequest>;

/** Whether somebody keeps the conversation. OpenAI keeps by default; the router only when asked to. */
export function isStateful(request: ResponseRequest): boolean {
  return (
    request.store === true ||
    request.conversation !== undefined ||
    request.previous_response_id !== undefined ||
    request.key !== undefined
  );
}
