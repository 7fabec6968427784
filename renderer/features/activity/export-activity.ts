/** Hands requests to the browser as a file. */
import type { ActivityRequest } from '#contract/activity.ts';

/** The oldest first, as they happened; times are written out for people and programs alike. */
export function toExport(requests: readonly ActivityRequest[], now: Date): string {
  const listed = requests
    .map(({ startedAt, ...rest }) => ({ startedAt: new Date(startedAt).toISOString(), ...rest }))
    .toReversed();
  return `${JSON.stringify({ exportedAt: now.toISOString(), requests: listed }, null, 2)}\n`;
}

export function exportName(now: Date): string {
  return `woollama-activity-${now.toISOString().slice(0, 19).replaceAll(':', '-')}.json`;
}

export function downloadActivity(requests: readonly ActivityRequest[]): void {
  const now = new Date();
  const url = URL.createObjectURL(
    new Blob([toExport(requests, now)], { type: 'application/json' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = exportName(now);
  link.click();
  URL.revokeObjectURL(url);
}
