/** One inferencer after merging: everything its adapter, discovery and status need. */
export interface InferencerSettings {
  readonly name: string;
  readonly kind: 'openai' | 'ollama';
  /** Without a trailing slash; empty when the user gave none for a name of their own. */
  readonly baseUrl: string;
  readonly key: KeySource;
  readonly extraBody: Readonly<Record<string, unknown>>;
  /** Listed before and beside what discovery finds. */
  readonly models: readonly string[];
  readonly discover: boolean;
  readonly modelPatterns: readonly string[];
  /** Longest silence of the upstream, milliseconds; 0 means none. */
  readonly idleTimeoutMs: number;
}

/** Where the API key comes from; `variable` names an environment variable read at call time. */
export type KeySource =
  | { readonly kind: 'none' }
  | { readonly kind: 'variable'; readonly variable: string }
  | { readonly kind: 'literal'; readonly value: string };

/** The environment as it is now. */
export type ReadEnv = () => Readonly<Record<string, string | undefined>>;
