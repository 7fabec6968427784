/** The whole published server suite through the router: the server behind it must not notice us. */
import { afterEach, expect, test } from 'vitest';

import { THROUGH_THE_ROUTER } from './expected-failures.ts';
import { HTTP_FIXTURE, startRouted, stdioFixture } from './fixtures/routed.ts';
import { runServerSuite } from './fixtures/run-conformance.ts';
import { startServer } from './fixtures/start-server.ts';

const SUITE_MS = 120_000;
/** One less than of the fixture itself: we answer `tools/list` without a stream that could be checked. */
const SATISFIED = { passed: 43, failed: 0, problem: undefined };

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

test('a server over stdio', { timeout: SUITE_MS }, async () => {
  const routed = await startRouted({ suite: stdioFixture({ prefix: false }) });
  closers.push(() => routed.stop());
  expect(await runServerSuite(routed.mcpUrl, { expected: THROUGH_THE_ROUTER })).toEqual(SATISFIED);
});

test('a server over Streamable HTTP', { timeout: SUITE_MS }, async () => {
  const server = await startServer(HTTP_FIXTURE);
  closers.push(() => server.stop());
  const url = `http://127.0.0.1:${server.port}/mcp`;
  const routed = await startRouted({ suite: { url, prefix: false } });
  closers.push(() => routed.stop());
  expect(await runServerSuite(routed.mcpUrl, { expected: THROUGH_THE_ROUTER })).toEqual(SATISFIED);
});
