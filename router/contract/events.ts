/**
 * What happens inside the router, as a stream a UI can show. Names are noun-verb; times are
 * milliseconds since 1970, durations are milliseconds. The bus adds `seq` and `at`.
 */
import { z } from 'zod';

export const outcome = z.enum(['ok', 'error', 'cancelled']);

/** `failed` is final until the configuration changes or somebody restarts the server. */
export const serverState = z.enum(['starting', 'connected', 'retrying', 'failed', 'disabled']);

export const tokenUsage = z.object({
  promptTokens: z.number(),
  completionTokens: z.number(),
  totalTokens: z.number(),
});

const requestStarted = z.object({
  kind: z.literal('request-started'),
  requestId: z.string(),
  /** `openai`, `mcp`, `patterns`, `control` ... */
  surface: z.string(),
  /** Route or MCP method, such as `/v1/chat/completions`. */
  operation: z.string(),
  /** What the caller says it is (user agent or MCP client name); never trusted. */
  client: z.string(),
  model: z.string().exactOptional(),
  /** The request in whose name it was made, such as the tool call that asked for a model. */
  parent: z.string().exactOptional(),
});

const requestEnded = z.object({
  kind: z.literal('request-ended'),
  requestId: z.string(),
  outcome,
  status: z.number(),
  durationMs: z.number(),
  usage: tokenUsage.exactOptional(),
  errorCode: z.string().exactOptional(),
});

const turnStarted = z.object({
  kind: z.literal('turn-started'),
  requestId: z.string(),
  /** 1 for the first call of the model. */
  turn: z.number(),
  model: z.string(),
});

const turnEnded = z.object({
  kind: z.literal('turn-ended'),
  requestId: z.string(),
  turn: z.number(),
  toolCalls: z.number(),
  finishReason: z.string(),
  usage: tokenUsage.exactOptional(),
});

const toolCallStarted = z.object({
  kind: z.literal('tool-call-started'),
  requestId: z.string(),
  callId: z.string(),
  /** 0 for a call that no model asked for. */
  turn: z.number(),
  tool: z.string(),
  /** JSON, cut to a preview; secrets already masked. */
  argumentsPreview: z.string(),
});

const toolCallProgressed = z.object({
  kind: z.literal('tool-call-progressed'),
  requestId: z.string(),
  callId: z.string(),
  progress: z.number(),
  total: z.number().exactOptional(),
  message: z.string().exactOptional(),
});

const toolCallEnded = z.object({
  kind: z.literal('tool-call-ended'),
  requestId: z.string(),
  callId: z.string(),
  outcome,
  durationMs: z.number(),
  resultPreview: z.string(),
});

const serverChanged = z.object({
  kind: z.literal('server-changed'),
  server: z.string(),
  state: serverState,
  reason: z.string().exactOptional(),
  attempts: z.number(),
  /** Milliseconds since 1970, while `retrying`. */
  nextRetryAt: z.number().exactOptional(),
});

const toolsChanged = z.object({
  kind: z.literal('tools-changed'),
  server: z.string(),
  tools: z.number(),
});

/** Prompts, resources or templates. */
const featuresChanged = z.object({ kind: z.literal('features-changed'), server: z.string() });

/** MCP clients came, left or introduced themselves. */
const clientsChanged = z.object({ kind: z.literal('clients-changed'), clients: z.number() });

const questionAsked = z.object({
  kind: z.literal('question-asked'),
  questionId: z.string(),
  server: z.string(),
});

const questionEnded = z.object({
  kind: z.literal('question-ended'),
  questionId: z.string(),
  /** `withdrawn`: whoever asked does not want to know any more. */
  outcome: z.enum(['answered', 'expired', 'withdrawn']),
});

const configChanged = z.object({
  kind: z.literal('config-changed'),
  file: z.string(),
  applied: z.boolean(),
  issues: z.number(),
});

const inferencerChosen = z.object({
  kind: z.literal('inferencer-chosen'),
  /** What `auto/default` stands for now, such as `ollama/qwen3:8b`. */
  model: z.string(),
  reason: z.string(),
});

/** A conversation began, ended, or its handle says something else. */
const conversationsChanged = z.object({
  kind: z.literal('conversations-changed'),
  conversation: z.string(),
});

export const routerEvent = z.discriminatedUnion('kind', [
  requestStarted,
  requestEnded,
  turnStarted,
  turnEnded,
  toolCallStarted,
  toolCallProgressed,
  toolCallEnded,
  serverChanged,
  toolsChanged,
  featuresChanged,
  clientsChanged,
  questionAsked,
  questionEnded,
  configChanged,
  conversationsChanged,
  inferencerChosen,
]);

export type Outcome = z.infer<typeof outcome>;
export type ServerState = z.infer<typeof serverState>;
export type TokenUsage = Readonly<z.infer<typeof tokenUsage>>;
export type RequestStarted = Readonly<z.infer<typeof requestStarted>>;
export type RequestEnded = Readonly<z.infer<typeof requestEnded>>;
export type RouterEvent = Readonly<z.infer<typeof routerEvent>>;

/** An event as subscribers receive it; `seq` rises by one, so a gap shows what was missed. */
export type SequencedEvent = RouterEvent & { readonly seq: number; readonly at: number };
