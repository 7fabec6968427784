import { request } from 'node:http';

import type { RouterStatus, ServerStatus } from '#contract/status.ts';
import { findRuntimePlaces } from '../listeners/runtime-dir.ts';
import type { Invocation } from './invocation.ts';
import { formatIssue } from './print-issues.ts';

/** `woollama status`: asks the running router over its private socket. Exit code 1 when none runs. */
export async function statusCommand({ flags, env }: Invocation): Promise<number> {
  const { socket } = findRuntimePlaces(env);
  const text = await getText(socket, '/control/status');
  if (text === undefined) {
    if (flags['json'] === true) process.stdout.write('{"running":false}\n');
    process.stderr.write(`woollama: no router answers at ${socket}\n`);
    return 1;
  }
  const status: RouterStatus = JSON.parse(text);
  if (flags['json'] === true) {
    process.stdout.write(`${JSON.stringify({ running: true, ...status }, null, 2)}\n`);
  } else process.stdout.write(describe(status));
  return 0;
}

function describe(status: RouterStatus): string {
  const rows = [
    `woollama ${status.version}, process ${status.pid}, ${status.requestsInFlight} requests in flight`,
    `OpenAI base_url: ${status.baseUrl}`,
    `MCP URL:         ${status.mcpUrl}`,
    `Config folder:   ${status.configDir}`,
    `auto/default:    ${status.auto.model} (${status.auto.reason})`,
    `Recipes:         ${status.recipes.join(', ') || 'none'}`,
    'Inferencers',
    ...status.inferencers.map((one) => {
      const key = one.keyName === undefined ? one.key : `${one.key} ($${one.keyName})`;
      return `  ${one.name}: ${one.baseUrl}, key ${key}${one.problem === undefined ? '' : `, ${one.problem}`}`;
    }),
    'Servers',
    ...status.servers.map((server) => `  ${describeServer(server)}`),
    ...status.issues.map(formatIssue),
  ];
  return `${rows.join('\n')}\n`;
}

function describeServer({
  name,
  state,
  tools,
  reason,
  attempts,
  nextRetryAt,
}: ServerStatus): string {
  const parts = [`${name}: ${state}`, `${tools} tools`];
  if (nextRetryAt !== undefined) {
    const seconds = Math.max(0, Math.round((nextRetryAt - Date.now()) / 1000));
    parts.push(`attempt ${attempts} failed, next in ${seconds} s`);
  }
  if (reason !== undefined) parts.push(reason);
  return parts.join(', ');
}

/** The body of a 200, or undefined when nobody answers. */
function getText(socketPath: string, path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const call = request({ socketPath, path, timeout: 5_000 }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('close', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve(response.complete && response.statusCode === 200 ? text : undefined);
      });
    });
    call.on('timeout', () => call.destroy());
    call.on('error', () => resolve(undefined));
    call.end();
  });
}
