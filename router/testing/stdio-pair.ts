/** Both ends of an MCP connection over streams, as `woollama mcp` has it, in one process. */
import {
  deserializeMessage,
  serializeMessage,
  type JSONRPCMessage,
  type Transport,
} from '@modelcontextprotocol/server';
import { createInterface } from 'node:readline';
import { PassThrough, type Readable, type Writable } from 'node:stream';

interface StdioPair {
  /** For a client. */
  readonly near: Transport;
  /** For the server. */
  readonly far: { readonly input: Readable; readonly output: Writable };
}

export function openStdioPair(): StdioPair {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const near: Transport = {
    async start() {
      const lines = createInterface({ input: toClient });
      lines.on('line', (line) => near.onmessage?.(deserializeMessage(line)));
      lines.once('close', () => near.onclose?.());
    },
    async send(message: JSONRPCMessage) {
      toServer.write(serializeMessage(message));
    },
    async close() {
      toServer.end();
      toClient.end();
    },
  };
  return { near, far: { input: toServer, output: toClient } };
}
