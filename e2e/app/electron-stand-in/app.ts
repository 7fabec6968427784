/** `app`: life and death, the lock of the single instance, and folders. */
import type Electron from 'electron';
import { EventEmitter } from 'node:events';
import { mkdirSync, readFileSync, rmSync, watch, writeFileSync, type FSWatcher } from 'node:fs';
import { dirname, join } from 'node:path';

import { record } from './record.ts';

const userData =
  process.argv.find((arg) => arg.startsWith('--user-data-dir='))?.split('=')[1] ?? '';
const lockFile = join(userData, 'stand-in.lock');
const secondStart = join(userData, 'stand-in.second-start');

const ready = Promise.withResolvers<void>();
let isReady = false;
let lockWatch: FSWatcher | undefined;
let isQuitting = false;
let openAtLogin = false;

export function becomeReady(): void {
  isReady = true;
  ready.resolve();
  app.emit('ready');
}

/** As Electron: what needs a ready app says so instead of half working. */
export function assertReady(what: string): void {
  if (!isReady) throw new Error(`${what} cannot be used before the app is ready`);
}

/** As Electron: what must come before. */
export function assertNotReady(what: string): void {
  if (isReady) throw new Error(`${what} must be called before the app is ready`);
}

class App extends EventEmitter {
  readonly isPackaged = false;
  readonly dock = undefined;

  whenReady(): Promise<void> {
    return ready.promise;
  }

  getVersion(): string {
    return '0.0.0-stand-in';
  }

  getAppPath(): string {
    return dirname(process.argv[1] ?? '');
  }

  readonly commandLine = {
    hasSwitch: (name: string) => process.argv.some((arg) => arg.startsWith(`--${name}`)),
  };

  /** The folder of this user's data comes from the arguments, as with Electron. */
  getPath(name: 'userData' | 'appData'): string {
    const path = name === 'userData' ? userData : dirname(userData);
    mkdirSync(path, { recursive: true });
    return path;
  }

  setPath(name: string): void {
    throw new Error(`'${name}' must stay where the spec put it`);
  }

  setAppUserModelId(): void {}

  relaunch(): void {}

  exit(code = 0): void {
    if (lockWatch !== undefined) rmSync(lockFile, { force: true });
    process.exit(code);
  }

  requestSingleInstanceLock(): boolean {
    mkdirSync(userData, { recursive: true });
    const owner = readPid();
    if (owner !== undefined && isAlive(owner)) {
      writeFileSync(secondStart, JSON.stringify(process.argv));
      return false;
    }
    writeFileSync(lockFile, String(process.pid));
    lockWatch = watch(userData, (_event, name) => {
      if (name === 'stand-in.second-start') this.#onSecondStart();
    });
    return true;
  }

  #onSecondStart(): void {
    try {
      const argv = JSON.parse(readFileSync(secondStart, 'utf8')) as string[];
      rmSync(secondStart);
      this.emit('second-instance', {}, argv, '', undefined);
    } catch {
      // Half written, or seen already: the next notice comes.
    }
  }

  setAsDefaultProtocolClient(scheme: string): boolean {
    record.linkSchemes.push(scheme);
    return true;
  }

  getLoginItemSettings(): { openAtLogin: boolean } {
    return { openAtLogin };
  }

  setLoginItemSettings(settings: { openAtLogin?: boolean }): void {
    openAtLogin = settings.openAtLogin ?? false;
  }

  /** `before-quit` may forbid it; then windows close; then the process ends. */
  quit(): void {
    let isForbidden = false;
    this.emit('before-quit', { preventDefault: () => (isForbidden = true) });
    if (isForbidden || isQuitting) return;
    isQuitting = true;
    this.emit('will-quit', { preventDefault: () => undefined });
    this.emit('quit', {}, 0);
    if (lockWatch !== undefined) rmSync(lockFile, { force: true });
    lockWatch?.close();
    process.exit(0);
  }
}

export const app = new App() satisfies Pick<
  Electron.App,
  | 'isPackaged'
  | 'dock'
  | 'whenReady'
  | 'getVersion'
  | 'getAppPath'
  | 'requestSingleInstanceLock'
  | 'setAsDefaultProtocolClient'
  | 'setLoginItemSettings'
  | 'quit'
>;

// As Electron on Linux and macOS.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());

function readPid(): number | undefined {
  try {
    return Number(readFileSync(lockFile, 'utf8'));
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
