import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import type { Readable, Writable } from 'node:stream';

import type { McpParts } from '../mcp-parts.ts';
import { serveConnection } from './serve-connection.ts';

export interface StdioStreams {
  readonly input: Readable;
  readonly output: Writable;
}

/** As much as any other transport takes. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

/** Ends with the input, or by `close`. */
export function serveStdioClient(
  parts: McpParts,
  { input, output }: StdioStreams,
): { close(): Promise<void> } {
  const transport = new StdioServerTransport(input, output, { maxBufferSize: MAX_MESSAGE_BYTES });
  return serveConnection(parts, { kind: 'stdio', viewOptions: parts.viewOptions, transport });
}
