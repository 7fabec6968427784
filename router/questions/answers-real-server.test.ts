/** The answers as a real server takes them: the SDK checks each on its way. */
import { fileURLToPath } from 'node:url';

import { Client as ModernClient } from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernStdio } from '@modelcontextprotocol/client/stdio';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import {
  CreateMessageRequestSchema,
  CreateMessageResultSchema,
  ElicitRequestSchema,
  ElicitResultSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { afterEach, expect, test } from 'vitest';

import type { JsonObject } from '#core/ports/tools.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import { createEventBus } from '../events/event-bus.ts';
import { createRequestTracker } from '../events/request-tracker.ts';
import { createFakeInferencer, createFakeInferencers } from '../testing/fake-inferencers.ts';
import { createFakeLog } from '../testing/fake-log.ts';
import { createAnswerer } from './create-answerer.ts';

const HELLO = fileURLToPath(new URL('../../resources/servers/hello.ts', import.meta.url));
const COMMAND = { command: process.execPath, args: [HELLO] };
const INFO = { name: 'test', version: '1' };
const ABILITIES = { sampling: {}, elicitation: {} };

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
});

function setUp() {
  const events = createEventBus({ remembered: 10 });
  const answerer = createAnswerer({
    events,
    requests: createRequestTracker({ events, logger: createFakeLog() }),
    inferencers: createFakeInferencers([createFakeInferencer('local')], { auto: 'local/m' }),
    mask: (text) => text,
    timeoutMs: 60_000,
    sampling: { model: 'auto/default', maxTokens: 100, perHour: 1 },
    policy: () => 'allow',
  });
  events.subscribe((event) => {
    if (event.kind !== 'question-asked') return;
    answerer.answer(event.questionId, { action: 'accept', content: { name: 'Ada' } });
  });
  const { signal } = new AbortController();
  const about = (params: JsonObject) => ({ server: 'hello', params });
  return {
    sample: async (params: JsonObject) => resultOf(await answerer.sample(about(params), signal)),
    elicit: async (params: JsonObject) => resultOf(await answerer.elicit(about(params), signal)),
  };
}

function resultOf(outcome: RpcOutcome): JsonObject {
  if (outcome.ok) return outcome.result;
  throw Object.assign(new Error(outcome.error.message), { code: outcome.error.code });
}

/** A client that hands everything it is asked to us. */
async function connectOld() {
  const { sample, elicit } = setUp();
  const client = new Client(INFO, { capabilities: ABILITIES });
  client.setRequestHandler(CreateMessageRequestSchema, async ({ params }) =>
    CreateMessageResultSchema.parse(await sample(params)),
  );
  client.setRequestHandler(ElicitRequestSchema, async ({ params }) =>
    ElicitResultSchema.parse(await elicit(params)),
  );
  await client.connect(new StdioClientTransport(COMMAND));
  open.push(client);
  return client;
}

async function connectModern() {
  const { sample, elicit } = setUp();
  const client = new ModernClient(INFO, {
    capabilities: ABILITIES,
    versionNegotiation: { mode: { pin: '2026-07-28' } },
  });
  client.setRequestHandler('sampling/createMessage', async ({ params }) =>
    CreateMessageResultSchema.parse(await sample({ ...params })),
  );
  client.setRequestHandler('elicitation/create', async ({ params }) =>
    ElicitResultSchema.parse(await elicit({ ...params })),
  );
  await client.connect(new ModernStdio(COMMAND));
  open.push(client);
  return client;
}

test.each([
  ['2025', connectOld],
  ['2026', connectModern],
])('a server of %s gets its form, its model and its refusal', async (_era, connect) => {
  const client = await connect();
  const model = { name: 'ask_model', arguments: { text: 'A long story.' } };
  expect(await client.callTool({ name: 'ask_user', arguments: {} })).toMatchObject({
    structuredContent: { result: 'Hello, Ada!' },
  });
  expect(await client.callTool(model)).toMatchObject({ structuredContent: { result: 'hello' } });
  const refused = await client.callTool(model).catch((error: unknown) => error);
  expect(JSON.stringify(refused, ['content', 'text', 'message'])).toContain('1 answer an hour');
});
