/** The built router with a configuration and a home of its own. */
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get as httpGet } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { recipeModel } from './bodies.ts';
import { startProgram, stop } from './children.ts';
import type { Address } from './http-connection.ts';

export const PROGRAM = join(import.meta.dirname, '..', 'out', 'woollama.js');
export const TOOL_SERVER = join(import.meta.dirname, 'tool-server.ts');
/** As `npm start` and the installed program run it. */
const SMALL_HEAP = '--max-semi-space-size=8';
const POLL_MS = 2;
const START_MS = 20_000;

export interface Recipe {
  readonly name: string;
  readonly rounds: number;
  readonly calls: number;
}

/** The recipes every router of the bench knows. */
export const RECIPES: readonly Recipe[] = [
  { name: 'one-round', rounds: 1, calls: 1 },
  { name: 'five-rounds', rounds: 5, calls: 3 },
];

const homes = new Set<string>();
process.on('exit', () => homes.forEach(remove));

function remove(home: string): void {
  rmSync(home, { recursive: true, force: true });
  homes.delete(home);
}

export interface RunningRouter {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly address: Address;
  /** Of it and of `woollama mcp` beside it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds from its start to the first answer, and to the list of all tools. */
  readonly firstAnswerMs: number;
  readonly allToolsMs: number;
  stop(): Promise<void>;
}

export interface RouterOptions {
  readonly upstreamPort: number;
  readonly servers: number;
  readonly toolsPerServer: number;
}

export async function startRouter(options: RouterOptions): Promise<RunningRouter> {
  const home = createHome(options);
  const begunMs = performance.now();
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    XDG_RUNTIME_DIR: join(home, 'run'),
    WOOLLAMA_CONFIG_DIR: join(home, 'config'),
    WOOLLAMA_STATE_DIR: join(home, 'state'),
    WOOLLAMA_OLLAMA_URL: 'http://127.0.0.1:9',
  };
  const child = startProgram([SMALL_HEAP, PROGRAM, 'serve'], env);
  const elapsedMs = () => performance.now() - begunMs;
  const limitMs = begunMs + START_MS;
  const retry = <T>(attempt: () => Promise<T | undefined>) => until(attempt, child, limitMs);

  const address = await retry(async () => readAddress(join(home, 'run', 'woollama.addr')));
  await retry(() => getJson(address, '/v1/models'));
  const firstAnswerMs = elapsedMs();
  const expected = options.servers * options.toolsPerServer;
  await retry(async () => hasTools(await getJson(address, '/v1/tools'), expected));
  return {
    child,
    pid: child.pid ?? 0,
    address,
    env,
    firstAnswerMs,
    allToolsMs: elapsedMs(),
    async stop() {
      await stop(child);
      remove(home);
    },
  };
}

function createHome({ upstreamPort, servers, toolsPerServer }: RouterOptions): string {
  const home = mkdtempSync(join(tmpdir(), 'woollama-bench-'));
  homes.add(home);
  for (const folder of ['run', 'config', 'state']) mkdirSync(join(home, folder), { mode: 0o700 });
  const write = (name: string, text: string) => writeFileSync(join(home, 'config', name), text);
  const args = [TOOL_SERVER, String(toolsPerServer)];
  const entries = Array.from({ length: servers }, (_, index) => [
    `bench${index}`,
    { command: process.execPath, args },
  ]);
  write('mcp.json', JSON.stringify({ mcpServers: Object.fromEntries(entries) }));
  write(
    'inferencers.toml',
    `[inferencers.up]\nbase_url = "http://127.0.0.1:${upstreamPort}/v1"\nmodels = ["small"]\n`,
  );
  write('recipes.toml', servers > 0 ? RECIPES.map(recipeText).join('\n') : '');
  return home;
}

function recipeText({ name, rounds, calls }: Recipe): string {
  return `[recipes.${name}]
inferencer = "up/${recipeModel(rounds, calls)}"
tools = ["bench0.echo"]
system = "You are brief."
`;
}

/** Tries again until there is a result. */
async function until<T>(
  attempt: () => Promise<T | undefined>,
  child: ChildProcess,
  limitMs: number,
): Promise<T> {
  for (;;) {
    const result = await attempt();
    if (result !== undefined) return result;
    if (child.exitCode !== null) throw new Error(`the router ended with ${child.exitCode}`);
    if (performance.now() > limitMs) throw new Error('the router did not get ready');
    await sleep(POLL_MS);
  }
}

function readAddress(path: string): Address | undefined {
  try {
    return parseAddress(readFileSync(path, 'utf8').trim());
  } catch {
    return undefined; // not written yet
  }
}

/** Of `host:port`; undefined while only a part is written. */
function parseAddress(text: string): Address | undefined {
  const [, host, port] = /^(.+):(\d+)$/.exec(text) ?? [];
  return host && port ? { host, port: Number(port) } : undefined;
}

/** The body of a 200; undefined for anything else, and while nothing listens yet. */
function getJson({ host, port }: Address, path: string): Promise<unknown> {
  return new Promise((resolve) => {
    const request = httpGet({ host, port, path, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const body = Buffer.concat(parts).toString();
        resolve(response.statusCode === 200 ? JSON.parse(body) : undefined);
      });
    });
    request.on('error', () => resolve(undefined));
  });
}

/** True or undefined, as `until` wants it. */
function hasTools(body: unknown, expected: number): true | undefined {
  const { tools = [] } = (body ?? {}) as { tools?: unknown[] };
  return tools.length >= expected || undefined;
}
