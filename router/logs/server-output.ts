/** Takes what MCP servers write to stderr, from each as much as people can follow. */
import type { ServerOutput } from '#core/ports/log-lines.ts';
import type { LogLineStore } from './log-lines.ts';

const LINES_PER_WINDOW = 200;
const WINDOW_MS = 1000;

export interface OutputIntake {
  readonly output: ServerOutput;
  /** Says what was left out so far; nothing is taken afterwards. Idempotent. */
  close(): void;
}

/** What one server wrote since its window began. */
interface Window {
  taken: number;
  leftOut: number;
  readonly end: NodeJS.Timeout;
}

/** 200 lines a second from each server; of the others only their number is told. */
export function createServerOutput(lines: Pick<LogLineStore, 'add'>): OutputIntake {
  const windows = new Map<string, Window>();
  let closed = false;

  function endWindow(server: string): void {
    const window = windows.get(server);
    windows.delete(server);
    if (window === undefined) return;
    clearTimeout(window.end);
    if (window.leftOut === 0) return;
    const message = `${window.leftOut} lines left out: more than ${LINES_PER_WINDOW} in a second`;
    lines.add({ level: 'warn', source: server, message, details: '' });
  }

  function windowOf(server: string): Window {
    const current = windows.get(server);
    if (current !== undefined) return current;
    const end = setTimeout(() => endWindow(server), WINDOW_MS).unref();
    const window = { taken: 0, leftOut: 0, end };
    windows.set(server, window);
    return window;
  }

  return {
    output(server, show) {
      if (closed) return;
      const window = windowOf(server);
      if (window.taken < LINES_PER_WINDOW) {
        window.taken += 1;
        lines.add({ level: 'info', source: server, message: show(), details: '' });
      } else {
        window.leftOut += 1;
      }
    },
    close() {
      closed = true;
      for (const server of windows.keys()) endWindow(server);
    },
  };
}
