import type { Logger } from '#core/ports/logger.ts';

interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly facts: object;
  readonly message: string;
}

/** Keeps all lines, those of children too. */
export interface FakeLog extends Logger {
  readonly lines: LogLine[];
}

export function createFakeLog(lines: LogLine[] = []): FakeLog {
  const writer = (level: LogLine['level']) => (facts: object, message: string) =>
    void lines.push({ level, facts, message });
  return {
    lines,
    debug: writer('debug'),
    info: writer('info'),
    warn: writer('warn'),
    error: writer('error'),
    child: () => createFakeLog(lines),
  };
}
