/** The published conformance suite against our own `/mcp`, and our client side against its servers. */
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';

import { createHome, startRouter } from '../fixtures/router-process.ts';
import { OF_THE_FIXTURE, WITH_BUNDLED_SERVERS } from './expected-failures.ts';
import { HTTP_FIXTURE } from './fixtures/routed.ts';
import {
  listClientScenarios,
  runClientScenario,
  runServerSuite,
} from './fixtures/run-conformance.ts';
import { startServer } from './fixtures/start-server.ts';

const SUITE_MS = 120_000;
const CLIENT = [process.execPath, join(import.meta.dirname, 'fixtures', 'conformance-client.ts')];

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

test('the fixture itself satisfies every server scenario', { timeout: SUITE_MS }, async () => {
  const server = await startServer(HTTP_FIXTURE);
  closers.push(() => server.stop());
  const result = await runServerSuite(`http://127.0.0.1:${server.port}/mcp`, {
    expected: OF_THE_FIXTURE,
  });
  expect(result).toEqual({ passed: 44, failed: 0, problem: undefined });
});

test('our own endpoint with the bundled servers', { timeout: SUITE_MS }, async () => {
  const home = createHome();
  closers.push(async () => home.remove());
  const router = await startRouter(home);
  closers.push(() => router.stop());
  const result = await runServerSuite(`${router.origin}/mcp`, { expected: WITH_BUNDLED_SERVERS });
  expect(result.problem).toBeUndefined();
});

const CLIENT_SCENARIOS = [
  'initialize',
  'tools_call',
  'elicitation-sep1034-client-defaults',
  'sse-retry',
];

test.each(CLIENT_SCENARIOS)('our client side: %s', { timeout: SUITE_MS }, async (scenario) => {
  const result = await runClientScenario(scenario, CLIENT);
  expect(result.problem).toBeUndefined();
  expect(result.passed).toBeGreaterThan(0);
});

// Those of `auth/` need a client that signs in, which the router does not do yet.
test('every client scenario is run here, but for those that sign in', () => {
  const others = listClientScenarios().filter((name) => !name.startsWith('auth/'));
  expect(others.toSorted()).toEqual(CLIENT_SCENARIOS.toSorted());
});
