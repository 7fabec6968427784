import { logLevel, type LogLevel, type LogLine } from '#contract/logs.ts';

export interface LogFilter {
  /** This one and worse. */
  readonly level: LogLevel;
  /** Empty for all. */
  readonly source: string;
  /** Words that must all occur, in any case. */
  readonly text: string;
}

const SEVERITY = new Map(logLevel.options.map((level, index) => [level, index]));

export function filterLines(lines: readonly LogLine[], filter: LogFilter): readonly LogLine[] {
  const least = SEVERITY.get(filter.level) ?? 0;
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return lines.filter((line) => {
    if ((SEVERITY.get(line.level) ?? 0) < least) return false;
    if (filter.source !== '' && line.source !== filter.source) return false;
    if (words.length === 0) return true;
    const text = `${line.source} ${line.message} ${line.details}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The router first, then the servers by name. */
export function sourcesOf(
  lines: readonly LogLine[],
  servers: readonly string[],
): readonly string[] {
  const sources = new Set([...servers, ...lines.map(({ source }) => source)]);
  sources.delete('router');
  return ['router', ...[...sources].sort()];
}

/** `12:03:44.120`, in the time of this machine. */
export function clockTime(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const ms = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${ms}`;
}

/** One line as it is copied and exported. */
export function lineText({ at, level, source, message, details }: LogLine): string {
  const end = details === '' ? '' : ` (${details})`;
  return `${new Date(at).toISOString()} ${level.toUpperCase()} ${source}: ${message}${end}`;
}
