/** What surfaces and the engine ask of the connected MCP servers. */
import type { ServerStatus } from '#contract/status.ts';
import type { ServerFeatures, ToolInfo } from '#contract/tools.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export interface ToolEntry {
  readonly server: string;
  readonly tool: string;
  /** `<server>.<tool>`: the name in config files and on MCP. */
  readonly name: string;
  /** Grammar-safe, at most 64 characters: the name models see. */
  readonly modelName: string;
  readonly title?: string;
  readonly description: string;
  readonly inputSchema: JsonObject;
  readonly outputSchema?: JsonObject;
  readonly annotations?: JsonObject;
  /** The whole object as the server sent it, but for `name`; for clients that speak MCP. */
  readonly raw: JsonObject;
}

export interface ContentBlock {
  readonly type: string;
  readonly text?: string;
  readonly data?: string;
  readonly mimeType?: string;
  readonly [key: string]: unknown;
}

/** As MCP's CallToolResult. A tool's own failure is `isError`, not an exception. */
export interface ToolResult {
  readonly content: readonly ContentBlock[];
  readonly structuredContent?: JsonObject;
  readonly isError?: boolean;
  readonly [key: string]: unknown;
}

export interface ToolProgress {
  readonly progress: number;
  readonly total?: number;
  readonly message?: string;
}

/** A call that a run makes of a tool of ours, with everything it says: not for logs. */
export type CallNews =
  | {
      readonly kind: 'started';
      readonly callId: string;
      readonly entry: ToolEntry;
      /** As the model wrote them. */
      readonly arguments: string;
    }
  | {
      readonly kind: 'ended';
      readonly callId: string;
      readonly failed: boolean;
      /** What the model gets to read. */
      readonly text: string;
    };

export interface ToolCallOptions {
  /** Abort reaches the server as a cancellation. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: ToolProgress) => void;
  /** The request of the activity it belongs to; servers may ask something in its name. */
  readonly requestId?: string;
}

/** What surfaces call them is theirs to say. */
export type OfferedFeatures = Omit<ServerFeatures, 'displaced'>;

export interface Tools {
  /** Sorted by name; the same array object until something changes. */
  list(): readonly ToolEntry[];
  /** Accepts `server.tool`, `server__tool` and the model name. */
  find(name: string): ToolEntry | undefined;
  /** The server part of a tool name or glob, as far as it names a configured server. */
  serverOf(name: string): string | undefined;
  /**
   * Rejects with TOOLS_UNAVAILABLE when the server is not connected, TOOL_TIMEOUT when it stays
   * silent, CANCELLED when the signal fired.
   */
  call(entry: ToolEntry, args: JsonObject, options: ToolCallOptions): Promise<ToolResult>;
  /** Resolves when none of these servers is `starting` any more (bounded by the connect time-out). */
  settled(servers: readonly string[], signal: AbortSignal): Promise<void>;
  servers(): readonly ServerStatus[];
  /** Also those that mcp.json switches off; sorted by name. For the owner. */
  inventory(): readonly ToolInfo[];
  /** Undefined when there is no such server. */
  features(server: string): OfferedFeatures | undefined;
  /** Connects anew, also when the server had failed. False when there is no such server. */
  restart(server: string): boolean;
  /** Resident bytes of each stdio server's process. */
  memory(): Promise<ReadonlyMap<string, number>>;
}
