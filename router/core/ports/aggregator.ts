/**
 * All MCP servers as one, for clients that speak MCP themselves: nothing is interpreted that can be
 * passed on. Tools are listed and found through the port `Tools`; the rest of MCP is here.
 *
 * Names: prompts are `<server>.<prompt>`, resources `<server>+<uri>`, tasks `<server>:<task>` (those
 * with a `taskOwner` have an id that says nothing); the entry's `prefix` takes the place of the server's name, and `prefix: false` leaves names alone.
 * `ui://` resources keep their URI, because hosts look for that scheme. What servers say about
 * resources and tasks in results and notifications is renamed likewise; raw objects in lists are as
 * the server sent them but for `name` or `uri`.
 */
import type { RpcOutcome } from '../rpc.ts';
import type { Peer } from './peer.ts';
import type { JsonObject, ToolEntry } from './tools.ts';

export interface PromptEntry {
  readonly server: string;
  /** As its server calls it. */
  readonly prompt: string;
  readonly name: string;
  /** The whole object for `prompts/list`, renamed. */
  readonly raw: JsonObject;
}

export interface ResourceEntry {
  readonly server: string;
  /** Renamed; a URI template in the list of templates. */
  readonly uri: string;
  /** The whole object for `resources/list` or `resources/templates/list`, renamed. */
  readonly raw: JsonObject;
}

/** A prompt, resource or template that is left out because another one has its name. */
export interface NameCollision {
  readonly kind: 'tool' | 'prompt' | 'resource' | 'template';
  readonly server: string;
  /** As its server calls it. */
  readonly item: string;
  /** Whose item has the name; `woollama` for our own. */
  readonly keptServer: string;
}

/** In what clients see: an item of a server whose name somebody else has. */
export interface DisplacedItem extends NameCollision {
  /** The name it has instead; absent where it is left out. */
  readonly shownAs?: string;
}

/** In whose name the calls inside a recipe are made. */
export interface LentPeer {
  readonly peer: Peer;
  /** How many recipes of other routers lie behind this one. */
  readonly hops: number;
}

export interface RelayOptions {
  readonly signal: AbortSignal;
  /** Absent where nobody can be asked back. */
  readonly peer?: Peer;
  /** Of the activity. */
  readonly requestId?: string;
  /**
   * Who looks after the tasks that servers of 2026-07-28 make of calls, and alone may ask for them:
   * of a client that stays, its peer's id. Absent where their results are waited for.
   */
  readonly taskOwner?: string;
  /** The params of each `notifications/progress`, without the token. */
  readonly onProgress?: (progress: JsonObject) => void;
}

/** What clients are told without having asked. `peerId` names the only one it is for. */
export type AggregatorNews =
  | { readonly kind: 'tools-changed' | 'prompts-changed' | 'resources-changed' }
  /** Params of the notification, renamed. Only for those who subscribed. */
  | { readonly kind: 'resource-updated'; readonly uri: string; readonly params: JsonObject }
  /** Params of `notifications/message` that no single call is known for; `logger` begins with the server's name. */
  | { readonly kind: 'message'; readonly params: JsonObject }
  | { readonly kind: 'task-status'; readonly params: JsonObject; readonly peerId: string }
  | {
      readonly kind: 'elicitation-complete';
      readonly params: JsonObject;
      readonly peerId?: string;
    };

export interface PeerSeat {
  /**
   * MCP's level, such as `warning`; servers are set to the most talkative of all seats. One that set
   * none counts as `info` as soon as another did.
   */
  setLogLevel(level: string): void;
  /** Whether a message of that level is wanted; true until any seat set a level. */
  wants(level: string): boolean;
  rootsChanged(): void;
  /** Counted: a URI is subscribed at its server while any seat wants it. */
  subscribe(uri: string, options: RelayOptions): Promise<RpcOutcome>;
  unsubscribe(uri: string, options: RelayOptions): Promise<RpcOutcome>;
  subscribed(uri: string): boolean;
  /** Ends its subscriptions and cancels its unfinished tasks where they cannot be asked for any more. Idempotent. */
  leave(): void;
}

/** `tasks/result` is of 2025-11-25, `tasks/update` of 2026-07-28. */
export type TaskMethod = 'tasks/get' | 'tasks/result' | 'tasks/cancel' | 'tasks/update';

export interface Aggregator {
  /** Sorted by name; the same array until something changes. */
  prompts(): readonly PromptEntry[];
  resources(): readonly ResourceEntry[];
  templates(): readonly ResourceEntry[];
  collisions(): readonly NameCollision[];
  /** Also accepts `server__prompt`. */
  findPrompt(name: string): PromptEntry | undefined;
  /**
   * `tools/call` with the client's own params (`arguments`, `_meta`, `task` ...); the name and the
   * progress token are replaced. A task is an answer, too, for those who wished for one or name a
   * `taskOwner`. Rejects as `Tools.call`.
   */
  callTool(entry: ToolEntry, params: JsonObject, options: RelayOptions): Promise<RpcOutcome>;
  getPrompt(entry: PromptEntry, params: JsonObject, options: RelayOptions): Promise<RpcOutcome>;
  /** `params.uri` is the renamed one. -32002, which clients of 2026-07-28 get as -32602, when no server can have it. */
  readResource(params: JsonObject, options: RelayOptions): Promise<RpcOutcome>;
  /** `params.ref` names a prompt or a template as listed here. */
  complete(params: JsonObject, options: RelayOptions): Promise<RpcOutcome>;
  /** Only tasks that this peer began, or that `taskOwner` looks after. */
  task(method: TaskMethod, params: JsonObject, options: RelayOptions): Promise<RpcOutcome>;
  listTasks(peerId: string, options: RelayOptions): Promise<RpcOutcome>;
  /**
   * Calls through the port `Tools` for that request of the activity are made in this client's name:
   * servers ask it back, and tell it. Returns an idempotent end.
   */
  lendPeer(requestId: string, lent: LentPeer): () => void;
  /** A client that stays: it is counted where servers ask for roots, levels and subscriptions. */
  join(peer: Peer): PeerSeat;
  /** Returns an idempotent unsubscribe. */
  onNews(listener: (news: AggregatorNews) => void): () => void;
}
