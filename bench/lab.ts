/** The processes of one run, and one slot of load on one of them. */
import type { ChildProcess } from 'node:child_process';
import type { Endpoints, McpEndpoints } from './cases.ts';
import { ask, startHelper, startServer } from './children.ts';
import type { Address } from './http-connection.ts';
import { pin, processorMs } from './machine.ts';
import { TOOLS } from './mcp-messages.ts';
import type { Measured } from './measure.ts';
import type { Options } from './options.ts';
import { planAnswer, streamCount, type Plan, type Slot } from './plan.ts';
import { startRouter, type RunningRouter } from './router-under-test.ts';

/** How much longer than planned a slot may take: its last streams must end. */
const SLOT_GRACE_MS = 20_000;
const HOST = '127.0.0.1';

export interface Lab {
  readonly endpoints: Endpoints;
  readonly upstreamPort: number;
  /** Undefined when something else poses as the router. */
  readonly router: RunningRouter | undefined;
  /** Ties the processes: all to one processor, or the measured ones apart from the others. */
  arrange(oneAtATime: boolean): void;
  take(participant: string, plan: Plan): Promise<Measured>;
  /** Fills `endpoints.mcp`. */
  startMcp(): Promise<void>;
  openStreams(): Promise<number>;
}

export async function openLab({ oursUrl, upstreamPort: wantedPort }: Options): Promise<Lab> {
  const upstream = await startServer('upstream.ts', [wantedPort]);
  const upstreamPort = upstream.port;
  const bare = await startServer('bare-proxy.ts', [String(upstreamPort)]);
  const load = await startHelper('load.ts');
  const router = oursUrl
    ? undefined
    : await startRouter({ upstreamPort, servers: 1, toolsPerServer: 1 });

  const oursAddress = router?.address ?? addressOf(oursUrl);
  const measuredPids = new Map<string, number>();
  if (bare.child.pid) measuredPids.set('bare', bare.child.pid);
  if (router) measuredPids.set('ours', router.pid);

  let mcp: McpEndpoints | undefined;
  /** Beside those that are measured. */
  const mcpPids: number[] = [];

  return {
    endpoints: {
      direct: { address: { host: HOST, port: upstreamPort }, prefix: '' },
      bare: { address: { host: HOST, port: bare.port }, prefix: '' },
      ours: { address: oursAddress, prefix: router ? 'up/' : '' },
      get mcp() {
        return mcp;
      },
    },
    upstreamPort,
    router,
    arrange(oneAtATime) {
      if (!router) return; // an unknown process cannot be tied, so nobody is
      const others = [upstream.child.pid, load.child.pid].filter((pid) => pid !== undefined);
      pin([...measuredPids.values(), ...mcpPids], '0');
      pin(others, oneAtATime ? '0' : '1');
    },
    async startMcp() {
      const sdk = await startServer('sdk-server.ts');
      const hub = await startRouter({ upstreamPort, ...TOOLS });
      mcpPids.push(sdk.child.pid ?? 0, hub.pid);
      mcp = { sdk: { host: HOST, port: sdk.port }, ours: hub.address, env: hub.env };
    },
    async take(participant, plan) {
      // Those of the MCP cases are other processes, under the same names.
      const pid = plan.kind.startsWith('mcp-') ? undefined : measuredPids.get(participant);
      const before = pid === undefined ? undefined : processorMs(pid);
      const slot = await carryOut(load.child, plan);
      const after = pid === undefined ? undefined : processorMs(pid);
      const spent = before === undefined || after === undefined ? undefined : after - before;
      return { ...slot, processorMs: spent };
    },
    async openStreams() {
      return streamCount.parse(await ask(upstream.child, {}, SLOT_GRACE_MS)).openStreams;
    },
  };
}

async function carryOut(load: ChildProcess, plan: Plan): Promise<Slot> {
  const planMs = plan.kind === 'hang-up' ? 0 : plan.warmMs + plan.durationMs;
  const answer = planAnswer.parse(await ask(load, plan, planMs + SLOT_GRACE_MS));
  if ('error' in answer) throw new Error(answer.error);
  return answer.slot;
}

function addressOf(url: URL | undefined): Address {
  return { host: url?.hostname ?? HOST, port: Number(url?.port) };
}
