/** What servers send us, read leniently: only what we use is checked, everything else passes. */
import { z } from 'zod';

import type { JsonObject, ToolResult } from '#core/ports/tools.ts';

const jsonObject = z.record(z.string(), z.unknown());

const toolShape = z.object({
  name: z.string().min(1),
  title: z.string().optional().catch(undefined),
  description: z.string().catch(''),
  inputSchema: jsonObject.catch({ type: 'object' }),
  outputSchema: jsonObject.optional().catch(undefined),
  annotations: jsonObject.optional().catch(undefined),
});

export interface RemoteTool extends z.infer<typeof toolShape> {
  /** As the server sent it. */
  readonly raw: JsonObject;
}

/** Tools without a name are left out; other unusable parts are dropped. */
export function parseTool(candidate: unknown): readonly RemoteTool[] {
  const parsed = toolShape.safeParse(candidate);
  return parsed.success ? [{ ...parsed.data, raw: jsonObject.parse(candidate) }] : [];
}

/** It cannot be called but as a task. */
export function mustBeTask({ raw }: Pick<RemoteTool, 'raw'>): boolean {
  return isObject(raw['execution']) && raw['execution']['taskSupport'] === 'required';
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
export function failedResult(text: string): ToolResult & JsonObject {
  return { content: [{ type: 'text', text }], isError: true };
}
