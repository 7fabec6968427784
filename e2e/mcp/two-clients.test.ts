/** Two clients at once on the same servers: neither is asked, told or shown what is the other's. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Json } from './fixtures/fixture-tool.ts';
import { connectRaw, type RawClient } from './fixtures/raw-client.ts';
import { HTTP_FIXTURE, startRouted, stdioFixture, type Routed } from './fixtures/routed.ts';
import { startServer, type RunningServer } from './fixtures/start-server.ts';
import { openHttpWire, openStdioWire, type Wire } from './fixtures/wires.ts';

const ROUNDS = 15;

interface Party {
  readonly name: string;
  readonly client: RawClient;
  /** Texts of the sampling questions it was asked. */
  readonly asked: string[];
}

let routed: Routed;
let http: RunningServer;
const parties: Party[] = [];

async function join(name: string, wire: Wire): Promise<void> {
  const asked: string[] = [];
  const client = await connectRaw(wire, {
    era: '2025-11-25',
    name,
    capabilities: { sampling: {} },
    answers: {
      'sampling/createMessage'(params) {
        asked.push(JSON.stringify(params));
        const content = { type: 'text', text: `answered by ${name}` };
        return { role: 'assistant', content, model: 'test' };
      },
    },
  });
  parties.push({ name, client, asked });
}

beforeAll(async () => {
  http = await startServer(HTTP_FIXTURE);
  // What cannot be told apart is answered by the router itself.
  routed = await startRouted(
    { stdio: stdioFixture(), http: { url: `http://127.0.0.1:${http.port}/mcp` } },
    { env: { WOOLLAMA_SAMPLING: 'allow', WOOLLAMA_SAMPLING_PER_HOUR: '1000' } },
  );
  await join('ann', openHttpWire({ origin: routed.router.origin }));
  await join('bob', openStdioWire(routed.home));
}, 60_000);

afterAll(async () => {
  for (const { client } of parties) await client.close();
  await routed.stop();
  await http.stop();
});

const sample = ({ client, name }: Party, server: string) =>
  client.request('tools/call', {
    name: `${server}.test_sampling`,
    arguments: { prompt: `a question of ${name}` },
  });

async function bothAtOnce(server: string): Promise<Json[][]> {
  for (const { asked } of parties) asked.length = 0;
  const rounds: Json[][] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push(await Promise.all(parties.map((party) => sample(party, server))));
  return rounds;
}

function expectOwnQuestionsOnly(): void {
  for (const { name, asked } of parties)
    for (const question of asked) expect(question).toContain(`a question of ${name}`);
}

test('over HTTP each call has its own stream, so each client answers its own', async () => {
  const rounds = await bothAtOnce('http');
  for (const results of rounds)
    for (const [index, result] of results.entries())
      expect(JSON.stringify(result)).toContain(`answered by ${parties[index]?.name}`);
  expectOwnQuestionsOnly();
});

test('over stdio nobody is asked what may be the other’s', async () => {
  const rounds = await bothAtOnce('stdio');
  expectOwnQuestionsOnly();
  for (const results of rounds)
    for (const [index, result] of results.entries()) {
      const other = parties[1 - index]?.name;
      expect(JSON.stringify(result)).not.toContain(`answered by ${other}`);
      expect(result['isError']).not.toBe(true);
    }
});

test('one after the other, each is asked', async () => {
  for (const party of parties) {
    const result = await sample(party, 'stdio');
    expect(JSON.stringify(result)).toContain(`answered by ${party.name}`);
  }
});

test('progress and log messages of a call go to its caller only', async () => {
  const [ann, bob] = parties;
  const calls = parties.map(({ client, name }) =>
    client.request('tools/call', {
      name: 'http.test_tool_with_progress',
      arguments: {},
      _meta: { progressToken: `token of ${name}` },
    }),
  );
  await Promise.all(calls);
  const tokens = ({ client }: Party) =>
    new Set(
      client.told
        .filter(({ method }) => method === 'notifications/progress')
        .map(({ params }) => params?.['progressToken']),
    );
  if (!ann || !bob) throw new Error('somebody did not come');
  expect([...tokens(ann)]).toEqual(['token of ann']);
  expect([...tokens(bob)]).toEqual(['token of bob']);
});
