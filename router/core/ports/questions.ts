/** What MCP servers ask in the middle of a call, and who answers when the calling client cannot. */
import type { PendingQuestion, QuestionAnswer } from '#contract/questions.ts';
import type { RpcOutcome } from '../rpc.ts';
import type { JsonObject } from './tools.ts';

export interface ServerQuestion {
  readonly server: string;
  /** Of the activity: the call it belongs to, where that is known. */
  readonly requestId?: string;
  /** Who made that call. */
  readonly client?: string;
  /** As the server sent them. */
  readonly params: JsonObject;
}

/**
 * Answers in the client's place. Rejects with CANCELLED when the signal fired or when the request
 * that it belongs to was cancelled.
 */
export interface Answerer {
  /** A CreateMessageResult of one of our own inferencers, or a refusal with the reason. */
  sample(question: ServerQuestion, signal: AbortSignal): Promise<RpcOutcome>;
  /** An ElicitResult from the person at the window; `cancel` when the time is over. */
  elicit(question: ServerQuestion, signal: AbortSignal): Promise<RpcOutcome>;
}

/** For the owner. */
export interface Questions {
  /** Oldest first. */
  list(): readonly PendingQuestion[];
  /** Rejects with NOT_FOUND when it is not waiting any more, INVALID_REQUEST naming the field. */
  answer(id: string, answer: QuestionAnswer): void;
}
