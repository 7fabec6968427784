/** What waits for the person at the window: forms and links of MCP servers, leave to use a model. */
import { z } from 'zod';

const base = {
  id: z.string(),
  server: z.string(),
  /** Who made the call it belongs to; never trusted. */
  client: z.string().exactOptional(),
  /** The request of the activity it belongs to. */
  requestId: z.string().exactOptional(),
  /** For people, as the server wrote it, control characters removed. */
  message: z.string(),
  /** Milliseconds since 1970. */
  askedAt: z.number(),
  expiresAt: z.number(),
};

export const pendingQuestion = z.discriminatedUnion('kind', [
  /** A flat object: each property a string, number, boolean or choice. */
  z.object({ ...base, kind: z.literal('form'), schema: z.record(z.string(), z.unknown()) }),
  /** To be opened by the person, never by us. */
  z.object({ ...base, kind: z.literal('url'), url: z.string() }),
  /** The server wants a model to answer. */
  z.object({
    ...base,
    kind: z.literal('sampling'),
    /** Which model would answer. */
    model: z.string(),
    systemPrompt: z.string().exactOptional(),
    /** Shortened texts; other content as `[image]`. */
    messages: z.array(z.object({ role: z.string(), text: z.string() })).readonly(),
    maxTokens: z.number(),
    tools: z.number(),
  }),
]);

/** As MCP's ElicitResult. For sampling, `accept` lets it happen; `always` until the router ends. */
export const questionAnswer = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('accept'),
    content: z.record(z.string(), z.unknown()).exactOptional(),
    always: z.boolean().exactOptional(),
  }),
  z.object({ action: z.literal('decline') }),
  z.object({ action: z.literal('cancel') }),
]);

export type PendingQuestion = Readonly<z.infer<typeof pendingQuestion>>;
export type QuestionAnswer = Readonly<z.infer<typeof questionAnswer>>;
