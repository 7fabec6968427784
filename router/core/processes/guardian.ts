/**
 * Ends the process groups of our children when we die without a chance to do so (kill -9, a crash).
 *
 * One small shell in its own session waits on a pipe that only we hold open. When the pipe closes
 * it ends every group it was told about and not told to forget. Windows needs none of this: there
 * libuv's job object ends the children.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';

import type { Logger } from '#core/ports/logger.ts';

// `kill -s` because dash does not understand `kill -TERM -- -1`. The sleep lets servers save things.
const SCRIPT = `
trap '' HUP INT TERM
groups=' '
while IFS= read -r line; do
  case $line in
  +*) groups="$groups\${line#+} " ;;
  -*)
    kept=' '
    for group in $groups; do [ "$group" = "\${line#-}" ] || kept="$kept$group "; done
    groups=$kept
    ;;
  esac
done
[ "$groups" = ' ' ] && exit 0
for group in $groups; do kill -s TERM -- "-$group" 2>/dev/null; done
sleep 1
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
`;

/** A guardian that ends sooner than this is not started again by itself. */
const SHORTEST_LIFE_MS = 1000;
const STOP_GRACE_MS = 2000;

export interface Guardian {
  /** To be called in the same tick the group came to life. */
  watch(group: number): void;
  forget(group: number): void;
  /** Resolves when the shell is gone. Groups still watched are ended by it. Idempotent. */
  stop(): Promise<void>;
}

export function createGuardian(logger: Logger): Guardian {
  return process.platform === 'win32' ? new IdleGuardian() : new ShellGuardian(logger);
}

class IdleGuardian implements Guardian {
  watch(): void {}
  forget(): void {}
  async stop(): Promise<void> {}
}

class ShellGuardian implements Guardian {
  readonly #logger: Logger;
  readonly #groups = new Set<number>();
  #shell: ChildProcess | undefined;
  #stopping = false;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  watch(group: number): void {
    this.#groups.add(group);
    if (this.#shell === undefined) this.#start();
    else this.#tell(`+${group}\n`);
  }

  forget(group: number): void {
    if (this.#groups.delete(group)) this.#tell(`-${group}\n`);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const shell = this.#shell;
    if (shell === undefined || shell.exitCode !== null || shell.signalCode !== null) return;
    const gone = once(shell, 'exit');
    shell.stdin?.end();
    const timer = setTimeout(() => shell.kill('SIGKILL'), STOP_GRACE_MS);
    await gone;
    clearTimeout(timer);
  }

  #start(): void {
    if (this.#stopping) return;
    const shell = spawn('/bin/sh', ['-c', SCRIPT], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      cwd: '/',
      env: { PATH: '/usr/bin:/bin' },
    });
    this.#shell = shell;
    const startedAt = performance.now();
    const onEnd = (): void => {
      if (this.#shell !== shell) return;
      this.#shell = undefined;
      if (this.#stopping) return;
      this.#logger.warn({ pid: shell.pid }, 'the guardian of server processes ended');
      if (this.#groups.size > 0 && performance.now() - startedAt > SHORTEST_LIFE_MS) this.#start();
    };
    shell.once('exit', onEnd);
    shell.once('error', onEnd);
    shell.stdin.on('error', () => {
      // A broken pipe means the shell has ended, which its exit event reports.
    });
    // Neither the shell nor its pipe may keep us alive.
    shell.unref();
    if (shell.stdin instanceof Socket) shell.stdin.unref();
    this.#tell([...this.#groups].map((group) => `+${group}\n`).join(''));
  }

  #tell(lines: string): void {
    this.#shell?.stdin?.write(lines);
  }
}
