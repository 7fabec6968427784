/** The Response object: what was asked echoed, what was answered, the same in every event. */
import { describeError, type ErrorCode } from '#contract/errors.ts';
import type { Usage } from '#core/chat.ts';
import type { RequiredAction } from '#core/ports/conversations.ts';
import { ASK_USER, type OutputItem } from './output-item.ts';
import type { ResponseRequest } from './response-request.ts';

export type ResponseStatus =
  'in_progress' | 'completed' | 'incomplete' | 'requires_action' | 'failed' | 'cancelled';

/** What is known of a response from its start. */
export interface ResponseFrame {
  readonly id: string;
  /** Seconds since 1970. */
  readonly createdAt: number;
  readonly model: string;
  readonly conversation: string | null;
  readonly previous: string | null;
  /** Whether it can be read later. */
  readonly store: boolean;
  readonly metadata: Readonly<Record<string, string>>;
  /** Absent where the response is read later: its request is not kept. */
  readonly request?: ResponseRequest;
}

export interface ResponseState {
  readonly status: ResponseStatus;
  readonly output: readonly OutputItem[];
  readonly usage: ResponseUsage | null;
  readonly reason?: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly action?: RequiredAction;
}

export interface ResponseUsage {
  readonly input_tokens: number;
  readonly input_tokens_details: { readonly cached_tokens: number };
  readonly output_tokens: number;
  readonly output_tokens_details: { readonly reasoning_tokens: number };
  readonly total_tokens: number;
}

export function renderResponse(frame: ResponseFrame, state: ResponseState) {
  const { status, output, usage, reason, error, action } = state;
  return {
    id: frame.id,
    object: 'response',
    created_at: frame.createdAt,
    status,
    background: false,
    error: error ?? null,
    incomplete_details: reason === undefined ? null : { reason },
    model: frame.model,
    output,
    conversation: frame.conversation === null ? null : { id: frame.conversation },
    previous_response_id: frame.previous,
    usage,
    metadata: frame.metadata,
    ...echo(frame.request),
    store: frame.store,
    truncation: 'disabled',
    ...(action !== undefined && {
      required_action: { type: ASK_USER, question: action.question },
    }),
  };
}

function echo(request: ResponseRequest | undefined) {
  return {
    instructions: request?.instructions ?? null,
    max_output_tokens: request?.max_output_tokens ?? null,
    parallel_tool_calls: request?.parallel_tool_calls ?? true,
    reasoning: { effort: request?.reasoning?.effort ?? null, summary: null },
    temperature: request?.temperature ?? null,
    text: {
      format: request?.text?.format ?? { type: 'text' },
      ...(request?.text?.verbosity !== undefined && { verbosity: request.text.verbosity }),
    },
    tool_choice: request?.tool_choice ?? 'auto',
    tools: (request?.tools ?? []).map(withoutSecrets),
    top_p: request?.top_p ?? null,
    ...(request?.user !== undefined && { user: request.user }),
  };
}

type Tool = NonNullable<ResponseRequest['tools']>[number];

function withoutSecrets(tool: Tool): Tool {
  const { headers: _headers, authorization: _authorization, ...rest } = tool;
  return rest;
}

export function toResponseError(code: ErrorCode, message: string = describeError(code).title) {
  return { code: code.toLowerCase(), message };
}

/** Null when nobody counted: zeros would be a lie. */
export function toResponseUsage(usage: Usage | undefined): ResponseUsage | null {
  if (usage === undefined) return null;
  return {
    input_tokens: usage.prompt_tokens,
    input_tokens_details: {
      cached_tokens: numberAt(usage['prompt_tokens_details'], 'cached_tokens'),
    },
    output_tokens: usage.completion_tokens,
    output_tokens_details: {
      reasoning_tokens: numberAt(usage['completion_tokens_details'], 'reasoning_tokens'),
    },
    total_tokens: usage.total_tokens,
  };
}

function numberAt(table: unknown, key: string): number {
  if (typeof table !== 'object' || table === null) return 0;
  const value: unknown = Reflect.get(table, key);
  return typeof value === 'number' ? value : 0;
}
