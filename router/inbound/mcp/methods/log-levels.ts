/** As RFC 5424, the most talkative first. */
export const LOG_LEVELS = [
  'debug',
  'info',
  'notice',
  'warning',
  'error',
  'critical',
  'alert',
  'emergency',
] as const;

/** Whether `level` is at least as grave as `least`; words that are no levels never are. */
export function isLoud(level: unknown, least: unknown): boolean {
  const names: readonly unknown[] = LOG_LEVELS;
  const from = names.indexOf(least);
  return from !== -1 && names.indexOf(level) >= from;
}
