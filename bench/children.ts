/** The processes of a run; none outlives it, however it ends. */
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';

const READY_MS = 10_000;
const STOP_MS = 3_000;

const listening = z.object({ port: z.number() });

const running = new Set<ChildProcess>();
let ending = false;

/** A program of ours that says once, over IPC, that it is ready. */
export async function startHelper(
  file: string,
  args: readonly string[] = [],
): Promise<{ child: ChildProcess; ready: unknown }> {
  const child = own(fork(join(import.meta.dirname, file), args));
  return { child, ready: await reply(child, READY_MS) };
}

/** A helper that listens, and says where. */
export async function startServer(
  file: string,
  args: readonly string[] = [],
): Promise<{ child: ChildProcess; port: number }> {
  const { child, ready } = await startHelper(file, args);
  return { child, ...listening.parse(ready) };
}

/** The program under test; what it prints is dropped. */
export function startProgram(args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  return own(spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] }));
}

/** Sends a message and waits for the answer. */
export async function ask(child: ChildProcess, message: object, limitMs: number): Promise<unknown> {
  const answer = reply(child, limitMs);
  child.send(message);
  return answer;
}

async function reply(child: ChildProcess, limitMs: number): Promise<unknown> {
  const settled = new AbortController();
  const signal = AbortSignal.any([settled.signal, AbortSignal.timeout(limitMs)]);
  const ended = once(child, 'exit', { signal }).then(() => {
    throw new Error(`${child.spawnargs[1]} ended`);
  });
  try {
    const [message] = await Promise.race([once(child, 'message', { signal }), ended]);
    return message;
  } finally {
    settled.abort();
    ended.catch(() => {}); // the one that lost the race
  }
}

function own(child: ChildProcess): ChildProcess {
  running.add(child);
  if (ending) child.kill('SIGKILL');
  child.once('exit', () => running.delete(child));
  return child;
}

/** Asks a process to end, and makes it end when it takes too long. */
export async function stop(child: ChildProcess): Promise<void> {
  if (!running.has(child)) return;
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
  clearTimeout(timer);
}

/** From here on, whatever is still started ends at once. */
export async function stopAll(): Promise<void> {
  ending = true;
  await Promise.all([...running].map(stop));
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stopAll().then(() => process.exit(130)));
}
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
