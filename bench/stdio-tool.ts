/** Calls a tool of an MCP server over stdio with as little as the protocol allows. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface StdioTool {
  /** Resolves with the text of the tool's result. */
  call(name: string, args: unknown): Promise<string>;
  close(): void;
}

interface RpcReply {
  readonly id: number;
  readonly result: { readonly content?: readonly { readonly text: string }[] };
}

export async function openStdioTool(serverFile: string): Promise<StdioTool> {
  const child = spawn(process.execPath, [serverFile], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child, 'spawn');
  const waiting = new Map<number, (reply: RpcReply) => void>();
  let lastId = 0;

  createInterface({ input: child.stdout }).on('line', (line) => {
    const reply: RpcReply = JSON.parse(line);
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  });

  function send(message: object): void {
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }

  function ask(method: string, params: object): Promise<RpcReply> {
    lastId += 1;
    const id = lastId;
    return new Promise((resolve) => {
      waiting.set(id, resolve);
      send({ id, method, params });
    });
  }

  await ask('initialize', {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'bench', version: '1' },
  });
  send({ method: 'notifications/initialized' });
  return {
    async call(name, args) {
      const { result } = await ask('tools/call', { name, arguments: args });
      return result.content?.[0]?.text ?? '';
    },
    close: () => child.kill(),
  };
}
