/** The load client: carries out one plan at a time for its parent, and ends with it. */
import { openFloor } from './floor.ts';
import { openConnection, requestBytes } from './http-connection.ts';
import { openMcpHttp, type McpClient } from './mcp-http.ts';
import { openMcpStdio } from './mcp-stdio.ts';
import type {
  FloorPlan,
  HangUpPlan,
  LoadPlan,
  McpHttpPlan,
  McpStdioPlan,
  Plan,
  PlanAnswer,
  Slot,
} from './plan.ts';
import { takeSlot } from './take-slot.ts';

const CHAT_PATH = '/v1/chat/completions';
const NOTHING: Slot = {
  count: 0,
  answered: 0,
  failed: 0,
  elapsedMs: 0,
  p50Ms: 0,
  p99Ms: 0,
  firstMs: 0,
  payloadBytes: 0,
};

function carryOut(plan: Plan): Promise<Slot> {
  switch (plan.kind) {
    case 'load':
      return load(plan);
    case 'floor':
      return floor(plan);
    case 'hang-up':
      return hangUp(plan);
    case 'mcp-http':
      return askMcp(plan, openMcpHttp(plan));
    case 'mcp-stdio':
      return askMcp(plan, openMcpStdio(plan));
  }
}

function openConnections({ address, connections }: LoadPlan | HangUpPlan) {
  return Promise.all(Array.from({ length: connections }, () => openConnection(address)));
}

async function load(plan: LoadPlan): Promise<Slot> {
  const request = requestBytes(plan.address, CHAT_PATH, plan.body);
  const connections = await openConnections(plan);
  const askers = connections.map((connection) => async () => {
    const reply = await connection.ask(request);
    const rightLength = (plan.payloadBytes ?? reply.payloadBytes) === reply.payloadBytes;
    return { ...reply, ok: reply.status === 200 && rightLength };
  });
  try {
    return await takeSlot({ ...plan, askers });
  } finally {
    for (const connection of connections) connection.close();
  }
}

async function floor(plan: FloorPlan): Promise<Slot> {
  const work = await openFloor(plan);
  try {
    return await takeSlot({ ...plan, askers: [() => work.run()] });
  } finally {
    work.close();
  }
}

async function askMcp(plan: McpHttpPlan | McpStdioPlan, opened: Promise<McpClient>): Promise<Slot> {
  const client = await opened;
  try {
    return await takeSlot({ ...plan, askers: [() => client.ask()] });
  } finally {
    client.close();
  }
}

async function hangUp(plan: HangUpPlan): Promise<Slot> {
  const request = requestBytes(plan.address, CHAT_PATH, plan.body);
  const connections = await openConnections(plan);
  await Promise.all(connections.map((connection) => connection.begin(request)));
  for (const connection of connections) connection.close();
  return { ...NOTHING, count: connections.length };
}

function tell(answer: PlanAnswer): void {
  process.send?.(answer);
}

process.on('message', (plan: Plan) => {
  carryOut(plan).then(
    (slot) => tell({ slot }),
    (error: unknown) => tell({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
process.send?.({ ready: true });
