/** Lines of a stream as WebSocket frames, and frames as lines; looked into only for the line ends. */
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { RawData, WebSocket } from 'ws';

import { MAX_MCP_MESSAGE_BYTES } from '#contract/mcp-websocket.ts';

export interface Pumped {
  readonly input: Readable;
  readonly output: Writable;
  /** Open already. */
  readonly socket: WebSocket;
  /** Ends it from outside. */
  readonly signal: AbortSignal;
}

/** Which side ended it. */
export type PumpEnd = 'client' | 'router';

const LINE_END = 0x0a;

const NORMAL = 1000;

/** Resolves when either side has ended; then the socket is closed. What one side cannot take is not read from the other. */
export async function pumpLines({ input, output, socket, signal }: Pumped): Promise<PumpEnd> {
  const over = new AbortController();
  const options = { signal: over.signal };
  socket.on('message', (data: RawData) => {
    // In one go, else the client is woken for the line end alone.
    output.cork();
    output.write(toBytes(data));
    const hasRoom = output.write('\n');
    if (!hasRoom) {
      socket.pause();
      output.once('drain', () => socket.resume());
    }
    output.uncork();
  });
  const ends: Promise<PumpEnd>[] = [
    once(socket, 'close', options).then(() => 'router'),
    once(output, 'error', options).then(() => 'client'),
    whenAborted(signal, options).then(() => 'client'),
    sendLines(input, socket),
  ];
  // What ends later, or breaks off with the pump, is no news any more.
  for (const end of ends) end.catch(() => undefined);
  // A socket that broke closes, too.
  socket.on('error', () => undefined);
  const end = await Promise.race(ends);
  over.abort();
  if (socket.readyState === socket.OPEN) socket.close(NORMAL);
  input.destroy();
  return end;
}

async function whenAborted(
  signal: AbortSignal,
  options: { readonly signal: AbortSignal },
): Promise<void> {
  // It may have fired before anybody listened.
  if (!signal.aborted) await once(signal, 'abort', options);
}

/** Resolves with the side that let it down: an input that ended or broke, a socket that takes no more. */
async function sendLines(input: Readable, socket: WebSocket): Promise<PumpEnd> {
  const chunks: AsyncIterable<Buffer> = input;
  let parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of chunks) {
      let from = 0;
      for (let end = chunk.indexOf(LINE_END); end !== -1; end = chunk.indexOf(LINE_END, from)) {
        parts.push(chunk.subarray(from, end));
        if (!(await send(socket, Buffer.concat(parts)))) return 'router';
        parts = [];
        length = 0;
        from = end + 1;
      }
      const rest = chunk.subarray(from);
      parts.push(rest);
      length += rest.length;
      if (length > MAX_MCP_MESSAGE_BYTES) return 'client';
    }
  } catch {
    // The other side of a pipe may vanish at any time.
  }
  return 'client';
}

/** False when the socket could not take it. */
async function send(socket: WebSocket, line: Buffer): Promise<boolean> {
  if (line.length === 0) return true;
  return new Promise((resolve) => {
    socket.send(line, { binary: false }, (error) => resolve(!error));
  });
}

function toBytes(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
