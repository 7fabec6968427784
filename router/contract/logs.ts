import { z } from 'zod';

export const logLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']);

export const logLine = z.object({
  /** Rises by one. */
  seq: z.number(),
  /** Milliseconds since 1970. */
  at: z.number(),
  level: logLevel,
  /** `router`, or the name of the MCP server whose stderr it is. */
  source: z.string(),
  message: z.string(),
  /** The other facts, as `name value` pairs in one line; empty when there are none. */
  details: z.string(),
});

export type LogLevel = z.infer<typeof logLevel>;
export type LogLine = Readonly<z.infer<typeof logLine>>;

/** How many lines the router can still show. */
export const LOG_LIMIT = 10_000;
