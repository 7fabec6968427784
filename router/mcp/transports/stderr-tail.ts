/** The last lines a server wrote to stderr, in bounded memory however much it writes. */
import { StringDecoder } from 'node:string_decoder';

import { CUT_MARGIN, maskThenCut, type Mask } from '../secret-mask.ts';

const MAX_LINES = 200;
const MAX_LINE_LENGTH = 2048;
/** Kept unmasked so that a secret on the cut can be recognised; one more tells that there was more. */
const MAX_RAW_LENGTH = MAX_LINE_LENGTH + CUT_MARGIN + 1;

export class StderrTail {
  readonly #mask: Mask;
  readonly #decoder = new StringDecoder('utf8');
  #lines: string[] = [];
  #open = '';

  constructor(mask: Mask) {
    this.#mask = mask;
  }

  write(chunk: Buffer): void {
    const pieces = this.#decoder.write(chunk).split('\n');
    pieces[0] = this.#open + (pieces[0] ?? '');
    this.#open = (pieces.pop() ?? '').slice(0, MAX_RAW_LENGTH);
    const whole = pieces.slice(-MAX_LINES).map((line) => line.slice(0, MAX_RAW_LENGTH));
    this.#lines = [...this.#lines, ...whole].slice(-MAX_LINES);
  }

  /** Masked; oldest first, the unfinished line included. */
  lines(): readonly string[] {
    return this.#raw().map((line) => this.#shown(line));
  }

  /** The last line that says something, masked. */
  last(): string | undefined {
    const line = this.#raw().findLast((one) => one.trim() !== '');
    return line === undefined ? undefined : this.#shown(line);
  }

  #raw(): readonly string[] {
    return this.#open === '' ? this.#lines : [...this.#lines, this.#open].slice(-MAX_LINES);
  }

  #shown(line: string): string {
    return maskThenCut(line, this.#mask, MAX_LINE_LENGTH).trimEnd();
  }
}
