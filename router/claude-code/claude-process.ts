/** The running program: its lines, its first words on stderr, and its end for whatever reason. */
import { StringDecoder } from 'node:string_decoder';

import type { Child, ChildExit } from '#core/processes/child-process.ts';
import { LineSplitter } from '#core/processes/line-splitter.ts';
import { settledWithin } from '#core/settled-within.ts';
import { RouterError } from '#core/router-error.ts';
import { toCancelled } from '#core/until-aborted.ts';

const MAX_LINE_BYTES = 32 * 1024 * 1024;
const MAX_STDERR_LENGTH = 4096;
/** How long the program may take to leave once it has said its last. */
const LEAVING_MS = 5_000;
/** How long its last words may take to arrive. */
const LAST_WORDS_MS = 1_000;

export interface WatchOptions {
  /** Milliseconds of silence after which it is ended; silence of a tool that runs does not count. */
  readonly idleMs: number;
  readonly isBusy: () => boolean;
  readonly signal: AbortSignal;
}

export interface ClaudeProcess {
  /** Rejects with the signal's reason, UPSTREAM_TIMEOUT, or CLAUDE_FAILED for an endless line. */
  lines(): AsyncGenerator<string>;
  /** How it ended; ends it when it does not. To be asked after the lines. */
  exit(): Promise<ChildExit>;
  stderr(): string;
  /** Ends the whole process group at once. */
  stop(): Promise<void>;
}

export function watchClaude(child: Child, options: WatchOptions): ClaudeProcess {
  const { idleMs, isBusy, signal } = options;
  let failure: RouterError | undefined;
  let stderr = '';
  const decoder = new StringDecoder('utf8');
  child.stderr.on('data', (chunk: Buffer) => {
    if (stderr.length < MAX_STDERR_LENGTH) stderr += decoder.write(chunk);
  });
  // A program that ends without reading closes the pipe; its exit tells why.
  child.stdin.on('error', () => undefined);
  for (const stream of [child.stdout, child.stderr]) stream.on('error', () => undefined);

  const end = (why: RouterError): void => {
    failure ??= why;
    void child.stop(0);
  };
  const onAbort = (): void => end(toCancelled(signal));
  const onSilence = (): void => {
    if (isBusy()) silence.refresh();
    else end(new RouterError('UPSTREAM_TIMEOUT', timedOut(idleMs)));
  };
  const silence = setTimeout(onSilence, idleMs);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  // What it left running may hold its pipes open for ever.
  void endLeftovers(child);

  return {
    async *lines() {
      try {
        for await (const line of readLines(child)) {
          silence.refresh();
          yield line;
        }
      } catch (error) {
        // Else the pipe was torn, and how the program ended tells why.
        if (error instanceof RouterError) throw failure ?? error;
      }
      if (failure !== undefined) throw failure;
    },
    async exit() {
      if (!(await settledWithin(LEAVING_MS, child.exited))) await child.stop(0);
      return child.exited;
    },
    stderr: () => stderr.slice(0, MAX_STDERR_LENGTH),
    async stop() {
      clearTimeout(silence);
      signal.removeEventListener('abort', onAbort);
      await child.stop(0);
    },
  };
}

async function endLeftovers(child: Child): Promise<void> {
  await child.exited;
  if (!(await settledWithin(LAST_WORDS_MS, closed(child)))) await child.stop(0);
}

function closed({ stdout }: Child): Promise<unknown> {
  if (stdout.closed) return Promise.resolve();
  return new Promise((resolve) => stdout.once('close', resolve));
}

async function* readLines({ stdout }: Child): AsyncGenerator<string> {
  const lines: string[] = [];
  let isTooLong = false;
  const splitter = new LineSplitter({
    maxBytes: MAX_LINE_BYTES,
    onLine: (line) => lines.push(line),
    onTooLong: () => (isTooLong = true),
  });
  for await (const chunk of stdout as AsyncIterable<Buffer>) {
    splitter.write(chunk);
    yield* lines.splice(0);
    if (isTooLong) {
      throw new RouterError('CLAUDE_FAILED', 'claude-code backend: it wrote a line without end');
    }
  }
  splitter.write(Buffer.from('\n'));
  yield* lines;
}

function timedOut(idleMs: number): string {
  return `claude-code backend: timed out after ${idleMs / 1000} s without a word`;
}
