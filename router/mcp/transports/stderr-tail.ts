/** The last lines a server wrote to stderr, in bounded memory however much it writes. */
import { StringDecoder } from 'node:string_decoder';

const MAX_LINES = 200;
const MAX_LINE_LENGTH = 2048;

export class StderrTail {
  readonly #decoder = new StringDecoder('utf8');
  #lines: string[] = [];
  #open = '';

  write(chunk: Buffer): void {
    const pieces = this.#decoder.write(chunk).split('\n');
    pieces[0] = this.#open + (pieces[0] ?? '');
    this.#open = (pieces.pop() ?? '').slice(0, MAX_LINE_LENGTH);
    const whole = pieces.slice(-MAX_LINES).map((line) => line.slice(0, MAX_LINE_LENGTH).trimEnd());
    this.#lines = [...this.#lines, ...whole].slice(-MAX_LINES);
  }

  /** Oldest first, the unfinished line included. */
  lines(): readonly string[] {
    return this.#open === '' ? [...this.#lines] : [...this.#lines, this.#open].slice(-MAX_LINES);
  }

  /** The last line that says something. */
  last(): string | undefined {
    return this.lines().findLast((line) => line.trim() !== '');
  }
}
