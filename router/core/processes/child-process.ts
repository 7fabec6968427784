/** Starting a program as the leader of its own process group, and ending that whole group. */
import assert from 'node:assert/strict';
import { execFile, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

import spawn from 'cross-spawn';

import { settledWithin } from '../settled-within.ts';
import type { Guardian } from './guardian.ts';

const GRACE_MS = 1500;
const POLL_MS = 25;
/** How long a killed group may take to vanish, such as one waiting for a dead disk. */
const KILLED_MS = 300;

export interface ChildSpec {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child {
  /** Undefined where the desktop app started it. */
  readonly pid: number | undefined;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** The end of the process itself; its own children may still live. */
  readonly exited: Promise<ChildExit>;
  /**
   * Closes stdin and gives it `graceMs` to end by itself, then asks, then kills the group; resolves
   * when all of it is gone. Idempotent.
   */
  stop(graceMs?: number): Promise<void>;
}

/** `code` is the system's, such as `ENOENT`. */
export type ChildStart =
  { readonly ok: true; readonly child: Child } | { readonly ok: false; readonly code: string };

export async function startChild(spec: ChildSpec, guardian: Guardian): Promise<ChildStart> {
  const posix = process.platform !== 'win32';
  try {
    const spawned = spawn(spec.command, spec.args, {
      ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
      env: spec.env,
      stdio: 'pipe',
      detached: posix,
      windowsHide: true,
    });
    if (spawned.pid !== undefined) guardian.watch(spawned.pid);
    const exited = new Promise<ChildExit>((resolve) => {
      spawned.once('exit', (code, signal) => resolve({ code, signal }));
    });
    await new Promise<void>((resolve, reject) => {
      spawned.once('spawn', resolve);
      // Also catches what goes wrong later, such as a failing kill; the exit event tells the rest.
      spawned.on('error', reject);
    });
    return { ok: true, child: toChild(spawned, exited, guardian) };
  } catch (error) {
    return { ok: false, code: systemCode(error) };
  }
}

function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
}

function toChild(spawned: ChildProcess, exited: Promise<ChildExit>, guardian: Guardian): Child {
  const { pid, stdin, stdout, stderr } = spawned;
  assert(pid !== undefined && stdin !== null && stdout !== null && stderr !== null);
  let stopped: Promise<void> | undefined;
  const stop = async (graceMs: number): Promise<void> => {
    await endTree({ pid, stdin, exited }, graceMs);
    guardian.forget(pid);
    // A grandchild in a session of its own may hold the other ends open for ever.
    for (const stream of [stdin, stdout, stderr]) stream.destroy();
  };
  return {
    pid,
    stdin,
    stdout,
    stderr,
    exited,
    stop: (graceMs = GRACE_MS) => (stopped ??= stop(graceMs)),
  };
}

interface Tree extends Pick<Child, 'stdin' | 'exited'> {
  readonly pid: number;
}

async function endTree(child: Tree, graceMs: number): Promise<void> {
  child.stdin.end();
  if (process.platform === 'win32') return endWindowsTree(child, graceMs);
  await settledWithin(graceMs, child.exited);
  if (!signalGroup(child.pid, 'SIGTERM') || (await groupGone(child.pid, GRACE_MS))) return;
  signalGroup(child.pid, 'SIGKILL');
  await groupGone(child.pid, KILLED_MS);
}

async function endWindowsTree(child: Tree, graceMs: number): Promise<void> {
  if (await settledWithin(graceMs, child.exited)) return;
  await new Promise<void>((resolve) => {
    // Fails when the process has just ended by itself, which is what we want anyway.
    execFile('taskkill', ['/pid', String(child.pid), '/T', '/F'], () => resolve());
  });
  await settledWithin(KILLED_MS, child.exited);
}

/** False when the group has no process left. */
function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal);
  } catch {
    return false; // ESRCH: nobody left to signal
  }
}

async function groupGone(group: number, limitMs: number): Promise<boolean> {
  const end = performance.now() + limitMs;
  while (signalGroup(group, 0)) {
    if (performance.now() > end) return false;
    await sleep(POLL_MS);
  }
  return true;
}
