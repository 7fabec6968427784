/** `utilityProcess`: a real child process with a `parentPort`. */
import type Electron from 'electron';
import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { assertReady } from './app.ts';
import { record } from './record.ts';

const PARENT_PORT = fileURLToPath(new URL('parent-port.ts', import.meta.url));

/** The pid is known only after `spawn`, and no more after `exit`, as in Electron. */
class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;
  #pid: number | undefined;
  stdout: NodeJS.ReadableStream | null;
  stderr: NodeJS.ReadableStream | null;

  constructor(child: ChildProcess, serviceName: string) {
    super();
    this.#child = child;
    this.stdout = child.stdout;
    this.stderr = child.stderr;
    child.once('spawn', () => {
      this.#pid = child.pid;
      if (child.pid !== undefined) record.utilityPids[serviceName] = child.pid;
      this.emit('spawn');
    });
    child.on('message', (message) => this.emit('message', message));
    child.once('exit', (code, signal) => void this.#onExit(code, signal));
  }

  get pid(): number | undefined {
    return this.#pid;
  }

  /** Like Electron, messages that were sent before come first. */
  async #onExit(code: number | null, signal: NodeJS.Signals | null): Promise<void> {
    if (this.#child.connected) await once(this.#child, 'disconnect');
    this.#pid = undefined;
    this.emit('exit', code ?? (signal === 'SIGKILL' ? 9 : 15));
    this.stdout = null;
    this.stderr = null;
  }

  postMessage(message: unknown): void {
    if (this.#child.connected) this.#child.send(message as object, () => undefined);
  }

  kill(): boolean {
    return this.#child.kill('SIGTERM');
  }
}

export const utilityProcess = {
  fork(path: string, args: string[] = [], options: Electron.ForkOptions = {}): UtilityProcess {
    assertReady('utilityProcess');
    const [stdin, stdout, stderr] = Array.isArray(options.stdio) ? options.stdio : [];
    if (stdin !== undefined && stdin !== 'ignore') throw new Error('stdin must be ignored');
    const child = fork(path, args, {
      execArgv: [...(options.execArgv ?? []), '--import', PARENT_PORT],
      serialization: 'advanced',
      stdio: ['ignore', stdout ?? 'inherit', stderr ?? 'inherit', 'ipc'],
      env: options.env as NodeJS.ProcessEnv,
      ...(options.cwd !== undefined && { cwd: options.cwd }),
    });
    return new UtilityProcess(child, options.serviceName ?? 'Node Utility Process');
  },
} satisfies Record<
  keyof Pick<typeof Electron.utilityProcess, 'fork'>,
  (path: string, args?: string[], options?: Electron.ForkOptions) => unknown
>;
