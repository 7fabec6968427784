import { z } from 'zod';

/** A tool as the owner sees it, also one that mcp.json switches off. */
export const toolInfo = z.object({
  server: z.string(),
  /** As its server calls it. */
  tool: z.string(),
  /** `<server>.<tool>` */
  name: z.string(),
  title: z.string().exactOptional(),
  description: z.string(),
  inputSchema: z.record(z.string(), z.unknown()),
  /** MCP's hints (`readOnlyHint`, `destructiveHint` ...), never to be trusted. */
  annotations: z.record(z.string(), z.unknown()).exactOptional(),
  permitted: z.boolean(),
});

export const toolCallResult = z.object({
  requestId: z.string(),
  isError: z.boolean(),
  /** MCP content blocks, secrets masked. */
  content: z.array(z.looseObject({ type: z.string() })).readonly(),
  structuredContent: z.record(z.string(), z.unknown()).exactOptional(),
  durationMs: z.number(),
});

export type ToolInfo = Readonly<z.infer<typeof toolInfo>>;
export type ToolCallResult = Readonly<z.infer<typeof toolCallResult>>;
