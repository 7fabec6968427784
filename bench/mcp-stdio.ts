/** An MCP client over stdio: one line asked, one line answered. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createLineCutter } from './line-cutter.ts';
import { initializeParams, isRight, paramsOf, type McpStdioOptions } from './mcp-messages.ts';
import type { McpClient } from './mcp-http.ts';

/** Rejects when the first answer is not what was asked for. */
export async function openMcpStdio({
  args,
  env,
  method,
  tool,
}: McpStdioOptions): Promise<McpClient> {
  const child = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
  await once(child, 'spawn');
  let answered: ((line: Buffer) => void) | undefined;
  const cut = createLineCutter((line) => {
    // Whatever has no result is news, which nobody here waits for.
    if (!line.includes('"result"') && !line.includes('"error"')) return;
    const settle = answered;
    answered = undefined;
    settle?.(line);
  });
  child.stdout.on('data', cut);

  const bytes = (message: object) =>
    Buffer.from(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

  function ask(request: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      child.once('exit', reject);
      answered = (line) => {
        child.off('exit', reject);
        resolve(line);
      };
      child.stdin.write(request);
    });
  }

  await ask(bytes({ id: 1, method: 'initialize', params: initializeParams }));
  child.stdin.write(bytes({ method: 'notifications/initialized' }));
  const request = bytes({ id: 2, method, params: paramsOf(method, tool) });
  const first = await ask(request);
  if (!isRight(method, first.toString()))
    throw new Error(`${method} was answered with ${first.toString().slice(0, 300)}`);
  return {
    async ask() {
      const begunMs = performance.now();
      const line = await ask(request);
      const totalMs = performance.now() - begunMs;
      const ok = line.length === first.length;
      return { ok, totalMs, firstMs: totalMs, payloadBytes: line.length };
    },
    close: () => child.kill(),
  };
}
