/**
 * The shapes of the user's files, written once: schemas of one entry each, types inferred.
 * Unknown keys are kept (the editor must never lose them); all times are seconds.
 */
import { z } from 'zod';

/** `auto/default` and `demo/...` are the names a fresh install can use without any key. */
export const AUTO_MODEL = 'auto/default';

const name = z.string().min(1);
/** More would overflow the timers of Node. */
const LONGEST_SECONDS = 2_000_000;
const seconds = z.number().min(0).max(LONGEST_SECONDS);
const stringMap = z.record(z.string(), z.string());
const globs = z.array(z.string().min(1));

export const samplingPolicy = z.enum(['allow', 'ask', 'deny']);

export const serverEntry = z
  .looseObject({
    command: name.optional(),
    args: z.array(z.string()).default([]),
    env: stringMap.default({}),
    cwd: z.string().optional(),
    url: z.string().optional(),
    headers: stringMap.default({}),
    type: z.enum(['stdio', 'http', 'streamable-http', 'sse']).optional(),
    /** Idle time-out of one call, reset by progress. 0 means none. */
    timeout: seconds.optional(),
    disabled: z.boolean().default(false),
    tools: z.object({ allow: globs.optional(), deny: globs.optional() }).optional(),
    prefix: z.union([z.literal(false), z.string()]).optional(),
    /** Whether it may use our models where the calling client has none; else settings.toml says. */
    sampling: samplingPolicy.optional(),
    /** Whether it is told the folders that clients work in. */
    roots: z.boolean().optional(),
  })
  .readonly();

/** Where the messages of conversations lie; exactly one of `server` and `url`. */
export const conversationStoreEntry = z
  .looseObject({
    /** Not needed: `server` and `url` tell. */
    type: z.enum(['mcp', 'http']).optional(),
    /** Name of an MCP server in the same file. */
    server: name.optional(),
    /** What `/threads/{id}` is added to. */
    url: name.optional(),
    headers: stringMap.default({}),
  })
  .readonly();

export const inferencerEntry = z
  .looseObject({
    base_url: z.string().optional(),
    api_key: z.string().optional(),
    api_key_env: z.string().optional(),
    extra_body: z.record(z.string(), z.unknown()).optional(),
    models: z.array(z.string()).optional(),
    discover: z.boolean().optional(),
    model_patterns: globs.optional(),
    /** Longest silence of the upstream. 0 means none. */
    timeout: seconds.optional(),
    enabled: z.boolean().optional(),
  })
  .readonly();

export const recipeVariable = z.looseObject({
  default: z.string().optional(),
  choices: z.array(z.string()).optional(),
  description: z.string().optional(),
});

export const recipeEntry = z
  .looseObject({
    inferencer: name,
    tools: globs,
    system: z.string().transform((text) => text.trim()),
    description: z.string().optional(),
    params: z.record(z.string(), z.unknown()).default({}),
    variables: z.record(z.string(), recipeVariable).default({}),
    /** The model takes images, so pictures from tools are shown to it. */
    vision: z.boolean().optional(),
    max_turns: z.int().min(1).max(100).optional(),
    /** Time-out of the whole recipe. Absent or 0 means none. */
    timeout: seconds.optional(),
  })
  .readonly();

export const patternsTable = z.looseObject({
  dir: z.string().optional(),
  default_inferencer: z.string().optional(),
});

export type ServerEntry = z.infer<typeof serverEntry>;
export type ConversationStoreEntry = z.infer<typeof conversationStoreEntry>;
export type InferencerEntry = z.infer<typeof inferencerEntry>;
export type RecipeEntry = z.infer<typeof recipeEntry>;
export type PatternsTable = z.infer<typeof patternsTable>;

/** Where in a file something is wrong, and what to write instead. `line` and `column` count from 1. */
export const configIssue = z.object({
  severity: z.enum(['error', 'warning']),
  file: z.string(),
  line: z.number().exactOptional(),
  column: z.number().exactOptional(),
  /** Dotted path of the key, such as `mcpServers.git.command`. */
  key: z.string().exactOptional(),
  message: z.string(),
  hint: z.string().exactOptional(),
});

export type ConfigIssue = Readonly<z.infer<typeof configIssue>>;
