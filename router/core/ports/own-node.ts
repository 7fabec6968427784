/** Servers on the program's own Node, where that Node is no binary which could be started. */
import type { Readable, Writable } from 'node:stream';

export interface NodeServerSpec {
  /** Absolute path of the script. */
  readonly script: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export interface NodeServer {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves with the exit code, null when it was ended from outside. */
  readonly exited: Promise<number | null>;
  /** Ends its input, then the process; resolves when it is gone. Idempotent. */
  stop(): Promise<void>;
}

/** Only desktop hosts have it; under plain Node the running binary starts servers itself. */
export type StartNode = (spec: NodeServerSpec) => NodeServer;
