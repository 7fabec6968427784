/** What the composition root asks of the configuration files. */
import type {
  ConfigIssue,
  ConversationStoreEntry,
  InferencerEntry,
  ServerEntry,
} from '#contract/config.ts';
import type { Recipe } from './recipes.ts';

/** One consistent reading of all files; frozen, so that a request can keep using it. */
export interface ConfigSnapshot {
  /** From mcp.json, variables expanded, bad entries left out. */
  readonly servers: ReadonlyMap<string, ServerEntry>;
  /** From mcp.json; undefined when there is none, or a wrong one. */
  readonly conversationStore?: ConversationStoreEntry | undefined;
  readonly inferencers: ReadonlyMap<string, InferencerEntry>;
  /** From recipes.toml and the patterns folder. */
  readonly recipes: ReadonlyMap<string, Recipe>;
  readonly issues: readonly ConfigIssue[];
  /** Values that must never be shown: expanded variables, header values, literal keys. */
  readonly secrets: ReadonlySet<string>;
}

export interface ConfigStore {
  current(): ConfigSnapshot;
  /** Called after an edit was read and differs; `file` is the file's base name. */
  subscribe(listener: (snapshot: ConfigSnapshot, file: string) => void): () => void;
  close(): Promise<void>;
}
