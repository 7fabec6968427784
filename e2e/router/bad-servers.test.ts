/** Servers that misbehave in every way: told apart in the status, harmless to the good one beside them. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { RouterStatus } from '../../router/contract/status.ts';
import {
  createHome,
  eventually,
  runCommand,
  startRouter,
  type Home,
  type RouterProcess,
} from '../fixtures/router-process.ts';

let home: Home;
let router: RouterProcess;

const node = (code: string) => ({ command: process.execPath, args: ['-e', code] });
const SECRET = 'canary-server-secret';
const ARGUMENT = '${CANARY_API_KEY}';
const ARGUMENT_VALUE = 'canary-argument-98765';

beforeAll(async () => {
  home = createHome({ CANARY_API_KEY: ARGUMENT_VALUE });
  const good = join(import.meta.dirname, '..', '..', 'out', 'servers', 'hello.js');
  home.write(
    'mcp.json',
    JSON.stringify({
      mcpServers: {
        missing: { command: 'no-such-program-at-all' },
        exits: {
          ...node('console.error("bad luck " + process.env.MY_SECRET); process.exit(7)'),
          env: { MY_SECRET: SECRET },
        },
        tells: node(`console.error('usage: --key ${ARGUMENT}'); process.exit(2)`),
        garbage: node('setInterval(() => console.log("not json"), 5)'),
        hangs: node('setInterval(() => {}, 1000)'),
        flood: node('setInterval(() => process.stderr.write("x".repeat(1e6)), 1)'),
        off: { ...node('process.exit(9)'), disabled: true },
        good: { command: process.execPath, args: [good] },
      },
    }),
  );
  router = await startRouter(home, ['--connect-timeout', '1']);
}, 60_000);

afterAll(async () => {
  await router.stop();
  home.remove();
});

async function status(): Promise<RouterStatus> {
  return JSON.parse((await runCommand(home, ['status', '--json'])).out);
}

async function server(name: string) {
  return (await status()).servers.find((one) => one.name === name);
}

test('the good one works beside them', async () => {
  await eventually(
    () => server('good'),
    (one) => one?.state === 'connected',
  );
  const answer = await fetch(`${router.baseUrl}/tools`);
  const { tools } = (await answer.json()) as { tools: string[] };
  expect(tools).toEqual(['good.ask_model', 'good.ask_user', 'good.count_to', 'good.hello']);
});

test('a program that does not exist is named, with what to do', async () => {
  const one = await eventually(
    () => server('missing'),
    (now) => now?.state === 'failed',
  );
  expect(one?.reason).toContain('no-such-program-at-all');
});

test('one that exits is tried again, with its exit code and last words, secrets masked', async () => {
  // While an attempt is under way there is no next one yet.
  const one = await eventually(
    () => server('exits'),
    (now) => now?.nextRetryAt !== undefined && /bad luck/.test(now.reason ?? ''),
  );
  expect(one?.reason).toMatch(/7/);
  expect(one?.reason).toContain('bad luck');
  expect(one?.nextRetryAt).toBeGreaterThan(0);
  expect(JSON.stringify(await status())).not.toContain(SECRET);
});

test('a secret among the arguments is told to nobody', async () => {
  await eventually(
    () => server('tells'),
    (now) => now?.state === 'retrying',
  );
  const texts = [
    JSON.stringify(await status()),
    await (await fetch(`${router.baseUrl}/tools`)).text(),
    router.output() + router.errors(),
  ];
  for (const text of texts) expect(text).not.toContain(ARGUMENT_VALUE);
  expect(texts[0]).toContain('usage: --key [secret]');
});

test.each(['garbage', 'hangs', 'flood'])(
  'one that never shakes hands (%s) is given up and tried again',
  async (name) => {
    const one = await eventually(
      () => server(name),
      (now) => now?.state === 'retrying',
    );
    expect(one?.attempts).toBeGreaterThan(0);
    expect(one?.reason).not.toBe('');
  },
);

test('status tells people when a server is tried again', async () => {
  await eventually(
    async () => (await runCommand(home, ['status'])).out,
    (out) => /exits: retrying, 0 tools, attempt \d+ failed, next in \d+ s, .*7/.test(out),
  );
});

test('a disabled one is not started', async () => {
  expect(await server('off')).toMatchObject({ state: 'disabled', tools: 0, attempts: 0 });
});

test('health says degraded, and the list of tools is no empty excuse', async () => {
  const health = await (await fetch(`${router.origin}/healthz`)).json();
  expect(health).toMatchObject({ status: 'degraded' });
  const { servers } = (await (await fetch(`${router.baseUrl}/tools`)).json()) as {
    servers: unknown[];
  };
  expect(servers).toHaveLength(8);
});
