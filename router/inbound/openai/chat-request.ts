import { z } from 'zod';

import type { ChatRequest } from '#core/chat.ts';

/** The client's chat body as far as we read it; every other field is kept as it came. */
export const chatRequest: z.ZodType<ChatRequest> = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string() })).min(1, 'must not be empty'),
  stream: z
    .boolean()
    .nullish()
    .transform((value) => value ?? false),
  tools: z
    .array(
      z.looseObject({
        type: z.literal('function'),
        function: z.looseObject({
          name: z.string().min(1),
          description: z.string().exactOptional(),
          parameters: z.record(z.string(), z.unknown()).exactOptional(),
        }),
      }),
    )
    .exactOptional(),
});
