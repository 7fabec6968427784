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

/** What a server offers besides tools, as the owner sees it. */
export const serverFeatures = z.object({
  /** Names of its capabilities, such as `tools.listChanged`. */
  capabilities: z.array(z.string()).readonly(),
  /** What it says about itself for models. */
  instructions: z.string().exactOptional(),
  prompts: z
    .array(
      z.object({
        name: z.string(),
        title: z.string().exactOptional(),
        description: z.string(),
        arguments: z.array(z.object({ name: z.string(), required: z.boolean() })).readonly(),
      }),
    )
    .readonly(),
  resources: z
    .array(
      z.object({
        /** As clients see it; a template has `{...}` in it. */
        uri: z.string(),
        name: z.string(),
        description: z.string(),
        mimeType: z.string().exactOptional(),
        isTemplate: z.boolean(),
      }),
    )
    .readonly(),
  /** Names of its items that another server's item has already. */
  collisions: z.array(z.string()).readonly(),
  /** Its items whose names are taken in what clients see. */
  displaced: z
    .array(
      z.object({
        /** As the server calls it. */
        item: z.string(),
        /** A server, or `woollama` for the router's own tools and recipes. */
        keptBy: z.string(),
        /** Absent where clients do not see it. */
        shownAs: z.string().exactOptional(),
      }),
    )
    .readonly(),
});

export type ServerFeatures = Readonly<z.infer<typeof serverFeatures>>;
export type ToolInfo = Readonly<z.infer<typeof toolInfo>>;
export type ToolCallResult = Readonly<z.infer<typeof toolCallResult>>;
