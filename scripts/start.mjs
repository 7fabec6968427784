import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './ensure-built.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { nodeBinary, projectRoot } from './project.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** Ctrl-C arrives here twice, from the terminal and from npm; a person is slower than this. */
const SAME_SIGNAL_MS = 1_000;
const PARENT_POLL_MS = 500;

/** A third less memory after load at the same speed; the entry file asks for the same. */
const SMALL_HEAP = '--max-semi-space-size=8';
/** Our parent when all was well: npm, or the shell between it and us. */
const STARTED_BY = process.ppid;

try {
  await ensureInstalled();
  await ensureBuilt();
  // Whoever asked for it may have given up while it was installed.
  if (process.ppid === STARTED_BY) serve(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

/**
 * Runs the router until it ends, and ends as it did. It has its own process group, so that it
 * hears of a signal only from here and only once; the channel tells it when this process is gone.
 */
function serve(args) {
  const guard = new URL('./end-with-parent.mjs', import.meta.url).href;
  const program = join(projectRoot, 'out', 'woollama.js');
  const router = spawn(
    nodeBinary(projectRoot),
    [SMALL_HEAP, '--import', guard, program, 'serve', ...args],
    {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      // On Windows this would open another console; there the console itself tells both processes.
      detached: process.platform !== 'win32',
    },
  );
  router.once('error', (error) => {
    console.error(`The router cannot be started: ${error.message}`);
    process.exitCode = 1;
  });
  router.once('exit', (code, signal) => {
    process.exit(code ?? 128 + constants.signals[signal]);
  });
  for (const signal of SIGNALS) process.on(signal, forwardOnce(router, signal));
  if (process.env.npm_lifecycle_event) endWithNpm(router);
}

/** SIGTERM to npm ends only the shell between npm and this process; then that shell is our parent no more. */
function endWithNpm(router) {
  const poll = setInterval(() => {
    if (process.ppid === STARTED_BY) return;
    clearInterval(poll);
    router.kill('SIGTERM');
  }, PARENT_POLL_MS);
}

function forwardOnce(router, signal) {
  let lastMs = -Infinity;
  return () => {
    const nowMs = performance.now();
    if (nowMs - lastMs > SAME_SIGNAL_MS && process.platform !== 'win32') router.kill(signal);
    lastMs = nowMs;
  };
}
