/**
 * What happens inside the router, as a stream a UI can show. Names are noun-verb; times are
 * milliseconds since 1970, durations are milliseconds. The bus adds `seq` and `at`.
 */
export type RouterEvent =
  | RequestStarted
  | RequestEnded
  | TurnStarted
  | TurnEnded
  | ToolCallStarted
  | ToolCallProgressed
  | ToolCallEnded
  | ServerChanged
  | ToolsChanged
  | ConfigChanged
  | InferencerChosen;

/** An event as subscribers receive it; `seq` rises by one, so a gap shows what was missed. */
export type SequencedEvent = RouterEvent & { readonly seq: number; readonly at: number };

export type Outcome = 'ok' | 'error' | 'cancelled';

export interface TokenUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly totalTokens: number;
}

export interface RequestStarted {
  readonly kind: 'request-started';
  readonly requestId: string;
  /** `openai`, `mcp`, `patterns` ... */
  readonly surface: string;
  /** Route or MCP method, such as `/v1/chat/completions`. */
  readonly operation: string;
  /** What the caller says it is (user agent or MCP client name); never trusted. */
  readonly client: string;
  readonly model?: string;
}

export interface RequestEnded {
  readonly kind: 'request-ended';
  readonly requestId: string;
  readonly outcome: Outcome;
  readonly status: number;
  readonly durationMs: number;
  readonly usage?: TokenUsage;
  readonly errorCode?: string;
}

export interface TurnStarted {
  readonly kind: 'turn-started';
  readonly requestId: string;
  /** 1 for the first call of the model. */
  readonly turn: number;
  readonly model: string;
}

export interface TurnEnded {
  readonly kind: 'turn-ended';
  readonly requestId: string;
  readonly turn: number;
  readonly toolCalls: number;
  readonly finishReason: string;
  readonly usage?: TokenUsage;
}

export interface ToolCallStarted {
  readonly kind: 'tool-call-started';
  readonly requestId: string;
  readonly callId: string;
  readonly turn: number;
  readonly tool: string;
  /** JSON, cut to a preview; secrets already masked. */
  readonly argumentsPreview: string;
}

export interface ToolCallProgressed {
  readonly kind: 'tool-call-progressed';
  readonly requestId: string;
  readonly callId: string;
  readonly progress: number;
  readonly total?: number;
  readonly message?: string;
}

export interface ToolCallEnded {
  readonly kind: 'tool-call-ended';
  readonly requestId: string;
  readonly callId: string;
  readonly outcome: Outcome;
  readonly durationMs: number;
  readonly resultPreview: string;
}

/** `failed` is final until the configuration changes or somebody restarts the server. */
export type ServerState = 'starting' | 'connected' | 'retrying' | 'failed' | 'disabled';

export interface ServerChanged {
  readonly kind: 'server-changed';
  readonly server: string;
  readonly state: ServerState;
  readonly reason?: string;
  readonly attempts: number;
  /** Milliseconds since 1970, while `retrying`. */
  readonly nextRetryAt?: number;
}

export interface ToolsChanged {
  readonly kind: 'tools-changed';
  readonly server: string;
  readonly tools: number;
}

export interface ConfigChanged {
  readonly kind: 'config-changed';
  readonly file: string;
  readonly applied: boolean;
  readonly issues: number;
}

export interface InferencerChosen {
  readonly kind: 'inferencer-chosen';
  /** What `auto/default` stands for now, such as `ollama/qwen3:8b`. */
  readonly model: string;
  readonly reason: string;
}
