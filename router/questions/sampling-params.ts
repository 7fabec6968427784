/** What a server sends with `sampling/createMessage`, as far as it is used. */
import { z } from 'zod';

const text = z.object({ type: z.literal('text'), text: z.string() });
const image = z.object({ type: z.literal('image'), data: z.string(), mimeType: z.string() });
const audio = z.object({ type: z.literal('audio'), data: z.string(), mimeType: z.string() });
const toolUse = z.object({
  type: z.literal('tool_use'),
  id: z.string(),
  name: z.string(),
  input: z.record(z.string(), z.unknown()).default({}),
});
const toolResult = z.object({
  type: z.literal('tool_result'),
  toolUseId: z.string(),
  /** Whatever tools return. */
  content: z.array(z.looseObject({ type: z.string() })).default([]),
  structuredContent: z.unknown().optional(),
  isError: z.boolean().optional(),
});

const block = z.discriminatedUnion('type', [text, image, audio, toolUse, toolResult]);

const message = z.object({
  role: z.enum(['user', 'assistant']),
  /** One block before the revision of 2025-11-25. */
  content: z
    .unknown()
    .transform((content): unknown => (Array.isArray(content) ? content : [content]))
    .pipe(z.array(block)),
});

const tool = z.object({
  name: z.string().min(1),
  description: z.string().optional(),
  inputSchema: z.record(z.string(), z.unknown()),
});

/** `metadata` and `includeContext` are wishes that are not met, so they are not read. */
export const samplingParams = z.object({
  messages: z.array(message).min(1),
  systemPrompt: z.string().optional(),
  maxTokens: z.number().min(1).optional(),
  temperature: z.number().optional(),
  stopSequences: z.array(z.string()).default([]),
  tools: z.array(tool).default([]),
  toolChoice: z.object({ mode: z.enum(['auto', 'required', 'none']).default('auto') }).optional(),
  modelPreferences: z
    .object({ hints: z.array(z.object({ name: z.string().optional() })).default([]) })
    .optional(),
});

export type SamplingParams = z.infer<typeof samplingParams>;
export type SamplingMessage = z.infer<typeof message>;
export type SamplingBlock = z.infer<typeof block>;
export type ToolResultBlock = z.infer<typeof toolResult>;
