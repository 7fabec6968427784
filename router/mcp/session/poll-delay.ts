const POLL_MS = 1000;
const SHORTEST_POLL_MS = 20;
const LONGEST_POLL_MS = 60_000;

/**
 * Milliseconds until a task is asked for again, as its server wishes within reason; and soon enough
 * for its call, which must not be silent for longer than `silenceMs` (0: for ever).
 */
export function pollDelay(wished: unknown, silenceMs: number): number {
  const longest = silenceMs > 0 ? Math.min(LONGEST_POLL_MS, silenceMs / 2) : LONGEST_POLL_MS;
  const delayMs = typeof wished === 'number' ? wished : POLL_MS;
  return Math.max(Math.min(delayMs, longest), SHORTEST_POLL_MS);
}
