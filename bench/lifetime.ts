/** What is measured once instead of in rounds: starting, memory, and streams nobody reads any more. */
import { setTimeout as sleep } from 'node:timers/promises';
import { chatBody, DRIP_MODEL } from './bodies.ts';
import { startServer, stop } from './children.ts';
import type { Lab } from './lab.ts';
import { residentMb } from './machine.ts';
import { judge, type Row } from './measure.ts';
import { median } from './quantile.ts';
import { startRouter } from './router-under-test.ts';

const SETTLE_MS = 2_000;
const HANG_UP_MS = 2_500;
const HUNG_UP_STREAMS = 64;

export async function measureStarts(upstreamPort: number, times: number): Promise<Row[]> {
  const bare: number[] = [];
  const alone: number[] = [];
  const withServers: number[] = [];
  const allTools: number[] = [];
  for (let time = 0; time < times; time += 1) {
    bare.push(await startBare(upstreamPort));
    const plain = await startRouter({ upstreamPort, servers: 0, toolsPerServer: 0 });
    alone.push(plain.firstAnswerMs);
    await plain.stop();
    const full = await startRouter({ upstreamPort, servers: 10, toolsPerServer: 50 });
    withServers.push(full.firstAnswerMs);
    allTools.push(full.allToolsMs);
    await full.stop();
  }
  const compared = { reference: 'bare', referenceValue: median(bare) };
  const row = (measure: string, values: number[], atMost: number) => {
    const value = median(values);
    const quotient = value / compared.referenceValue;
    return judge({ measure, unit: 'ms', value, ...compared, quotient }, { on: 'value', atMost });
  };
  return [
    row('cold start to first 200', alone, 400),
    row('cold start, 10 MCP servers', withServers, 400),
    row('500 tools of 10 servers listed', allTools, 1_000),
  ];
}

async function startBare(upstreamPort: number): Promise<number> {
  const begunMs = performance.now();
  const { child } = await startServer('bare-proxy.ts', [String(upstreamPort)]);
  const elapsedMs = performance.now() - begunMs;
  await stop(child);
  return elapsedMs;
}

/** Waits until a router just started has calmed down. */
export async function measureIdleMemory(pid: number): Promise<Row[]> {
  await sleep(SETTLE_MS);
  return memoryRow('idle memory', pid, 110);
}

export function measureLoadedMemory(pid: number): Row[] {
  return memoryRow('memory after load', pid, 250);
}

function memoryRow(measure: string, pid: number, atMost: number): Row[] {
  const value = residentMb(pid);
  return value === undefined
    ? []
    : [judge({ measure, unit: 'MB', value }, { on: 'value', atMost })];
}

/** How many streams stay open upstream after their readers went away. */
export async function measureHangUps(lab: Lab): Promise<Row[]> {
  const { address, prefix } = lab.endpoints.ours;
  const body = chatBody(`${prefix}${DRIP_MODEL}`, true);
  await lab.take('ours', { kind: 'hang-up', address, body, connections: HUNG_UP_STREAMS });
  await sleep(HANG_UP_MS);
  const value = await lab.openStreams();
  const measure = `streams open 2.5 s after ${HUNG_UP_STREAMS} hang-ups`;
  return [judge({ measure, unit: '', value }, { on: 'value', atMost: 0 })];
}
