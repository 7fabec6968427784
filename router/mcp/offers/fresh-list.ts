/** What a server lists, read again when something hints at a change: at most ten times a second. */

const DELAY_MS = 100;

export interface FreshListOptions<Item> {
  readonly read: () => Promise<readonly Item[]>;
  /** The list was read again; it may be the same. */
  readonly onRead: () => void;
  readonly onFailure: (error: unknown) => void;
}

export class FreshList<Item> {
  readonly #options: FreshListOptions<Item>;
  #items: readonly Item[] = [];
  #timer: NodeJS.Timeout | undefined;
  #reading = false;
  /** A change was announced while the first reading was on its way. */
  #changedEarly = false;
  #opened = false;
  #stopped = false;

  constructor(options: FreshListOptions<Item>) {
    this.#options = options;
  }

  get items(): readonly Item[] {
    return this.#items;
  }

  /** The first reading. Rejects as `read` does; what changes later is read all the same. */
  async open(): Promise<void> {
    try {
      this.#items = await this.#options.read();
    } finally {
      this.#opened = true;
      if (this.#changedEarly) this.refreshSoon();
    }
  }

  /** Hints that come together lead to one reading. */
  refreshSoon(): void {
    if (this.#stopped) return;
    if (!this.#opened) {
      this.#changedEarly = true;
      return;
    }
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
      const items = await this.#options.read();
      if (this.#stopped) return;
      this.#items = items;
      this.#options.onRead();
    } catch (error) {
      if (!this.#stopped) this.#options.onFailure(error);
    } finally {
      this.#reading = false;
    }
  }
}
