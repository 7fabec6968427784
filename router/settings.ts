/** What one router is started with. The command line resolves it from flags, environment and file. */
export interface Settings {
  readonly configDir: string;
  readonly stateDir: string;
  /** `host`, `host:port`, `[v6]:port`; empty means both loopbacks and the remembered port. */
  readonly address: string;
  /** Empty means none. */
  readonly token: string;
  /** Without `/v1` and trailing slash. */
  readonly ollamaUrl: string;
  readonly claudeBin: string;
  readonly demo: boolean;
  /** Seconds of silence a tool call may take; 0 means no limit. */
  readonly toolTimeout: number;
  /** Seconds until a starting MCP server must have listed its tools. */
  readonly connectTimeout: number;
  /** Ceiling of the reconnect back-off in seconds; 0 means no reconnecting. */
  readonly retryMax: number;
  readonly logLevel: string;
}
