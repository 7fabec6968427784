/** Files edited while the router runs: effects within a second, neighbours undisturbed, nothing lost. */
import { rmSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { RouterStatus } from '../../router/contract/status.ts';
import {
  createHome,
  descendants,
  eventually,
  runCommand,
  startRouter,
  type Home,
  type RouterProcess,
} from '../fixtures/router-process.ts';

let home: Home;
let router: RouterProcess;

const SERVERS = join(import.meta.dirname, '..', '..', 'out', 'servers');
const entry = (file: string, more: object = {}) => ({
  command: process.execPath,
  args: [join(SERVERS, file)],
  ...more,
});
const mcpJson = (servers: object) => JSON.stringify({ mcpServers: servers });
const recipe = (name: string) =>
  `[recipes.${name}]\ninferencer = "demo/echo"\ntools = []\nsystem = "x"\n`;

beforeEach(async () => {
  home = createHome();
  home.write('mcp.json', mcpJson({ one: entry('hello.js') }));
  home.write('recipes.toml', recipe('first'));
  router = await startRouter(home);
  await eventually(connected, (names) => names.join() === 'one');
});
afterEach(async () => {
  await router.stop();
  home.remove();
});

async function status(): Promise<RouterStatus> {
  return JSON.parse((await runCommand(home, ['status', '--json'])).out);
}

async function connected(): Promise<string[]> {
  const { servers } = await status();
  return servers.filter((server) => server.state === 'connected').map((server) => server.name);
}

async function models(): Promise<string[]> {
  const list = (await (await fetch(`${router.baseUrl}/models`)).json()) as {
    data: { id: string }[];
  };
  return list.data.map((model) => model.id);
}

test('a recipe appears, a renamed file counts, a removed one gives the defaults back', async () => {
  home.write('recipes.toml', recipe('first') + recipe('second'));
  await eventually(models, (ids) => ids.includes('woollama/second'), 2_000);
  home.write('recipes.new', recipe('third'));
  renameSync(join(home.configDir, 'recipes.new'), join(home.configDir, 'recipes.toml'));
  await eventually(
    models,
    (ids) => ids.includes('woollama/third') && !ids.includes('woollama/second'),
    2_000,
  );
  rmSync(join(home.configDir, 'recipes.toml'));
  await eventually(models, (ids) => ids.includes('woollama/streamer'), 2_000);
});

test('a file that no longer parses keeps the last good state and says where', async () => {
  home.write('recipes.toml', '[recipes.first\n');
  const { issues } = await eventually(status, (now) => now.issues.length > 0, 2_000);
  expect(issues[0]).toMatchObject({
    severity: 'error',
    line: 1,
    file: expect.stringMatching(/recipes\.toml$/),
  });
  expect(router.errors()).toMatch(/recipes\.toml, line 1/);
  expect(await models()).toContain('woollama/first');
  home.write('recipes.toml', recipe('healed'));
  await eventually(models, (ids) => ids.includes('woollama/healed'), 2_000);
  expect((await status()).issues).toEqual([]);
});

test('only the changed server restarts', async () => {
  const pidOf = () => descendants(router.child.pid ?? 0);
  const before = pidOf();
  home.write('mcp.json', mcpJson({ one: entry('hello.js'), two: entry('textops.js') }));
  await eventually(connected, (names) => names.join() === 'one,two');
  const during = pidOf();
  expect(before.every((pid) => during.includes(pid))).toBe(true);
  home.write(
    'mcp.json',
    mcpJson({ one: entry('hello.js'), two: entry('textops.js', { env: { A: '1' } }) }),
  );
  await eventually(
    pidOf,
    (now) => before.every((pid) => now.includes(pid)) && during.some((pid) => !now.includes(pid)),
  );
  await eventually(connected, (names) => names.join() === 'one,two');
});

test('one bad entry does not take its neighbours down', async () => {
  home.write(
    'mcp.json',
    mcpJson({ one: entry('hello.js'), bad: { command: 5 }, two: entry('textops.js') }),
  );
  await eventually(connected, (names) => names.join() === 'one,two');
  const { issues } = await status();
  expect(issues).toMatchObject([{ severity: 'error', key: expect.stringContaining('bad') }]);
});

test('a request in flight ends on the state it began with', async () => {
  home.write(
    'recipes.toml',
    '[recipes.slow]\ninferencer = "demo/tools"\ntools = ["one.count_to"]\nsystem = "x"\n',
  );
  await eventually(models, (ids) => ids.includes('woollama/slow'), 2_000);
  const answer = fetch(`${router.baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'woollama/slow',
      messages: [{ role: 'user', content: 'count to 8' }],
    }),
  });
  await eventually(status, (now) => now.requestsInFlight === 1);
  home.write('mcp.json', mcpJson({ other: entry('textops.js') }));
  home.write('recipes.toml', recipe('first'));
  await eventually(connected, (names) => names.join() === 'other');
  expect(JSON.stringify(await (await answer).json())).toMatch(/count\\*":\s*8/);
});
