/**
 * What a server writes to stderr: each line as it comes, and the last ones in bounded memory however
 * much it writes.
 */
import { StringDecoder } from 'node:string_decoder';

import { stripControls } from '#core/strip-controls.ts';
import { CUT_MARGIN, type Mask } from '../servers/secret-mask.ts';

const MAX_LINES = 200;
const MAX_LINE_LENGTH = 2048;
/** Kept unmasked so that a secret on the cut can be recognised. */
const MAX_RAW_LENGTH = MAX_LINE_LENGTH + CUT_MARGIN + 1;

/** Told of each line that says something; `show` masks it, which costs something. */
export type LineListener = (show: () => string) => void;

export class StderrTail {
  readonly #mask: Mask;
  readonly #onLine: LineListener | undefined;
  readonly #decoder = new StringDecoder('utf8');
  #lines: string[] = [];
  #open = '';

  constructor(mask: Mask, onLine?: LineListener) {
    this.#mask = mask;
    this.#onLine = onLine;
  }

  write(chunk: Buffer): void {
    const pieces = this.#decoder.write(chunk).split('\n');
    pieces[0] = this.#open + (pieces[0] ?? '');
    this.#open = (pieces.pop() ?? '').slice(0, MAX_RAW_LENGTH);
    const whole = pieces.slice(-MAX_LINES).map((line) => line.slice(0, MAX_RAW_LENGTH));
    this.#lines = [...this.#lines, ...whole].slice(-MAX_LINES);
    for (const line of pieces) this.#announce(line);
  }

  /** Nothing more comes: a last line without newline is told, too. */
  end(): void {
    if (this.#open === '') return;
    this.#lines = [...this.#lines, this.#open].slice(-MAX_LINES);
    this.#announce(this.#open);
    this.#open = '';
  }

  /** Masked, without escape sequences; oldest first, the unfinished line included. */
  lines(): readonly string[] {
    return this.#raw().map((line) => this.#shown(line));
  }

  /** The last line that says something, masked. */
  last(): string | undefined {
    const line = this.#raw().findLast((one) => one.trim() !== '');
    return line === undefined ? undefined : this.#shown(line);
  }

  #announce(line: string): void {
    if (line.trim() !== '') this.#onLine?.(() => this.#shown(line.slice(0, MAX_RAW_LENGTH)));
  }

  #raw(): readonly string[] {
    return this.#open === '' ? this.#lines : [...this.#lines, this.#open].slice(-MAX_LINES);
  }

  #shown(line: string): string {
    // Escape sequences go first: they could stand in the middle of a secret.
    const masked = this.#mask(stripControls(line));
    // The end of a line that was cut may be the beginning of a secret.
    const safe = line.length < MAX_RAW_LENGTH ? masked : masked.slice(0, -CUT_MARGIN);
    return safe.slice(0, MAX_LINE_LENGTH).trimEnd();
  }
}
