/** What the MCP cases ask, as both ends of the bench must know it. */
import type { Address } from './http-connection.ts';

const ECHO_TEXT = 'say this again, please';
export const TOOLS = { servers: 10, toolsPerServer: 50 };
export const TOOL_COUNT = TOOLS.servers * TOOLS.toolsPerServer;

export type McpMethod = 'tools/call' | 'tools/list';
/** With a session of 2025-11-25, or each request on its own as of 2026-07-28. */
export type McpEra = '2025-11-25' | '2026-07-28';

interface McpQuestion {
  readonly method: McpMethod;
  readonly tool: string;
}

export interface McpHttpOptions extends McpQuestion {
  readonly address: Address;
  readonly era: McpEra;
}

export interface McpStdioOptions extends McpQuestion {
  /** Of Node. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

const CLIENT = { name: 'bench', version: '1' };

export function paramsOf(method: McpMethod, tool: string): object {
  return method === 'tools/call' ? { name: tool, arguments: { text: ECHO_TEXT } } : {};
}

export const initializeParams = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: CLIENT,
};

/** What every request of 2026-07-28 says of its client. */
export const envelope = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': CLIENT,
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** Whether the answer is what was asked for; looked at once, then only its length. */
export function isRight(method: McpMethod, answer: string): boolean {
  if (method === 'tools/call') return answer.includes(ECHO_TEXT) && !answer.includes('"isError"');
  return (answer.match(/"inputSchema"/g) ?? []).length >= TOOL_COUNT;
}
