/** Servers on the app's own Node, through real sessions; forked processes stand in for the app's. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { OWN_NODE } from '#contract/process.ts';
import { entryOf, Harness, textOf } from '../mcp/fixtures/harness.ts';
import { isRunning } from '../mcp/fixtures/is-running.ts';
import { createFakeNodeServers, type FakeNodeServers } from '../testing/fake-app.ts';
import { createAppNodeServers, type AppNodeServers } from './app-node-servers.ts';

vi.setConfig({ testTimeout: 20_000 });

const SERVERS = join(import.meta.dirname, '..', '..', 'resources', 'servers');
const SCRIPTED = join(import.meta.dirname, '..', 'mcp', 'fixtures', 'scripted-server.ts');
/** No `node` is there. */
const BARE_ENV = { PATH: '/nowhere' };

let dir: string;
let app: FakeNodeServers;
let nodeServers: AppNodeServers;
let harness: Harness;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wool-'));
  nodeServers = createAppNodeServers((message) => app.receive(message));
  app = createFakeNodeServers((message) => {
    if (message.kind.startsWith('node-')) nodeServers.receive(message as never);
  });
  harness = new Harness({ startNode: nodeServers.start, baseEnv: BARE_ENV });
});
afterEach(async () => {
  await harness.tools.stop();
  expect(app.running.size).toBe(0);
  rmSync(dir, { recursive: true });
});

const hello = (fields: object = {}) =>
  entryOf({ command: OWN_NODE, args: [join(SERVERS, 'hello.ts')], ...fields });

test('a server lists its tools, answers and reports progress', async () => {
  harness.apply({ hello: hello() });
  await harness.reached('hello', 'connected');
  expect(textOf(await harness.call('hello.hello', { name: 'Ada' }))).toBe('Hello, Ada!');
  const steps: number[] = [];
  await harness.call(
    'hello.count_to',
    { n: 3, delay_ms: 0 },
    { onProgress: ({ progress }) => steps.push(progress) },
  );
  expect(steps).toEqual([1, 2, 3]);
  expect(harness.status('hello').pid).toBeUndefined();
});

test('long messages go both ways unharmed', async () => {
  harness.apply({ hello: hello() });
  await harness.reached('hello', 'connected');
  const name = 'Zoë 世界 '.repeat(200_000);
  expect(textOf(await harness.call('hello.hello', { name }))).toBe(`Hello, ${name}!`);
});

test('`node` means the same where nobody installed one, with folder, arguments and environment', async () => {
  writeFileSync(
    join(dir, 'where.mjs'),
    `import { stdin, stdout } from 'node:process';
     import { createInterface } from 'node:readline';
     const facts = JSON.stringify([process.argv.slice(1), process.cwd(), process.env.COLOUR]);
     console.error(facts);
     createInterface({ input: stdin }).on('line', (line) => {
       const { id, method } = JSON.parse(line);
       if (id === undefined) return;
       const result = method === 'initialize'
         ? { protocolVersion: '2025-11-25', capabilities: {}, serverInfo: { name: 'w', version: '1' } }
         : {};
       stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\\n');
     });`,
  );
  const env = { COLOUR: 'red' };
  const entry = entryOf({ command: 'node', args: ['where.mjs', '--x', 'y'], cwd: dir, env });
  harness.apply({ where: entry });
  await harness.reached('where', 'connected');
  const facts = [[join(dir, 'where.mjs'), '--x', 'y'], dir, 'red'];
  await vi.waitFor(() => expect(harness.status('where').stderr).toEqual([JSON.stringify(facts)]));
});

test('a `node` that is installed is the one that runs', async () => {
  const PATH = join(process.execPath, '..');
  harness = new Harness({ startNode: nodeServers.start, baseEnv: { PATH } });
  harness.apply({ hello: entryOf({ command: 'node', args: [join(SERVERS, 'hello.ts')] }) });
  await harness.reached('hello', 'connected');
  expect(app.started).toEqual([]);
  expect(harness.status('hello').pid).toBeGreaterThan(0);
});

test('a plain host runs it with its own binary', async () => {
  harness = new Harness({ baseEnv: BARE_ENV });
  harness.apply({ hello: hello() });
  await harness.reached('hello', 'connected');
  expect(harness.status('hello').pid).toBeGreaterThan(0);
});

test('a server that dies is told of with its code and last words', async () => {
  harness.apply({ gone: entryOf({ command: OWN_NODE, args: [join(dir, 'gone.mjs')] }) });
  await harness.reached('gone', 'retrying');
  const { reason, stderr } = harness.status('gone');
  expect(reason).toContain('The process exited with code 1');
  expect(stderr?.join('\n')).toContain('ERR_MODULE_NOT_FOUND');
});

test.each([
  [['--inspect', 'x.js'], 'its first argument must be a script'],
  [[], 'its first argument must be a script'],
])('options of Node before the script cannot be had: %j', async (args, reason) => {
  harness.apply({ odd: entryOf({ command: OWN_NODE, args }) });
  await harness.reached('odd', 'failed');
  expect(harness.status('odd').reason).toContain(reason);
  expect(app.started).toEqual([]);
});

test('a folder that does not exist is told of', async () => {
  harness.apply({ odd: hello({ cwd: '/no/such/folder' }) });
  await harness.reached('odd', 'failed');
  expect(harness.status('odd').reason).toBe('The folder "/no/such/folder" (cwd) does not exist');
});

test('a polite server ends with its input', async () => {
  harness.apply({ hello: hello() });
  await harness.reached('hello', 'connected');
  const [child] = app.running.values();
  await harness.tools.stop();
  expect(isRunning(child?.pid ?? 0)).toBe(false);
  // By itself: who is ended from outside has a signal instead.
  expect(child).toMatchObject({ exitCode: 0, signalCode: null });
});

test('a server that still works when its input ends may finish', async () => {
  const done = join(dir, 'done');
  writeFileSync(
    join(dir, 'slow.mjs'),
    `import { writeFileSync } from 'node:fs';
     process.stdin.on('end', () => setTimeout(() => writeFileSync(${JSON.stringify(done)}, ''), 300));
     process.stdin.resume();`,
  );
  const server = nodeServers.start({ script: join(dir, 'slow.mjs'), args: [], env: {} });
  await server.stop();
  expect(await server.exited).toBe(0);
  expect(existsSync(done)).toBe(true);
});

test('one that ignores everything is killed', async () => {
  const args = [SCRIPTED, '--stubborn'];
  harness.apply({ stubborn: entryOf({ command: OWN_NODE, args }) });
  await harness.reached('stubborn', 'connected');
  const [child] = app.running.values();
  await harness.tools.stop();
  expect(isRunning(child?.pid ?? 0)).toBe(false);
});

test('a server that does not read its input is given up', async () => {
  writeFileSync(join(dir, 'deaf.mjs'), 'setInterval(() => {}, 1000)');
  const server = nodeServers.start({ script: join(dir, 'deaf.mjs'), args: [], env: {} });
  const chunk = Buffer.alloc(8 * 1024 * 1024);
  for (let sent = 0; sent < 10; sent++) server.stdin.write(chunk);
  expect(await server.exited).toBe(1);
  await server.stop();
});

test('an app that never answers does not hold up the end', async () => {
  vi.useFakeTimers();
  const silent = createAppNodeServers(() => undefined);
  const server = silent.start({ script: '/x.js', args: [], env: {} });
  const stopped = server.stop();
  await vi.advanceTimersByTimeAsync(3_500);
  await stopped;
  expect(await server.exited).toBeNull();
  vi.useRealTimers();
});
