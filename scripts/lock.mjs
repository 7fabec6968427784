import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 100;
/** How long a lock may be without its owner's id before it counts as left behind. */
const NAMELESS_MS = 5_000;

/** Runs `work` while no other process on this machine holds the lock of the same name. */
export async function withLock(name, work) {
  const folder = lockFolder(name);
  await acquire(folder);
  try {
    return await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function lockFolder(name) {
  const id = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return join(tmpdir(), `woollama-${id}.lock`);
}

async function acquire(folder) {
  let stolen = false;
  for (;;) {
    if (tryCreate(folder)) {
      if (!stolen) return;
      // Another waiter may have seen the same dead owner and removed our new lock instead.
      await sleep(POLL_MS);
      if (ownerOf(folder) === process.pid) return;
    } else if (isLeftBehind(folder)) {
      rmSync(folder, { recursive: true, force: true });
      stolen = true;
    } else {
      await sleep(POLL_MS);
    }
  }
}

function tryCreate(folder) {
  try {
    mkdirSync(folder);
    writeFileSync(join(folder, 'pid'), String(process.pid));
    return true;
  } catch (error) {
    // ENOENT: the folder was taken for a dead one and removed between the two calls.
    if (error.code === 'EEXIST' || error.code === 'ENOENT') return false;
    throw error;
  }
}

function isLeftBehind(folder) {
  const owner = ownerOf(folder);
  if (owner !== undefined) return !isAlive(owner);
  const made = statSync(folder, { throwIfNoEntry: false })?.mtimeMs;
  return made !== undefined && Date.now() - made > NAMELESS_MS;
}

function ownerOf(folder) {
  try {
    return Number(readFileSync(join(folder, 'pid'), 'utf8')) || undefined;
  } catch {
    return undefined; // not written yet, or released just now
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
