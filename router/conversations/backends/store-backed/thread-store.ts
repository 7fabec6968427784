/** Where messages lie: a program of the user's that keeps threads. Failures are STORE_FAILED. */
import { z } from 'zod';

import type { ChatMessage } from '#core/chat.ts';
import { RouterError } from '#core/router-error.ts';

export interface ThreadStore {
  /** An id of ours for a new thread, where the store takes one: then no thread can get lost. */
  mintId(): string | undefined;
  /** Makes the thread; resolves with its id. */
  create(id: string | undefined, signal: AbortSignal): Promise<string>;
  /** Rejects with CONVERSATION_GONE when the store does not know the thread any more. */
  read(id: string, signal: AbortSignal): Promise<readonly ChatMessage[]>;
  append(id: string, messages: readonly ChatMessage[], signal: AbortSignal): Promise<void>;
  /** Also resolves when there is no such thread. */
  remove(id: string, signal: AbortSignal): Promise<void>;
}

/** Longest thread, in characters or bytes of JSON. */
export const LONGEST_THREAD = 64 * 1024 * 1024;

const messages = z.array(z.looseObject({ role: z.string() }));

/** The JSON that a store answered with, as messages. */
export function parseMessages(value: unknown): readonly ChatMessage[] {
  const parsed = messages.safeParse(value);
  if (parsed.success) return parsed.data;
  throw storeFailed('it answered with something else than a list of messages');
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Without the cause: its message quotes the text, which nobody may log.
    throw storeFailed('it answered with something else than JSON');
  }
}

export function storeFailed(what: string, cause?: unknown): RouterError {
  return new RouterError('STORE_FAILED', `the conversation store failed: ${what}`, { cause });
}

export function threadGone(): RouterError {
  return new RouterError(
    'CONVERSATION_GONE',
    'the conversation store does not know this conversation any more',
  );
}
