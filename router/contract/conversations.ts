/** Conversations as the owner sees them: handles, and who holds the transcript. */
import { z } from 'zod';

export const conversationBackend = z.enum(['claude-resume', 'managed-agents', 'store-backed']);

export const conversationStatus = z.enum(['idle', 'busy', 'awaiting_input', 'dead']);

export const conversationInfo = z.object({
  id: z.string(),
  key: z.string().nullable(),
  title: z.string().nullable(),
  backend: conversationBackend,
  /** Who holds the transcript, in words. */
  holder: z.string(),
  model: z.string(),
  status: conversationStatus,
  lastClient: z.string().nullable(),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  updatedAt: z.number(),
  /** Whether its items can be read. */
  readable: z.boolean(),
});

export const conversationItem = z.object({
  id: z.string(),
  role: z.string(),
  text: z.string(),
});

/** What it waits for. The answer is the next turn. */
export const conversationQuestion = z.object({
  text: z.string(),
  /** Answers that are offered; any other text will do as well. */
  options: z.array(z.string()).readonly(),
});

export type ConversationBackend = z.infer<typeof conversationBackend>;
export type ConversationStatus = z.infer<typeof conversationStatus>;
export type ConversationInfo = Readonly<z.infer<typeof conversationInfo>>;
export type ConversationQuestion = Readonly<z.infer<typeof conversationQuestion>>;
export type ConversationItem = Readonly<z.infer<typeof conversationItem>>;
