/** The router as one MCP server, beside a server that is called directly. */
import type { Case, Endpoints, McpEndpoints, Timing } from './cases.ts';
import { slotOf, type Metric, type Round } from './measure.ts';
import { TOOL_COUNT, type McpEra, type McpMethod } from './mcp-messages.ts';
import type { Plan } from './plan.ts';
import { PROGRAM, TOOL_SERVER } from './router-under-test.ts';

/** A tool in the middle of the middle server. */
const OUR_TOOL = 'bench5.echo_25';
const THEIR_TOOL = 'echo_25';

function mcpOf({ mcp }: Endpoints): McpEndpoints {
  if (!mcp) throw new Error('no MCP server was started');
  return mcp;
}

const p50 = (round: Round, who: string) => slotOf(round, who).p50Ms;

function comparedTo(reference: string, target?: Metric['target']): Metric {
  const metric = { name: 'p50', unit: 'ms', read: p50, reference };
  return target ? { ...metric, target } : metric;
}

const shared = { oneAtATime: true, needsRecipes: true, needsMcp: true } as const;

function overHttp(name: string, era: McpEra, method: McpMethod, target: Metric['target']): Case {
  const plan =
    (who: 'sdk' | 'ours', tool: string) =>
    (ends: Endpoints, timing: Timing): Plan => ({
      kind: 'mcp-http',
      ...timing,
      address: mcpOf(ends)[who],
      era,
      method,
      tool,
    });
  return {
    ...shared,
    name: `${method} over HTTP, ${name}`,
    participants: { sdk: plan('sdk', THEIR_TOOL), ours: plan('ours', OUR_TOOL) },
    metrics: [comparedTo('sdk', target)],
  };
}

function overStdio(method: McpMethod, metrics: readonly Metric[]): Case {
  const plan =
    (args: readonly string[], tool: string) =>
    (ends: Endpoints, timing: Timing): Plan => ({
      kind: 'mcp-stdio',
      ...timing,
      args,
      env: mcpOf(ends).env,
      method,
      tool,
    });
  return {
    ...shared,
    name: `${method} over stdio`,
    participants: {
      direct: plan([TOOL_SERVER, String(TOOL_COUNT)], THEIR_TOOL),
      ours: plan([PROGRAM, 'mcp'], OUR_TOOL),
    },
    metrics,
  };
}

const addedToDirect: Metric = {
  name: 'added p50',
  unit: 'ms',
  read: (round, who) => p50(round, who) - p50(round, 'direct'),
  target: { on: 'value', atMost: 0.08 },
};

const asFast = { on: 'quotient', atMost: 1 } as const;
const prepared = { on: 'value', atMost: 0.3 } as const;

export const MCP_CASES: readonly Case[] = [
  overHttp('in a session', '2025-11-25', 'tools/call', asFast),
  overHttp('stateless', '2026-07-28', 'tools/call', asFast),
  overHttp('in a session', '2025-11-25', 'tools/list', prepared),
  overHttp('stateless', '2026-07-28', 'tools/list', prepared),
  overStdio('tools/call', [comparedTo('direct'), addedToDirect]),
  overStdio('tools/list', [comparedTo('direct')]),
];
