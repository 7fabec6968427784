import type { RouterStatus, ServerStatus } from '#contract/status.ts';
import { findRuntimePlaces } from '../listeners/runtime-dir.ts';
import { askRouter, isUnreachable } from './connect-owner.ts';
import type { Invocation } from './invocation.ts';
import { explainNoAnswer } from './explain-no-answer.ts';
import { formatIssue } from './print-issues.ts';

/** `woollama status`: asks the running router. Exit code 1 when none runs. */
export async function statusCommand({ flags, env }: Invocation): Promise<number> {
  const places = findRuntimePlaces(env);
  try {
    const status = await askRouter(places, 'status.get', {});
    if (flags['json'] === true) {
      process.stdout.write(`${JSON.stringify({ running: true, ...status }, null, 2)}\n`);
    } else process.stdout.write(describe(status));
    return 0;
  } catch (error) {
    process.stderr.write(`woollama: ${explainNoAnswer(error, places)}\n`);
    if (flags['json'] === true && isUnreachable(error)) {
      process.stdout.write('{"running":false}\n');
    }
    return 1;
  }
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
