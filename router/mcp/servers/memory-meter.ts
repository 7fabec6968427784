/** How much memory servers use: each one's process and all that it started. */
import { readdir, readFile } from 'node:fs/promises';

import pidusage from 'pidusage';

/** Asking costs a look at every process of the machine, and on some systems a program. */
const HOLDS_MS = 2000;

export interface MemoryMeterOptions {
  /** Process id by server, of those that have one now. */
  readonly processes: () => ReadonlyMap<string, number>;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
}

/** Resident bytes by server. */
export type Memory = ReadonlyMap<string, number>;

/**
 * Resident bytes by server, at most two seconds old. On Linux those of the whole process group, as
 * many servers are started by a wrapper such as npx; elsewhere of the process itself. Pages that
 * processes share are counted for each. Servers that cannot be measured are missing; never rejects.
 */
export function createMemoryMeter({ processes, now }: MemoryMeterOptions): () => Promise<Memory> {
  let asked: Promise<Memory> | undefined;
  let until = 0;

  return () => {
    if (asked !== undefined && now() < until) return asked;
    until = Infinity;
    asked = measure(processes()).finally(() => {
      until = now() + HOLDS_MS;
    });
    return asked;
  };
}

async function measure(processes: Memory): Promise<Memory> {
  if (processes.size === 0) return new Map();
  const groups = await readGroups();
  const membersOf = (pid: number): readonly number[] => groups.get(pid) ?? [pid];
  const bytes = await readBytes([...processes.values()].flatMap(membersOf));
  const sums = Array.from(processes, ([server, pid]) => {
    const sum = membersOf(pid).reduce((total, member) => total + (bytes.get(member) ?? 0), 0);
    return [server, sum] as const;
  });
  return new Map(sums.filter(([, sum]) => sum > 0));
}

/** Process ids by the leader of their group; empty where the system has no /proc. */
async function readGroups(): Promise<ReadonlyMap<number, readonly number[]>> {
  const groups = new Map<number, number[]>();
  if (process.platform !== 'linux') return groups;
  const names = await readdir('/proc').catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  await Promise.all(
    pids.map(async (pid) => {
      const leader = await readLeader(pid);
      if (leader === undefined) return;
      const members = groups.get(leader);
      if (members === undefined) groups.set(leader, [pid]);
      else members.push(pid);
    }),
  );
  return groups;
}

/** Of `pid (name) state parent group ...`; the name may hold anything, brackets too. */
async function readLeader(pid: number): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined);
  const group = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[2];
  return group === undefined ? undefined : Number(group);
}

async function readBytes(pids: readonly number[]): Promise<ReadonlyMap<number, number>> {
  try {
    const usages = Object.entries(await pidusage([...pids]));
    return new Map(usages.map(([pid, usage]) => [Number(pid), usage?.memory ?? 0]));
  } catch {
    // All of them ended meanwhile, or this system cannot tell.
    return new Map();
  }
}
