/** A client that goes away in the middle of a recipe ends the tool that runs for it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  createHome,
  eventually,
  runCommand,
  startRouter,
  type Home,
  type RouterProcess,
} from '../fixtures/router-process.ts';

/** An MCP server whose only tool never answers; it writes down what it hears to $TRACE. */
const ENDLESS = `
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
const results = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'endless', version: '1' },
  }),
  'tools/list': () => ({ tools: [{ name: 'wait', inputSchema: { type: 'object' } }] }),
};
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  appendFileSync(process.env.TRACE, method + '\\n');
  const result = results[method]?.(params);
  if (result) process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\\n');
});
`;

let home: Home;
let router: RouterProcess;
let trace: string;

beforeAll(async () => {
  home = createHome();
  trace = join(home.dir, 'trace');
  writeFileSync(trace, '');
  const program = join(home.dir, 'endless.mjs');
  writeFileSync(program, ENDLESS);
  const server = { command: process.execPath, args: [program], env: { TRACE: trace } };
  home.write('mcp.json', JSON.stringify({ mcpServers: { endless: server } }));
  home.write(
    'recipes.toml',
    '[recipes.wait]\ninferencer = "demo/tools"\ntools = ["endless.wait"]\nsystem = "x"\n',
  );
  router = await startRouter(home);
});

afterAll(async () => {
  await router.stop();
  home.remove();
});

const heard = (method: string) =>
  readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => line === method).length;

test.each([
  [false, 1],
  [true, 2],
])('with stream: %s', async (stream, times) => {
  const hangUp = new AbortController();
  const answer = fetch(`${router.baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'woollama/wait',
      stream,
      messages: [{ role: 'user', content: 'go' }],
    }),
    signal: hangUp.signal,
  }).then((response) => response.text());
  const ended = expect(answer).rejects.toThrow();
  await eventually(
    () => heard('tools/call'),
    (count) => count === times,
  );
  hangUp.abort();
  await ended;
  await eventually(
    () => heard('notifications/cancelled'),
    (count) => count === times,
  );
  const { out } = await runCommand(home, ['status', '--json']);
  expect(JSON.parse(out)).toMatchObject({ requestsInFlight: 0 });
});
