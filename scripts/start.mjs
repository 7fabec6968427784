import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { chooseHost } from './choose-host.mjs';
import { downloadElectron } from './download-electron.mjs';
import { ensureBuilt } from './ensure-built.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { nodeBinary, projectRoot } from './project.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** Ctrl-C arrives here twice, from the terminal and from npm; a person is slower than this. */
const SAME_SIGNAL_MS = 1_000;
const PARENT_POLL_MS = 500;
/** An app that ends badly within this never came up: no sandbox, no display, a library missing. */
const COME_UP_MS = 10_000;

/** A third less memory after load at the same speed; the entry file asks for the same. */
const SMALL_HEAP = '--max-semi-space-size=8';
/** Our parent when all was well: npm, or the shell between it and us. */
const STARTED_BY = process.ppid;

let running;
/** Aborted once somebody asked this process to end. */
const asked = new AbortController();

try {
  await ensureInstalled();
  await ensureBuilt();
  for (const signal of SIGNALS) process.on(signal, handOnOnce(signal));
  if (process.env.npm_lifecycle_event) endWithNpm();
  if (isStillWanted()) {
    const host = await findHost();
    if (isStillWanted()) await start(host);
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

/** Whoever asked for it may have given up while it was installed, built or downloaded. */
function isStillWanted() {
  return !asked.signal.aborted && process.ppid === STARTED_BY;
}

async function findHost() {
  const host = choose();
  if (host.kind !== 'download') return host;
  await downloadElectron(projectRoot, { signal: asked.signal });
  return choose();
}

function choose() {
  return chooseHost({
    root: projectRoot,
    args: process.argv.slice(2),
    env: process.env,
    platform: process.platform,
    files: { exists: existsSync, read: readIfThere },
    nowMs: Date.now(),
  });
}

function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** Runs the host until it ends, and ends as it did. */
async function start(host) {
  if (host.kind !== 'app') return serve(host);
  const begunMs = performance.now();
  const code = await run(host.program, host.args, ['inherit', 'inherit', 'inherit']);
  const cameUp = performance.now() - begunMs > COME_UP_MS;
  if (code === 0 || cameUp || asked.signal.aborted) process.exit(code);
  return serve({
    args: ['serve', ...process.argv.slice(2), '--open'],
    reason: `it ended at once with code ${code}`,
  });
}

async function serve({ args, reason }) {
  if (reason !== undefined) {
    console.error(
      `The desktop app is not available here (${reason}); the same window runs in your browser.`,
    );
  }
  const guard = new URL('./end-with-parent.mjs', import.meta.url).href;
  const program = join(projectRoot, 'out', 'woollama.js');
  const command = [SMALL_HEAP, '--import', guard, program, ...args];
  process.exit(
    await run(nodeBinary(projectRoot), command, ['inherit', 'inherit', 'inherit', 'ipc']),
  );
}

/**
 * Resolves with the exit code. The program has its own process group, so that it hears of a signal
 * only from here and only once; the channel tells the router when this process is gone.
 */
function run(program, args, stdio) {
  // On Windows a group would open another console; there the console itself tells both processes.
  running = spawn(program, args, { stdio, detached: process.platform !== 'win32' });
  return new Promise((resolve) => {
    running.once('error', (error) => {
      console.error(`${program} cannot be started: ${error.message}`);
      resolve(1);
    });
    running.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

/** SIGTERM to npm ends only the shell between npm and this process; then that shell is our parent no more. */
function endWithNpm() {
  const poll = setInterval(() => {
    if (process.ppid === STARTED_BY) return;
    clearInterval(poll);
    asked.abort();
    running?.kill('SIGTERM');
  }, PARENT_POLL_MS);
  poll.unref();
}

function handOnOnce(signal) {
  let lastMs = -Infinity;
  return () => {
    asked.abort();
    if (running === undefined) process.exit(128 + constants.signals[signal]);
    const nowMs = performance.now();
    if (nowMs - lastMs > SAME_SIGNAL_MS && process.platform !== 'win32') running.kill(signal);
    lastMs = nowMs;
  };
}
