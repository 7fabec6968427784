/** The log lines people can still look at, in order, to whoever listens. */
import { LOG_LIMIT, type LogLevel, type LogLine } from '#contract/logs.ts';
import type { LogLines } from '#core/ports/log-lines.ts';
import { stripControls } from '#core/strip-controls.ts';

/** Characters of a message, and of its details. */
const TEXT_LENGTH = 2000;

export interface LogLinesOptions {
  readonly mask: (text: string) => string;
  readonly now: () => number;
  /** Told about listeners that throw; they are kept. Must not add lines. */
  readonly onListenerError: (error: unknown) => void;
  readonly limit?: number;
}

export interface NewLine {
  readonly level: LogLevel;
  readonly source: string;
  readonly message: string;
  readonly details: string;
}

export interface LogLineStore extends LogLines {
  /** Masks and cuts the texts. A line that a listener adds is kept but told to nobody. */
  add(line: NewLine): void;
}

/**
 * Keeps the newest lines. When it is full the source with the most lines loses its oldest, so that
 * one that writes without end pushes out nobody but itself.
 */
export function createLogLines(options: LogLinesOptions): LogLineStore {
  const { now, onListenerError, limit = LOG_LIMIT } = options;
  const bySource = new Map<string, LogLine[]>();
  const listeners = new Set<(line: LogLine) => void>();
  let kept = 0;
  let seq = 0;
  let telling = false;

  function keep(line: LogLine): void {
    const lines = bySource.get(line.source);
    if (lines === undefined) bySource.set(line.source, [line]);
    else lines.push(line);
    kept += 1;
    if (kept > limit) forgetOne();
  }

  function forgetOne(): void {
    const [source, lines] = [...bySource].reduce((a, b) => (b[1].length > a[1].length ? b : a));
    lines.shift();
    kept -= 1;
    if (lines.length === 0) bySource.delete(source);
  }

  function tell(line: LogLine): void {
    if (telling) return;
    telling = true;
    for (const listener of listeners) {
      try {
        listener(line);
      } catch (error) {
        onListenerError(error);
      }
    }
    telling = false;
  }

  const since = (after: number): readonly LogLine[] =>
    [...bySource.values()]
      .flatMap((lines) => lines.slice(lines.findLastIndex((line) => line.seq <= after) + 1))
      .sort((a, b) => a.seq - b.seq);

  return {
    add({ message, details, ...line }) {
      seq += 1;
      const texts = {
        message: shown(message, options.mask),
        details: shown(details, options.mask),
      };
      const added = Object.freeze({ seq, at: now(), ...line, ...texts });
      keep(added);
      tell(added);
    },
    list: (count) => (count > 0 ? since(0).slice(-count) : []),
    since,
    seq: () => seq,
    subscribe(listener) {
      // Wrapped, so that subscribing the same function twice gives two subscriptions.
      const own = (line: LogLine): void => listener(line);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
  };
}

/** One line of plain text. */
function shown(text: string, mask: (text: string) => string): string {
  if (text === '') return '';
  // Secrets may run over lines, so they go before the lines are joined.
  const masked = mask(text);
  const plain = stripControls(masked)
    .replaceAll(/\s*\n\s*/g, ' ')
    .trimEnd();
  // What was taken out may have stood inside of a secret.
  const safe = plain === masked ? plain : mask(plain);
  return safe.length > TEXT_LENGTH ? `${safe.slice(0, TEXT_LENGTH - 1)}…` : safe;
}
