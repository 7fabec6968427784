import type { ConfigIssue } from '#contract/config.ts';
import type { RouterStatus } from '#contract/status.ts';
import type { ConfigStore } from '#core/ports/config.ts';
import type { Inferencers } from '#core/ports/inferencers.ts';
import type { McpClients } from '#core/ports/mcp-clients.ts';
import type { Recipes } from '#core/ports/recipes.ts';
import type { Requests } from '#core/ports/requests.ts';
import type { Tools } from '#core/ports/tools.ts';
import type { Settings } from './settings.ts';

interface DescribedRouter {
  readonly settings: Settings;
  readonly version: string;
  readonly parts: {
    readonly inferencers: Inferencers;
    readonly recipes: Recipes;
    readonly requests: Requests;
    readonly tools: Tools;
    readonly clients: McpClients;
    /** What is wrong with our own file, if anything is. */
    readonly stateProblem: () => ConfigIssue | undefined;
  };
  readonly store: ConfigStore;
  readonly mcpCommand?: RouterStatus['mcpCommand'];
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly logPath: string | undefined;
  readonly listeners: { readonly address: string; readonly socket: string | null } | undefined;
}

/** What the owner may know about the router as it is now. */
export function describeRouter(described: DescribedRouter): RouterStatus {
  const { settings, version, parts, store, startedAt, logPath, listeners, mcpCommand } = described;
  const problem = parts.stateProblem();
  const origin = listeners && `http://${listeners.address}`;
  const uses = (name: string): number =>
    parts.recipes.list().filter(({ inferencer }) => inferencer.startsWith(`${name}/`)).length;
  return {
    version,
    pid: process.pid,
    startedAt,
    baseUrl: origin === undefined ? '' : `${origin}/v1`,
    mcpUrl: origin === undefined ? '' : `${origin}/mcp`,
    socket: listeners?.socket ?? null,
    configDir: settings.configDir,
    stateDir: settings.stateDir,
    logPath: logPath ?? null,
    tokenRequired: settings.token !== '',
    ...(mcpCommand && { mcpCommand }),
    auto: parts.inferencers.lastAuto(),
    inferencers: parts.inferencers.status().map((one) => ({ ...one, recipes: uses(one.name) })),
    servers: parts.tools.servers(),
    clients: parts.clients.list(),
    recipes: parts.recipes.list().map((recipe) => recipe.name),
    issues: [...store.current().issues, ...(problem ? [problem] : [])],
    requestsInFlight: parts.requests.inFlight(),
  };
}
