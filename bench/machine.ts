/** What the operating system knows of a process; Linux tells most, others less. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const isLinux = process.platform === 'linux';
const canPin = isLinux && availableParallelism() > 1 && existsSync('/usr/bin/taskset');
/** The unit of /proc on every Linux, whatever its kernel counts in. */
const TICKS_PER_SECOND = 100;

/** Processor time a process used so far, milliseconds; undefined where nothing tells. */
export function processorMs(pid: number): number | undefined {
  if (!isLinux) return undefined;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Fields are counted behind the name, which may hold spaces: utime is the 12th, stime the 13th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1000;
}

/** Resident memory, MB; undefined where nothing tells. */
export function residentMb(pid: number): number | undefined {
  if (process.platform === 'win32') return undefined;
  const kilobytes = execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(kilobytes) / 1024;
}

/** Ties processes, with their children, to processors such as `0` or `0,1`; does nothing where it cannot. */
export function pin(pids: readonly number[], processors: string): void {
  if (!canPin) return;
  for (const pid of pids.flatMap(withDescendants)) {
    spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', processors, String(pid)]);
  }
}

function withDescendants(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(withDescendants)];
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) => {
      const children = readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8');
      return children.trim().split(' ').filter(Boolean).map(Number);
    });
  } catch {
    return []; // the process or one of its threads ended meanwhile
  }
}
