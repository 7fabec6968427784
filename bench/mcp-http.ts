/** An MCP client over HTTP with as little as the protocol allows: bytes that lie ready. */
import { openConnection, requestBytes, type HttpConnection } from './http-connection.ts';
import {
  envelope,
  initializeParams,
  isRight,
  paramsOf,
  type McpHttpOptions,
} from './mcp-messages.ts';
import type { Outcome } from './take-slot.ts';

const PATH = '/mcp';
const ACCEPT = { accept: 'application/json, text/event-stream' };

export interface McpClient {
  ask(): Promise<Outcome>;
  close(): void;
}

/** Rejects when the first answer is not what was asked for. */
export async function openMcpHttp(options: McpHttpOptions): Promise<McpClient> {
  const { address, method } = options;
  const connection = await openConnection(address);
  const request = await prepare(connection, options);
  const first = await connection.ask(request, true);
  if (first.status !== 200 || !isRight(method, first.text))
    throw new Error(`${method} was answered with ${first.status}: ${first.text.slice(0, 300)}`);
  // Short answers are read, because the ids of their events may grow; long ones have one length.
  const isShort = method === 'tools/call';
  return {
    async ask() {
      const reply = await connection.ask(request, isShort);
      const isSame = reply.payloadBytes === first.payloadBytes;
      return {
        ...reply,
        ok: reply.status === 200 && (isShort ? isRight(method, reply.text) : isSame),
      };
    },
    close: () => connection.close(),
  };
}

/** The bytes of the request, in a session where the era has such. */
async function prepare(
  connection: HttpConnection,
  { address, era, method, tool }: McpHttpOptions,
): Promise<Buffer> {
  const params = paramsOf(method, tool);
  const bytes = (message: object, headers: Record<string, string>) =>
    requestBytes(address, PATH, JSON.stringify({ jsonrpc: '2.0', ...message }), {
      ...ACCEPT,
      ...headers,
    });
  if (era === '2026-07-28') {
    const name: Record<string, string> = method === 'tools/call' ? { 'mcp-name': tool } : {};
    const headers = { 'mcp-protocol-version': era, 'mcp-method': method, ...name };
    return bytes({ id: 2, method, params: { ...params, _meta: envelope } }, headers);
  }
  const hello = bytes({ id: 1, method: 'initialize', params: initializeParams }, {});
  const { head } = await connection.ask(hello, true);
  const session = /\r\nmcp-session-id: *([^\r\n]+)/i.exec(head)?.[1];
  if (session === undefined) throw new Error('no session was given');
  const headers = { 'mcp-session-id': session, 'mcp-protocol-version': era };
  await connection.ask(bytes({ method: 'notifications/initialized' }, headers));
  return bytes({ id: 2, method, params }, headers);
}
