/** What the desktop app does for its router, with plain forked processes for utility processes. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { fromRouterMessage, type FromRouterMessage } from '#contract/process.ts';
import type { ToRouterMessage } from '#contract/process.ts';

const SHIM = new URL('parent-port-shim.ts', import.meta.url).href;
const RUNNER = fileURLToPath(new URL('../entry/node-runner.ts', import.meta.url));

interface ForkOptions {
  readonly args?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string | undefined;
  /** Modules loaded before the script. */
  readonly preload?: readonly string[];
}

/** Messages keep their bytes, as they do between Electron's processes. */
function forkUtility(script: string, options: ForkOptions): ChildProcess {
  const { args = [], env, cwd, preload = [] } = options;
  return fork(script, args, {
    env,
    cwd,
    serialization: 'advanced',
    execArgv: [SHIM, ...preload].flatMap((url) => ['--import', url]),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

export interface FakeNodeServers {
  /** Ignores what is not about servers on the app's own Node. */
  receive(message: FromRouterMessage): void;
  readonly running: ReadonlyMap<string, ChildProcess>;
  readonly started: readonly Extract<FromRouterMessage, { readonly kind: 'node-start' }>[];
}

export function createFakeNodeServers(reply: (message: ToRouterMessage) => void): FakeNodeServers {
  const running = new Map<string, ChildProcess>();
  const started: Extract<FromRouterMessage, { readonly kind: 'node-start' }>[] = [];

  function start(message: Extract<FromRouterMessage, { readonly kind: 'node-start' }>): void {
    started.push(message);
    const { id, script, args, env, cwd } = message;
    const child = forkUtility(RUNNER, { args: [script, ...args], env, cwd });
    running.set(id, child);
    child.on('message', (data) => {
      if (data instanceof Uint8Array)
        reply({ kind: 'node-output', id, data: new Uint8Array(data) });
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (data: Buffer) =>
        reply({ kind: 'node-errors', id, data: new Uint8Array(data) }),
      );
    }
    child.once('close', (code) => {
      running.delete(id);
      reply({ kind: 'node-ended', id, code });
    });
  }

  return {
    running,
    started,
    receive(message) {
      if (message.kind === 'node-start') start(message);
      else if (message.kind === 'node-input') running.get(message.id)?.send(message.data);
      else if (message.kind === 'node-stop') running.get(message.id)?.kill('SIGKILL');
    },
  };
}

export interface FakeApp {
  readonly child: ChildProcess;
  readonly nodeServers: FakeNodeServers;
  /** Everything the router said, in order. */
  readonly heard: readonly FromRouterMessage[];
  stderr(): string;
  /** Resolves with the first message of a kind, also one that came already. */
  next<K extends FromRouterMessage['kind']>(
    kind: K,
  ): Promise<Extract<FromRouterMessage, { readonly kind: K }>>;
  send(message: ToRouterMessage): void;
  readonly exited: Promise<number | null>;
}

/** Starts the router's process and does its bidding. */
export function startFakeApp(script: string, options: ForkOptions): FakeApp {
  const child = forkUtility(script, options);
  const heard: FromRouterMessage[] = [];
  const listeners = new Set<() => void>();
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const send = (message: ToRouterMessage): void => {
    if (child.connected) child.send(message);
  };
  const nodeServers = createFakeNodeServers(send);
  child.on('message', (raw) => {
    const message = fromRouterMessage.parse(raw);
    heard.push(message);
    nodeServers.receive(message);
    for (const listener of listeners) listener();
  });
  // Not `close`, which does not come after a `disconnect` from this side.
  const said = child.stderr === null ? undefined : once(child.stderr, 'close');
  const exited = once(child, 'exit').then(async ([code]) => {
    await said;
    return typeof code === 'number' ? code : null;
  });

  function next<K extends FromRouterMessage['kind']>(kind: K) {
    type Wanted = Extract<FromRouterMessage, { readonly kind: K }>;
    return new Promise<Wanted>((resolve, reject) => {
      const look = (): void => {
        const found = heard.find((message): message is Wanted => message.kind === kind);
        if (found === undefined) return;
        listeners.delete(look);
        resolve(found);
      };
      listeners.add(look);
      look();
      void exited.then((code) => reject(new Error(`no ${kind}; ended with ${code}: ${stderr}`)));
    });
  }

  return { child, nodeServers, heard, stderr: () => stderr, next, send, exited };
}
