/** The last lines of the log and of every server's stderr, secrets masked. */
import type { LogLine } from '#contract/logs.ts';

export interface LogLines {
  /** The newest `limit`, oldest first. */
  list(limit: number): readonly LogLine[];
  /** Those after `seq` that are still kept, oldest first. */
  since(seq: number): readonly LogLine[];
  /** Of the newest line; 0 when there was none. */
  seq(): number;
  subscribe(listener: (line: LogLine) => void): () => void;
}

/**
 * Where MCP servers' stderr goes, line by line. `show` makes the text, secrets masked; it is only
 * called for lines that are kept, as a server may write more than anybody can read.
 */
export type ServerOutput = (server: string, show: () => string) => void;
