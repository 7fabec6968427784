/** MCP servers that run on the app's own Node, as children of the app on the router's behalf. */
import { utilityProcess, type UtilityProcess } from 'electron';

import type { NodeLaunch, ToRouterMessage } from '#contract/process.ts';
import { killNow } from './router-child.ts';
import type { RouterWish } from './supervisor.ts';

type Reply = (message: ToRouterMessage) => void;
type NodeWish = Extract<RouterWish, { readonly kind: 'node-start' | 'node-input' | 'node-stop' }>;

export interface NodeServers {
  handle(wish: NodeWish, reply: Reply): void;
  /** The router is gone, or the app goes: none of them may stay. */
  stopAll(): void;
}

/** `runner` gives a program stdin and stdout as messages: bytes each way, no bytes for the end. */
export function createNodeServers(runner: string): NodeServers {
  const running = new Map<string, UtilityProcess>();

  function start({ id, script, args, env, cwd }: NodeLaunch, reply: Reply): void {
    const child = utilityProcess.fork(runner, [script, ...args], {
      serviceName: `Woollama server ${id}`,
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe'],
      env,
      ...(cwd !== undefined && { cwd }),
    });
    running.set(id, child);
    child.on('message', (data: unknown) => {
      if (data instanceof Uint8Array) reply({ kind: 'node-output', id, data: copy(data) });
    });
    // What does not come through the runner is no part of the server's answers.
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (data: Buffer) => reply({ kind: 'node-errors', id, data: copy(data) }));
    }
    child.once('exit', (code: number | null) => {
      if (running.get(id) === child) running.delete(id);
      reply({ kind: 'node-ended', id, code });
    });
  }

  /** The router has ended its input already and waited; what still runs does not want to end. */
  function stop(id: string): void {
    const child = running.get(id);
    if (child !== undefined) killNow(child);
  }

  return {
    handle(wish, reply) {
      if (wish.kind === 'node-start') start(wish, reply);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- no browser window
      else if (wish.kind === 'node-input') running.get(wish.id)?.postMessage(wish.data);
      else stop(wish.id);
    },
    stopAll() {
      for (const child of running.values()) killNow(child);
      running.clear();
    },
  };
}

/** What is posted would take the whole memory block along that a chunk lies in. */
function copy(data: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(data);
}
