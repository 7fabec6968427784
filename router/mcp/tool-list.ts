/** A server's tool list, read again when something hints at a change: at most ten times a second. */
import type { RemoteTool } from './remote-tool.ts';

const DELAY_MS = 100;

export interface ToolListOptions {
  readonly read: () => Promise<readonly RemoteTool[]>;
  /** The list was read again; it may be the same. */
  readonly onRead: () => void;
  readonly onFailure: (error: unknown) => void;
}

export class ToolList {
  readonly #options: ToolListOptions;
  #tools: readonly RemoteTool[];
  #timer: NodeJS.Timeout | undefined;
  #reading = false;
  #stopped = false;

  constructor(initial: readonly RemoteTool[], options: ToolListOptions) {
    this.#tools = initial;
    this.#options = options;
  }

  get tools(): readonly RemoteTool[] {
    return this.#tools;
  }

  /** Hints that come together lead to one reading. */
  refreshSoon(): void {
    if (this.#stopped) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // A change during a reading may have come too late for it.
      if (this.#reading) this.refreshSoon();
      else void this.#refresh();
    }, DELAY_MS).unref();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #refresh(): Promise<void> {
    this.#reading = true;
    try {
      const tools = await this.#options.read();
      if (this.#stopped) return;
      this.#tools = tools;
      this.#options.onRead();
    } catch (error) {
      if (!this.#stopped) this.#options.onFailure(error);
    } finally {
      this.#reading = false;
    }
  }
}
