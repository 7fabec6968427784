import type { McpClient, RouterStatus, ServerStatus } from '#contract/status.ts';
import { stripControls } from '#core/strip-controls.ts';
import { formatIssue } from './print-issues.ts';

/** What `woollama status` prints; `questions` is how many wait for the person. */
export function describeStatus(status: RouterStatus, questions: number): string {
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
    ...(status.clients.length === 0 ? [] : ['MCP clients']),
    ...status.clients.map((client) => `  ${describeClient(client)}`),
    ...(questions === 0 ? [] : [describeQuestions(questions)]),
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

/** They say themselves who they are, so it is no text to trust a terminal with. */
function describeClient({ name, version, transport, protocol }: McpClient): string {
  return stripControls(`${name} ${version}, ${transport}, ${protocol}`);
}

function describeQuestions(count: number): string {
  const what = count === 1 ? '1 question of a server waits' : `${count} questions of servers wait`;
  return `${what} for you: woollama ui`;
}
