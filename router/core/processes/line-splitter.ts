/** Cuts a byte stream into lines; whole lines are decoded, so split characters cannot break. */

const NEWLINE = 0x0a;

export interface LineSplitterOptions {
  /** Bytes one line may hold; longer ones are not kept. */
  readonly maxBytes: number;
  readonly onLine: (line: string) => void;
  /** Called once; everything written afterwards is ignored. */
  readonly onTooLong: () => void;
}

/** A last line without newline is never delivered. */
export class LineSplitter {
  readonly #options: LineSplitterOptions;
  #parts: Buffer[] = [];
  #size = 0;
  #overflowed = false;

  constructor(options: LineSplitterOptions) {
    this.#options = options;
  }

  write(chunk: Buffer): void {
    let start = 0;
    let end = chunk.indexOf(NEWLINE);
    while (end !== -1 && this.#keep(chunk.subarray(start, end))) {
      this.#options.onLine(this.#take());
      start = end + 1;
      end = chunk.indexOf(NEWLINE, start);
    }
    this.#keep(chunk.subarray(start));
  }

  /** False when the line has become too long. */
  #keep(part: Buffer): boolean {
    if (this.#overflowed) return false;
    if (part.length === 0) return true;
    this.#size += part.length;
    this.#parts.push(part);
    if (this.#size <= this.#options.maxBytes) return true;
    this.#overflowed = true;
    this.#parts = [];
    this.#options.onTooLong();
    return false;
  }

  #take(): string {
    const [only] = this.#parts;
    const bytes = this.#parts.length === 1 && only ? only : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#size = 0;
    return bytes.toString('utf8');
  }
}
