import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test, vi } from 'vitest';

import type { RouterEvent } from '#contract/events.ts';
import { createFakeConnection } from '../testing/fake-connection.ts';
import { followEvents, type Reading } from './queries.ts';

const READINGS: readonly Reading[] = [
  'status.get',
  'tools.list',
  'servers.features',
  'questions.list',
  'config.read',
];

/** Which answers are asked for again. */
function outdatedBy(run: (connection: ReturnType<typeof createFakeConnection>) => void) {
  const queries = new QueryClient();
  for (const method of READINGS) queries.setQueryData([method, {}], {});
  const connection = createFakeConnection();
  const end = followEvents(queries, connection);
  run(connection);
  end();
  return READINGS.filter((method) => queries.getQueryState([method, {}])?.isInvalidated === true);
}

test.each<[RouterEvent, readonly Reading[]]>([
  [{ kind: 'question-asked', questionId: 'q', server: 'files' }, ['questions.list']],
  [{ kind: 'question-ended', questionId: 'q', outcome: 'expired' }, ['questions.list']],
  [{ kind: 'features-changed', server: 'files' }, ['status.get', 'servers.features']],
  [{ kind: 'clients-changed', clients: 1 }, ['status.get']],
  // A new recipe may have the name of a server's tool.
  [
    { kind: 'config-changed', file: 'recipes.toml' },
    ['status.get', 'tools.list', 'servers.features', 'config.read'],
  ],
  [
    { kind: 'server-changed', server: 'files', state: 'failed', attempts: 1 },
    ['status.get', 'tools.list', 'servers.features'],
  ],
])('%o makes old what it is about', (event, outdated) => {
  expect(outdatedBy(({ say }) => say({ events: [{ ...event, seq: 1, at: 0 }] }))).toEqual(outdated);
});

test('after a gap everything is asked for again, after a resumed stream nothing', () => {
  expect(outdatedBy(({ say }) => say({ missed: true }))).toEqual(READINGS);
  expect(outdatedBy(({ greet }) => greet({ resumed: false }))).toEqual(READINGS);
  expect(outdatedBy(({ greet }) => greet({ resumed: true }))).toEqual([]);
});

test.each(['known', 'unknown'])(
  'what is %s is asked for again while it is asked for',
  async (was) => {
    const queries = new QueryClient();
    const asked: ((answer: string) => void)[] = [];
    const queryFn = ({ signal }: { signal: AbortSignal }) =>
      new Promise<string>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')));
        asked.push(resolve);
      });
    if (was === 'known') queries.setQueryData(['tools.list', {}], 'old');
    const options = { queryKey: ['tools.list', {}], queryFn, staleTime: 0, retry: false };
    const seen: unknown[] = [];
    const end = new QueryObserver(queries, options).subscribe(({ data, error }) => {
      seen.push(error ?? data);
    });
    const connection = createFakeConnection();
    const stop = followEvents(queries, connection);
    connection.say({ events: [{ kind: 'tools-changed', seq: 1, at: 0 }] });
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    asked[0]?.('before');
    asked[1]?.('after');
    await vi.waitFor(() => expect(seen.at(-1)).toBe('after'));
    expect(seen.filter((one) => one !== undefined && one !== 'old')).toEqual(['after']);
    stop();
    end();
  },
);
