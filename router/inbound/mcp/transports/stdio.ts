import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import type { Readable, Writable } from 'node:stream';

import { MAX_MCP_MESSAGE_BYTES } from '#contract/mcp-websocket.ts';
import type { McpParts } from '../mcp-parts.ts';
import { serveConnection } from './serve-connection.ts';

export interface StdioStreams {
  readonly input: Readable;
  readonly output: Writable;
}

/** Ends with the input, or by `close`. */
export function serveStdioClient(
  parts: McpParts,
  { input, output }: StdioStreams,
): { close(): Promise<void> } {
  const transport = new StdioServerTransport(input, output, {
    maxBufferSize: MAX_MCP_MESSAGE_BYTES,
  });
  return serveConnection(parts, { kind: 'stdio', viewOptions: parts.viewOptions, transport });
}
