/** New versions: found when somebody asks or once a day, downloaded and installed on a yes only. */
import type { UpdateState } from '../bridge/channels.ts';
import type { Clock } from './clock.ts';

const FIRST_CHECK_MS = 60_000;
/** An installer that did not end the app by then has failed; macOS unpacks the update first. */
const INSTALL_MS = process.platform === 'darwin' ? 60_000 : 10_000;
const CHECK_EVERY_MS = 24 * 3_600_000;

/** The part of electron-updater's `autoUpdater` that is used. */
export interface Updater {
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  checkForUpdates(): Promise<{
    readonly isUpdateAvailable: boolean;
    readonly updateInfo: { readonly version: string };
  } | null>;
  downloadUpdate(): Promise<unknown>;
  quitAndInstall(): void;
  on(event: 'download-progress', listener: (progress: { percent: number }) => void): unknown;
  /** Reports what the promises reject with once more; unheard it would end the app. */
  on(event: 'error', listener: (error: Error) => void): unknown;
}

export interface UpdatesOptions {
  /** Why this copy is not updated by itself, or undefined. */
  readonly offReason: string | undefined;
  readonly load: () => Promise<Updater>;
  readonly clock: Clock;
  readonly onState: (state: UpdateState) => void;
}

export interface InstallSteps {
  /** False when the user wants to stay, because of something that was not saved. */
  readonly mayQuit: () => Promise<boolean>;
  /** Must be done before an installer may run. */
  readonly endAll: () => Promise<void>;
  /** Begins anew with the old version, when the installer could not. */
  readonly relaunch: () => void;
}

export class Updates {
  readonly #options: UpdatesOptions;
  #state: UpdateState;
  #updater: Promise<Updater> | undefined;
  #steps: InstallSteps | undefined;
  #cancelTimer: () => void = () => {};

  constructor(options: UpdatesOptions) {
    this.#options = options;
    const { offReason: reason } = options;
    this.#state = reason === undefined ? { kind: 'unknown' } : { kind: 'off', reason };
  }

  state(): UpdateState {
    return this.#state;
  }

  /** Looks by itself from now on. */
  start(steps: InstallSteps): void {
    this.#steps = steps;
    if (this.#state.kind !== 'off') this.#checkLater(FIRST_CHECK_MS);
  }

  stop(): void {
    this.#cancelTimer();
  }

  /** Never rejects: what went wrong is the state. */
  async check(): Promise<UpdateState> {
    if (!['unknown', 'none', 'failed'].includes(this.#state.kind)) return this.#state;
    this.#set({ kind: 'checking' });
    return this.#attempt(async (updater) => {
      const found = await updater.checkForUpdates();
      return found?.isUpdateAvailable === true
        ? { kind: 'available', version: found.updateInfo.version }
        : { kind: 'none', checkedAt: this.#options.clock.now() };
    });
  }

  async download(): Promise<UpdateState> {
    if (this.#state.kind !== 'available') return this.#state;
    const { version } = this.#state;
    this.#set({ kind: 'downloading', version, percent: 0 });
    return this.#attempt(async (updater) => {
      await updater.downloadUpdate();
      return { kind: 'ready', version };
    });
  }

  /** False when there is nothing to install, or when the user wants to stay. */
  async install(): Promise<boolean> {
    if (this.#state.kind !== 'ready' || this.#updater === undefined) return false;
    const updater = await this.#updater;
    const steps = this.#steps;
    if (steps === undefined || !(await steps.mayQuit())) return false;
    await steps.endAll();
    // Without router, tray and window the app must not live on.
    this.#options.clock.after(INSTALL_MS, steps.relaunch);
    try {
      updater.quitAndInstall();
    } catch {
      steps.relaunch();
    }
    return true;
  }

  #checkLater(ms: number): void {
    this.#cancelTimer = this.#options.clock.after(ms, () => {
      void this.check();
      this.#checkLater(CHECK_EVERY_MS);
    });
  }

  async #attempt(work: (updater: Updater) => Promise<UpdateState>): Promise<UpdateState> {
    try {
      this.#updater ??= this.#prepare();
      this.#set(await work(await this.#updater));
    } catch (error) {
      this.#set({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
    }
    return this.#state;
  }

  async #prepare(): Promise<Updater> {
    const updater = await this.#options.load().catch((error: unknown) => {
      this.#updater = undefined;
      throw error;
    });
    updater.autoDownload = false;
    updater.autoInstallOnAppQuit = false;
    updater.on('error', () => undefined);
    updater.on('download-progress', ({ percent }) => {
      if (this.#state.kind === 'downloading') this.#set({ ...this.#state, percent });
    });
    return updater;
  }

  #set(state: UpdateState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}
