/** An MCP server over stdio whose tools say back what they are given. Argument: how many tools (1). */
import { createInterface } from 'node:readline';
import { echoTools } from './echo-tools.ts';

const tools = echoTools(Number(process.argv[2] ?? 1));

interface RpcRequest {
  readonly id?: number | string;
  readonly method: string;
  readonly params?: { readonly protocolVersion?: string; readonly arguments?: { text?: string } };
}

function resultOf({ method, params }: RpcRequest): object | undefined {
  switch (method) {
    case 'initialize':
      return {
        protocolVersion: params?.protocolVersion,
        capabilities: { tools: {} },
        serverInfo: { name: 'bench', version: '1' },
      };
    case 'tools/list':
      return { tools };
    case 'tools/call':
      return { content: [{ type: 'text', text: params?.arguments?.text ?? '' }] };
    case 'ping':
      return {};
    default:
      return undefined;
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const request: RpcRequest = JSON.parse(line);
  if (request.id === undefined) return;
  const result = resultOf(request);
  const outcome = result ? { result } : { error: { code: -32_601, message: 'unknown method' } };
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id: request.id, ...outcome })}\n`);
});
