/** Servers on the app's own Node: the app starts them, and their pipes run through its messages. */
import { PassThrough, Writable } from 'node:stream';

import type { FromRouterMessage, ToRouterMessage } from '#contract/process.ts';
import type { NodeServer, StartNode } from '#core/ports/own-node.ts';

/** How long a server may take to end by itself once its input has ended. */
const POLITE_MS = 1_500;
/** How long the app may take to end it. */
const ENDED_MS = 2_000;
const NOTHING = new Uint8Array(0);

type NodeMessage = Extract<
  ToRouterMessage,
  { readonly kind: 'node-output' | 'node-errors' | 'node-ended' }
>;

export interface AppNodeServers {
  readonly start: StartNode;
  /** Messages about servers that are not known any more are ignored. */
  receive(message: NodeMessage): void;
}

interface Running {
  readonly stdout: PassThrough;
  readonly stderr: PassThrough;
  readonly ended: (code: number | null) => void;
}

export function createAppNodeServers(post: (message: FromRouterMessage) => void): AppNodeServers {
  const running = new Map<string, Running>();
  let lastId = 0;

  function start(spec: Parameters<StartNode>[0]): NodeServer {
    lastId += 1;
    const id = `node-${lastId}`;
    const stdout = new PassThrough();
    const stderr = new PassThrough();
    const { promise: exited, resolve } = Promise.withResolvers<number | null>();
    running.set(id, { stdout, stderr, ended: resolve });
    const { script, args, env, cwd } = spec;
    const place = cwd === undefined ? {} : { cwd };
    post({ kind: 'node-start', id, script, args: [...args], env: { ...env }, ...place });
    const stdin = inputOf((data) => {
      if (running.has(id)) post({ kind: 'node-input', id, data });
    });
    const stop = async (): Promise<void> => {
      stdin.end();
      if (await endsWithin(exited, POLITE_MS)) return;
      post({ kind: 'node-stop', id });
      await endsWithin(exited, ENDED_MS);
      receive({ kind: 'node-ended', id, code: null });
    };
    let stopped: Promise<void> | undefined;
    return { stdin, stdout, stderr, exited, stop: () => (stopped ??= stop()) };
  }

  function receive(message: NodeMessage): void {
    const server = running.get(message.id);
    if (server === undefined) return;
    if (message.kind === 'node-output') server.stdout.write(message.data);
    else if (message.kind === 'node-errors') server.stderr.write(message.data);
    else {
      running.delete(message.id);
      server.ended(message.code);
      server.stdout.end();
      server.stderr.end();
    }
  }

  return { start, receive };
}

/** No bytes mean the end, so empty chunks are left out before. */
function inputOf(send: (data: Uint8Array<ArrayBuffer>) => void): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      // A copy: what is posted would take the whole memory block along that the chunk lies in.
      if (chunk.length > 0) send(new Uint8Array(chunk));
      done();
    },
    final(done) {
      send(NOTHING);
      done();
    },
  });
}

async function endsWithin(exited: Promise<unknown>, limitMs: number): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => resolve(false), limitMs).unref();
  const ended = await Promise.race([exited.then(() => true), late]);
  clearTimeout(timer);
  return ended;
}
