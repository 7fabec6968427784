/** Every feature, by every transport and era of the client, from every kind of server. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createHome, eventually, type Home } from '../fixtures/router-process.ts';
import { answersOf, capabilitiesOf, FEATURES } from './fixtures/features.ts';
import { connectRaw, ERAS, Refusal, type Era, type RawClient } from './fixtures/raw-client.ts';
import {
  HTTP_FIXTURE,
  MODERN_FIXTURE,
  STDIO_FIXTURE,
  startRouted,
  stdioFixture,
  type Routed,
} from './fixtures/routed.ts';
import { ToolFailure, type Scene } from './fixtures/scene.ts';
import { startServer, type RunningServer } from './fixtures/start-server.ts';
import {
  openHttpWire,
  openProgramWire,
  openStdioWire,
  openWebSocketWire,
  type Wire,
} from './fixtures/wires.ts';
import { expectedOutcome, SERVERS, WIRES, type Cell, type WireKind } from './matrix-table.ts';

let routed: Routed;
/** Without a router: `woollama mcp` starts its own. */
let alone: Home;
const servers: RunningServer[] = [];

beforeAll(async () => {
  servers.push(await startServer(HTTP_FIXTURE), await startServer(MODERN_FIXTURE));
  const [http, modern] = servers.map(({ port }) => ({ url: `http://127.0.0.1:${port}/mcp` }));
  const entries = { stdio: stdioFixture(), http: http ?? {}, modern: modern ?? {} };
  routed = await startRouted(entries);
  alone = createHome();
  alone.write('mcp.json', JSON.stringify({ mcpServers: entries }));
}, 60_000);

afterAll(async () => {
  await routed.stop();
  alone.remove();
  for (const server of servers) await server.stop();
});

const OPEN: Readonly<Record<WireKind, () => Wire | Promise<Wire>>> = {
  'stdio, attached': () => openStdioWire(routed.home),
  'stdio, alone': () => openStdioWire(alone),
  HTTP: () => openHttpWire({ origin: routed.router.origin }),
  WebSocket: () => openWebSocketWire(routed.router.origin),
  'unix socket': () => openHttpWire({ socketPath: routed.home.socket }),
};

/** `works`, who answered, or how it was refused. */
async function outcomeOf(feature: string, scene: Scene): Promise<string> {
  try {
    return (await FEATURES[feature]?.(scene)) ?? 'no such feature';
  } catch (error) {
    if (error instanceof Refusal) return `refused: ${error.code} ${error.message}`;
    if (error instanceof ToolFailure) return `refused: ${error.message}`;
    return `broken: ${String(error)}`;
  }
}

/** What came out otherwise than the table says. */
async function surprises(scene: Scene, cell?: Cell): Promise<string[]> {
  const found: string[] = [];
  for (const feature of Object.keys(FEATURES)) {
    const outcome = await outcomeOf(feature, scene);
    const expected = cell ? expectedOutcome(cell, feature) : /^works$/;
    if (!expected.test(outcome)) found.push(`${feature}: ${outcome}, not ${expected.source}`);
  }
  return found;
}

async function meet(wire: Wire, era: Era): Promise<RawClient> {
  const options = { capabilities: capabilitiesOf(era), answers: answersOf(era) };
  return connectRaw(wire, { era, ...options });
}

/** A router of one's own may still be starting its servers. */
async function allListed(client: RawClient): Promise<void> {
  await eventually(
    async () => JSON.stringify(await client.request('tools/list')),
    (list) => SERVERS.every((server) => list.includes(`"${server}.test_wait"`)),
  );
}

describe('nobody between', () => {
  const at = (index: number) => ({ origin: `http://127.0.0.1:${servers[index]?.port}` });

  test.each([
    ['stdio', () => openProgramWire(STDIO_FIXTURE)],
    ['HTTP', () => openHttpWire(at(0))],
  ])('a server of 2025-11-25 over %s', async (_name, open) => {
    const client = await meet(open(), '2025-11-25');
    expect(await surprises({ client, server: '', control: undefined })).toEqual([]);
    await client.close();
  });

  test('a server of 2026-07-28', async () => {
    const client = await meet(openHttpWire(at(1)), '2026-07-28');
    const found = await surprises({ client, server: '', control: undefined });
    expect(found.map((each) => each.split(':')[0])).toEqual(['ping']);
    await client.close();
  });
});

describe.each(WIRES)('%s', (wire) => {
  describe.each(ERAS)('client of %s', (era) => {
    let client: RawClient;
    beforeAll(async () => {
      client = await meet(await OPEN[wire](), era);
      await allListed(client);
    });
    afterAll(() => client.close());

    test.each(SERVERS)('server: %s', async (server) => {
      const control = wire === 'stdio, alone' ? undefined : routed.control;
      expect(await surprises({ client, server, control }, { wire, era, server })).toEqual([]);
    });
  });
});
