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
  /** How tools are named towards MCP clients: `hello.count_to` or `hello__count_to`. */
  readonly toolNames: 'dotted' | 'underscore';
  /** Whether MCP clients get `find_tools` and `call_tool` in place of all tools; `auto` from 60 tools on. */
  readonly toolSearch: 'off' | 'auto' | 'on';
  /** Largest result of a tool call, in MB; 0 means no limit. */
  readonly maxResultMb: number;
  /** Whether MCP servers may use our models where the calling client has none. */
  readonly sampling: 'allow' | 'ask' | 'deny';
  /** `<inferencer>/<model>` that answers them. */
  readonly samplingModel: string;
  /** Longest answer, in tokens; a server's own wish can only be lower. */
  readonly samplingMaxTokens: number;
  /** How many such answers each server gets in an hour. */
  readonly samplingPerHour: number;
  /** Seconds that a question waits for the person at the window. */
  readonly questionTimeout: number;
}
