/** What the owner may see of a running router: `woollama status`, the window, the tray. */
import { z } from 'zod';

import { configIssue } from './config.ts';
import { serverState } from './events.ts';

export const serverStatus = z.object({
  name: z.string(),
  transport: z.enum(['stdio', 'http', 'sse']),
  state: serverState,
  /** Permitted ones. */
  tools: z.number(),
  /** Failed ones in a row. */
  attempts: z.number(),
  reason: z.string().exactOptional(),
  /** Milliseconds since 1970. */
  nextRetryAt: z.number().exactOptional(),
  /** Last lines a stdio server wrote to stderr, secrets masked. */
  stderr: z.array(z.string()).readonly().exactOptional(),
  /** Of the child process, while there is one. */
  pid: z.number().exactOptional(),
  /** Milliseconds since 1970; of the connection that holds now. */
  connectedAt: z.number().exactOptional(),
  /** How often it was connected anew since the router started. */
  restarts: z.number().exactOptional(),
  /** The rest is known while it is connected. The protocol's revision, such as `2025-11-25`. */
  protocol: z.string().exactOptional(),
  /** As it introduced itself. */
  program: z.object({ name: z.string(), version: z.string() }).exactOptional(),
  prompts: z.number().exactOptional(),
  /** With templates. */
  resources: z.number().exactOptional(),
  /** About how many tokens its permitted tools cost in every request that offers them. */
  schemaTokens: z.number().exactOptional(),
});

/** An MCP client that is connected, or made a request in the last minutes. */
export const mcpClient = z.object({
  id: z.string(),
  /** As it introduced itself; never trusted. */
  name: z.string(),
  version: z.string(),
  transport: z.enum(['stdio', 'http', 'websocket']),
  /** The protocol's revision, such as `2026-07-28`. */
  protocol: z.string(),
  /** Milliseconds since 1970. */
  connectedAt: z.number(),
  lastAt: z.number(),
});

export const inferencerStatus = z.object({
  name: z.string(),
  baseUrl: z.string(),
  /** Where the key comes from, never the key; `stored` is the keychain or the file of secrets. */
  key: z.enum(['none-needed', 'missing', 'environment', 'file', 'stored']),
  keyName: z.string().exactOptional(),
  models: z.number(),
  /** How many recipes name it. */
  recipes: z.number().exactOptional(),
  /** Why the last discovery failed, if it did. */
  problem: z.string().exactOptional(),
  /** Milliseconds of the last discovery that succeeded. */
  latencyMs: z.number().exactOptional(),
});

export const routerStatus = z.object({
  version: z.string(),
  pid: z.number(),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  baseUrl: z.string(),
  mcpUrl: z.string(),
  socket: z.string().nullable(),
  configDir: z.string(),
  stateDir: z.string(),
  logPath: z.string().nullable(),
  tokenRequired: z.boolean(),
  /** How a program on this machine starts `woollama mcp`; absent where there is no such command. */
  mcpCommand: z
    .object({ command: z.string(), args: z.array(z.string()).readonly() })
    .exactOptional(),
  auto: z.object({ model: z.string(), reason: z.string() }),
  inferencers: z.array(inferencerStatus).readonly(),
  servers: z.array(serverStatus).readonly(),
  clients: z.array(mcpClient).readonly(),
  recipes: z.array(z.string()).readonly(),
  issues: z.array(configIssue).readonly(),
  requestsInFlight: z.number(),
});

export type ServerStatus = Readonly<z.infer<typeof serverStatus>>;
export type McpClient = Readonly<z.infer<typeof mcpClient>>;
export type InferencerStatus = Readonly<z.infer<typeof inferencerStatus>>;
export type RouterStatus = Readonly<z.infer<typeof routerStatus>>;
