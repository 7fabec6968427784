import { z } from 'zod';

import type { ChatRequest } from '#core/chat.ts';

const functionTool = z.looseObject({
  type: z.literal('function'),
  function: z.looseObject({
    name: z.string().min(1),
    description: z.string().exactOptional(),
    parameters: z.record(z.string(), z.unknown()).exactOptional(),
  }),
});

/**
 * The client's chat body as far as we read it; every other field is kept as it came. OpenAI takes
 * `null` for an optional field, so we do, too.
 */
export const chatRequest: z.ZodType<ChatRequest> = z
  .looseObject({
    model: z.string(),
    messages: z.array(z.looseObject({ role: z.string() })).min(1, 'must not be empty'),
    stream: z
      .boolean()
      .nullish()
      .transform((value) => value ?? false),
    tools: z.array(functionTool).nullish(),
  })
  .transform(({ tools, ...rest }) => (tools ? { ...rest, tools } : rest));
