/** What the operating system knows of a process; Linux tells most, others less. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const isLinux = process.platform === 'linux';
const canPin = isLinux && availableParallelism() > 1 && existsSync('/usr/bin/taskset');
const ticksPerSecond = isLinux
  ? Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
  : 0;

/** Processor time a process used so far, milliseconds; undefined where nothing tells. */
export function processorMs(pid: number): number | undefined {
  if (!isLinux) return undefined;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Fields are counted behind the name, which may hold spaces: utime is the 12th, stime the 13th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1000;
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
  const tasks = readdirSync(`/proc/${pid}/task`);
  const children = tasks.flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean),
  );
  return [pid, ...children.map(Number).flatMap(withDescendants)];
}
