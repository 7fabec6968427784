/** What surfaces and the engine ask of the model backends. */
import type { ServerResponse } from 'node:http';

import type { InferencerStatus } from '#contract/status.ts';
import type { ChatChunk, ChatCompletion, ChatRequest } from '../chat.ts';
import type { ClaudeTurnEvent } from './claude-code.ts';
import type { CallNews, ToolEntry } from './tools.ts';

export interface ChatOptions {
  readonly signal: AbortSignal;
  /** Request headers worth passing on (already filtered), lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** One relayed call: the body goes out as it is and the answer comes back as it is. */
export interface RelayCall {
  /** Below the base_url, such as `/chat/completions`. */
  readonly path: string;
  /** One or more pieces, owned by the callee from here on. */
  readonly body: readonly Buffer[];
  /** Request headers worth passing on (already filtered), lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Fires when the client hangs up, on Cancel and on shutdown; the upstream call ends with it. */
  readonly signal: AbortSignal;
}

export interface RelayOutcome {
  readonly status: number;
  readonly cancelled: boolean;
  /** Set when the upstream broke off after the answer had begun. */
  readonly errorCode?: string;
}

/** A request whose tools the backend calls by itself, through our own MCP endpoint. */
export interface DelegatedRequest {
  /** Without tools. */
  readonly request: ChatRequest;
  /** Exactly what it may call. */
  readonly entries: readonly ToolEntry[];
  readonly maxTurns: number;
  /** In the name of which the tools are called. */
  readonly requestId: string;
  readonly onCall?: (news: CallNews) => void;
}

export type DelegatedEvent =
  { readonly kind: 'chunk'; readonly chunk: ChatChunk } | ClaudeTurnEvent;

export interface Inferencer {
  readonly name: string;
  /** Shallow-merged into recipe requests, before the recipe's own params. */
  readonly extraBody: Readonly<Record<string, unknown>>;
  /**
   * Whether this call may be relayed byte for byte. False when the backend is not an HTTP server
   * or when the body holds Ollama `options` that its OpenAI endpoint would ignore; `hasOptions`
   * looks for them and is only called where it matters.
   */
  relays(hasOptions: () => boolean): boolean;
  /**
   * Relays one call into `out`. Rejects with a RouterError only while nothing was written;
   * later failures end the answer and show in the outcome.
   */
  relay(call: RelayCall, out: ServerResponse): Promise<RelayOutcome>;
  /** One whole answer. `request.model` is the bare name. Rejects with a RouterError. */
  complete(request: ChatRequest, options: ChatOptions): Promise<ChatCompletion>;
  /**
   * The answer in pieces. Rejects with a RouterError before the first piece when the upstream
   * refuses; a break later rejects the iteration with UPSTREAM_CUT. Ends without `[DONE]`.
   */
  stream(request: ChatRequest, options: ChatOptions): AsyncIterable<ChatChunk>;
  /**
   * Present where the backend runs the loop of tool calls itself; `stream` then takes no tools. The
   * chunks are those of all turns, with one end.
   */
  readonly delegate?: (
    delegated: DelegatedRequest,
    options: ChatOptions,
  ) => AsyncIterable<DelegatedEvent>;
}

export interface ModelEntry {
  readonly id: string;
  readonly object: 'model';
  readonly created: number;
  readonly owned_by: string;
}

export interface AutoChoice {
  /** Namespaced, such as `ollama/qwen3:8b`. */
  readonly model: string;
  readonly reason: string;
}

export interface InferencerTest {
  readonly ok: boolean;
  readonly latencyMs: number;
  readonly models: readonly string[];
  readonly problem: string | null;
}

export interface Inferencers {
  find(name: string): Inferencer | undefined;
  /** Sorted, enabled ones only. */
  names(): readonly string[];
  /** What is known now; never waits for a network. */
  models(): readonly ModelEntry[];
  /** What `auto/default` means for a call with or without tools. Never a paid backend. */
  auto(needsTools: boolean, signal: AbortSignal): Promise<AutoChoice>;
  status(): readonly InferencerStatus[];
  /** The last choice of `auto`, without asking anybody. */
  lastAuto(): AutoChoice;
  /** Asks it for its models now. Undefined when there is no inferencer of that name. */
  test(name: string, signal: AbortSignal): Promise<InferencerTest | undefined>;
}
