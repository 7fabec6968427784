/** What one MCP client sees of tools and prompts: names as it wants them, and the router's own ones. */
import type { DisplacedItem, PromptEntry } from '#core/ports/aggregator.ts';
import type { OpenRequest } from '#core/ports/requests.ts';
import type { JsonObject, ToolEntry, ToolProgress } from '#core/ports/tools.ts';
import type { RpcOutcome } from '#core/rpc.ts';

export interface ViewOptions {
  readonly toolNames: 'dotted' | 'underscore';
  readonly toolSearch: 'off' | 'auto' | 'on';
}

/** What an own tool may do while it runs. */
export interface OwnCallScope {
  readonly open: OpenRequest;
  readonly signal: AbortSignal;
  readonly client: string;
  /** `notifications/message`, level info, logger `woollama`. */
  readonly say: (text: string) => void;
  /** `notifications/progress`, if the client wants it. */
  readonly progress: (progress: ToolProgress) => void;
}

export interface OwnTool {
  readonly raw: JsonObject;
  /** For the activity, such as `woollama/counter`. */
  readonly model?: (args: JsonObject) => string | undefined;
  readonly call: (args: JsonObject, scope: OwnCallScope) => Promise<JsonObject>;
}

export type FoundTool =
  | { readonly kind: 'server'; readonly entry: ToolEntry }
  | { readonly kind: 'own'; readonly tool: OwnTool }
  /** `call_tool`: stands for another tool. */
  | {
      readonly kind: 'redirect';
      readonly resolve: (
        args: JsonObject,
      ) => { readonly found: FoundTool; readonly args: JsonObject } | { readonly problem: string };
    };

export interface OwnPrompt {
  readonly raw: JsonObject;
  readonly get: (args: Readonly<Record<string, string>>) => RpcOutcome;
  /** Result of `completion/complete` for the text that is there already; empty for unknown arguments. */
  readonly complete: (argument: string, begun: string) => JsonObject;
}

export type FoundPrompt =
  | { readonly kind: 'server'; readonly entry: PromptEntry }
  | { readonly kind: 'own'; readonly prompt: OwnPrompt };

export interface ClientView {
  /** Items of tools/list; the same array until something changes. */
  tools(): readonly JsonObject[];
  findTool(name: string): FoundTool | undefined;
  prompts(): readonly JsonObject[];
  findPrompt(name: string): FoundPrompt | undefined;
  /** Tools first. */
  displaced(): readonly DisplacedItem[];
}
