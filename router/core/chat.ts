/**
 * The chat wire shapes (OpenAI chat completions) as far as the router reads them.
 * Everything is loose: fields we do not use pass through untouched.
 */
export interface ToolCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

export interface ChatMessage {
  readonly role: string;
  readonly content?: unknown;
  readonly tool_calls?: readonly ToolCall[];
  readonly tool_call_id?: string;
  readonly [key: string]: unknown;
}

export interface FunctionTool {
  readonly type: 'function';
  readonly function: {
    readonly name: string;
    readonly description?: string;
    readonly parameters?: Record<string, unknown>;
    readonly [key: string]: unknown;
  };
}

export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly FunctionTool[];
  readonly stream?: boolean;
  readonly [key: string]: unknown;
}

export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly [key: string]: unknown;
}

export interface ChatCompletion {
  readonly id: string;
  readonly object: 'chat.completion';
  readonly created: number;
  readonly model: string;
  readonly choices: readonly {
    readonly index: number;
    readonly message: ChatMessage;
    readonly finish_reason: string | null;
    readonly [key: string]: unknown;
  }[];
  readonly usage?: Usage | undefined;
  readonly [key: string]: unknown;
}

/** A piece of a tool call inside a stream; pieces with the same `index` belong together. */
export interface ToolCallDelta {
  readonly index: number;
  readonly id?: string;
  readonly type?: 'function';
  readonly function?: { readonly name?: string; readonly arguments?: string };
}

export interface ChatDelta {
  readonly role?: string;
  readonly content?: string | null;
  readonly tool_calls?: readonly ToolCallDelta[];
  readonly [key: string]: unknown;
}

export interface ChatChunk {
  readonly id: string;
  readonly object: 'chat.completion.chunk';
  readonly created: number;
  readonly model: string;
  readonly choices: readonly {
    readonly index: number;
    readonly delta: ChatDelta;
    readonly finish_reason?: string | null;
    readonly [key: string]: unknown;
  }[];
  readonly usage?: Usage | null | undefined;
  readonly [key: string]: unknown;
}
