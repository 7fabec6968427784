/**
 * MCP over a child process's pipes, as the SDK's Transport. The SDK's own one knows no process
 * groups, no bounded stderr and no reason why a child ended.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { RouterError } from '#core/router-error.ts';
import type { Mask } from '../servers/secret-mask.ts';
import type { Child, ChildExit, ChildSpec } from '#core/processes/child-process.ts';
import { LineSplitter } from '#core/processes/line-splitter.ts';
import { startServer, type ServerStarter } from './start-server.ts';
import { StderrTail, type LineListener } from './stderr-tail.ts';

const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
/** What may wait in memory for a server that does not read its stdin. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024;
/** How long the last words of an ended process may take to arrive. */
const LAST_WORDS_MS = 300;

export interface StdioTransportOptions extends ServerStarter {
  readonly spec: ChildSpec;
  /** For what the server writes to stderr. */
  readonly mask: Mask;
  /** Called for each line on stdout that is not a message. */
  readonly onNoise: (line: string) => void;
  /** Called for each line on stderr. */
  readonly onStderr?: LineListener | undefined;
  readonly maxMessageBytes?: number;
}

export class StdioTransport {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: ((message: object) => void) | undefined;

  readonly stderr: StderrTail;
  readonly #options: StdioTransportOptions;
  #watching: Promise<void> | undefined;
  #child: Child | undefined;
  #pid: number | undefined;
  #ended: string | undefined;
  #startFailure: string | undefined;

  constructor(options: StdioTransportOptions) {
    this.#options = options;
    this.stderr = new StderrTail(options.mask, options.onStderr);
  }

  /** Of the process, while it runs. */
  get pid(): number | undefined {
    return this.#pid;
  }

  /** The system's code when the process could not be started, such as `ENOENT`. */
  get startFailure(): string | undefined {
    return this.#startFailure;
  }

  /** Why the connection is over, in plain words; undefined while it is not. */
  get ended(): string | undefined {
    return this.#ended;
  }

  async start(): Promise<void> {
    const started = await startServer(this.#options.spec, this.#options);
    if (!started.ok) {
      this.#startFailure = started.code;
      throw new RouterError('TOOLS_UNAVAILABLE', `The process could not start (${started.code})`);
    }
    this.#child = started.child;
    this.#listen(started.child);
    // Somebody closed us while the process was being started.
    if (this.#ended !== undefined) await started.child.stop();
  }

  /** Resolves when the pipe took the message, so a server that does not read slows its callers. */
  async send(message: object): Promise<void> {
    const child = this.#child;
    if (child === undefined || this.#ended !== undefined) throw closed();
    if (child.stdin.writableLength > MAX_UNREAD_BYTES) {
      throw new RouterError('TOOLS_UNAVAILABLE', 'The server does not read its input');
    }
    const line = `${JSON.stringify(message)}\n`;
    try {
      await new Promise<void>((resolve, reject) => {
        child.stdin.write(line, (error) => (error ? reject(closed()) : resolve()));
      });
    } catch (error) {
      await this.#reasonKnown();
      throw error;
    }
  }

  /** Resolves when the process and all its children are gone. Idempotent. */
  async close(): Promise<void> {
    this.#end('The connection was closed');
    await this.#child?.stop();
  }

  #listen(child: Child): void {
    const splitter = new LineSplitter({
      maxBytes: this.#options.maxMessageBytes ?? MAX_MESSAGE_BYTES,
      onLine: (line) => this.#receive(line),
      onTooLong: () => this.#end('The server sent a message beyond the size limit'),
    });
    child.stdout.on('data', (chunk: Buffer) => splitter.write(chunk));
    child.stderr.on('data', (chunk: Buffer) => this.stderr.write(chunk));
    child.stderr.once('close', () => this.stderr.end());
    this.#pid = child.pid;
    void child.exited.then(() => (this.#pid = undefined));
    for (const stream of [child.stdin, child.stdout, child.stderr]) {
      stream.on('error', () => {
        // A broken pipe; that the process ended or closed its output is reported below.
      });
    }
    this.#watching = this.#watch(child);
  }

  /** A pipe breaks a moment before its process is seen to end, and the end says more. */
  async #reasonKnown(): Promise<void> {
    await Promise.race([this.#watching, sleep(3 * LAST_WORDS_MS, undefined, { ref: false })]);
  }

  /** An ended process may still have an answer in its pipe; one that closed its pipe is useless. */
  async #watch(child: Child): Promise<void> {
    const silent = new Promise<undefined>((resolve) => {
      child.stdout.once('close', () => resolve(undefined));
    });
    const lastWords = async (): Promise<undefined> =>
      sleep(LAST_WORDS_MS, undefined, { ref: false });
    const first = await Promise.race([child.exited, silent]);
    if (first !== undefined) await Promise.race([silent, lastWords()]);
    const exit = first ?? (await Promise.race([child.exited, lastWords()]));
    this.#end(exit === undefined ? 'The server closed its output' : describeExit(exit));
  }

  #receive(line: string): void {
    if (this.#ended !== undefined || line.trim() === '') return;
    const messages = parseMessages(line);
    if (messages === undefined) this.#options.onNoise(line);
    for (const message of messages ?? []) this.#deliver(message);
  }

  #deliver(message: object): void {
    try {
      this.onmessage?.(message);
    } catch (error) {
      this.onerror?.(error instanceof Error ? error : new Error('a message could not be handled'));
    }
  }

  #end(reason: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    // A process that lost its connection, or left children behind, is of no more use.
    void this.#child?.stop();
    this.onclose?.();
  }
}

/** One message, or several in an array as the 2025-03-26 revision allowed; undefined for noise. */
function parseMessages(line: string): readonly object[] | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const messages: readonly unknown[] = Array.isArray(value) ? value : [value];
    return messages.every(isMessage) ? messages : undefined;
  } catch {
    return undefined; // not JSON: a greeting, a debug print
  }
}

function isMessage(value: unknown): value is object {
  return typeof value === 'object' && value !== null && 'jsonrpc' in value;
}

function describeExit(exit: ChildExit): string {
  if (exit.signal !== null) return `The process was ended by ${exit.signal}`;
  return exit.code === null
    ? 'The process was ended from outside'
    : `The process exited with code ${exit.code}`;
}

function closed(): RouterError {
  return new RouterError('TOOLS_UNAVAILABLE', 'The connection is closed');
}
