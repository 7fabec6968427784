/** What servers send us, read leniently: only what we use is checked, everything else passes. */
import { z } from 'zod';

import type { ToolResult } from '#core/ports/tools.ts';

const jsonObject = z.record(z.string(), z.unknown());

const remoteTool = z.object({
  name: z.string().min(1),
  title: z.string().optional().catch(undefined),
  description: z.string().catch(''),
  inputSchema: jsonObject.catch({ type: 'object' }),
  outputSchema: jsonObject.optional().catch(undefined),
  annotations: jsonObject.optional().catch(undefined),
});

export type RemoteTool = z.infer<typeof remoteTool>;

/** One page of tools/list. */
export const toolPage = z.object({
  tools: z.array(z.unknown()),
  nextCursor: z.string().nullish(),
});

/** Tools without a name are left out; other unusable parts are dropped. */
export function parseTools(candidates: readonly unknown[]): readonly RemoteTool[] {
  return candidates.flatMap((candidate) => {
    const parsed = remoteTool.safeParse(candidate);
    return parsed.success ? [parsed.data] : [];
  });
}

const contentBlock = z.looseObject({
  type: z.string(),
  text: z.string().exactOptional(),
  data: z.string().exactOptional(),
  mimeType: z.string().exactOptional(),
});

export const toolResult = z.looseObject({
  content: z.array(contentBlock).default([]),
  // The 2026-07-28 revision allows any JSON here; our callers expect an object.
  structuredContent: jsonObject
    .or(z.unknown().transform((value): Record<string, unknown> => ({ result: value })))
    .exactOptional(),
  isError: z.boolean().exactOptional(),
}) satisfies z.ZodType<ToolResult>;

/** A failure for the model to read, as a tool would report it. */
export function failedResult(text: string): ToolResult {
  return { content: [{ type: 'text', text }], isError: true };
}
