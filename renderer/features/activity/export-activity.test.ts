import { expect, test } from 'vitest';

import type { ActivityRequest } from '#contract/activity.ts';
import { exportName, toExport } from './export-activity.ts';

const NOW = new Date('2026-03-04T05:06:07.890Z');

const request = (id: string, startedAt: number): ActivityRequest => ({
  id,
  surface: 'mcp',
  operation: 'tools/call a.b',
  client: 'x',
  startedAt,
  state: 'ok',
  turns: [],
  calls: [],
});

test('an export is JSON, the oldest first, with readable times', () => {
  const shown = [request('new', 2_000), request('old', 1_000)];
  const text = toExport(shown, NOW);
  expect(JSON.parse(text)).toEqual({
    exportedAt: '2026-03-04T05:06:07.890Z',
    requests: [
      { ...request('old', 0), startedAt: '1970-01-01T00:00:01.000Z' },
      { ...request('new', 0), startedAt: '1970-01-01T00:00:02.000Z' },
    ],
  });
  // What is shown stays as it is.
  expect(shown.map(({ id }) => id)).toEqual(['new', 'old']);
});

test('its name works on every system', () => {
  expect(exportName(NOW)).toBe('woollama-activity-2026-03-04T05-06-07.json');
});
