import { expect, test } from 'vitest';

import { ControlError, type StreamOptions } from '#contract/control-client.ts';
import type { StreamHello } from '#contract/stream.ts';
import { createConnection, type Connection } from './connection.ts';

const HELLO: StreamHello = { run: 'r1', seq: 4, logSeq: 2, resumed: false };

interface Attempt extends StreamOptions {
  /** The stream ends as if the router had closed it. */
  readonly end: (last?: string) => void;
  readonly fail: (error: Error) => void;
}

/** A router whose streams end when the test says so, and a clock that waits for nobody. */
function setUp() {
  const attempts: Attempt[] = [];
  const waits: number[] = [];
  const arrivals: ((attempt: Attempt) => void)[] = [];
  const connection: Connection = createConnection({
    now: () => 1_000 + waits.length,
    wait: async (ms) => void waits.push(ms),
    client: {
      stream: (options) =>
        new Promise((resolve, reject) => {
          const attempt = { ...options, end: resolve, fail: reject };
          options.signal.addEventListener('abort', () => resolve(options.after));
          attempts.push(attempt);
          arrivals.shift()?.(attempt);
        }),
    },
  });
  const next = (): Promise<Attempt> => new Promise((resolve) => arrivals.push(resolve));
  return { connection, attempts, waits, next };
}

test('the first connection asks for everything and says when it is open', async () => {
  const { connection, attempts } = setUp();
  expect(connection.state.get()).toEqual({ kind: 'connecting' });
  expect(attempts[0]).toMatchObject({ after: undefined, logs: false });
  attempts[0]?.onHello(HELLO);
  expect(connection.state.get()).toEqual({ kind: 'open' });
  connection.close();
});

test('an ended stream is resumed where it ended', async () => {
  const { connection, attempts, waits, next } = setUp();
  attempts[0]?.onHello(HELLO);
  const second = next();
  attempts[0]?.end('r1.9.2');
  expect((await second).after).toBe('r1.9.2');
  expect(waits).toEqual([250]);
  expect(connection.state.get()).toMatchObject({ kind: 'lost', reason: 'the connection ended' });
  connection.close();
});

test('the waits grow to a limit while nobody answers; the first loss counts', async () => {
  const { connection, attempts, waits, next } = setUp();
  for (let count = 0; count < 6; count += 1) {
    const following = next();
    attempts.at(-1)?.fail(new ControlError('UNREACHABLE', 'nobody there'));
    await following;
  }
  expect(waits).toEqual([250, 500, 1_000, 2_000, 3_000, 3_000]);
  expect(connection.state.get()).toEqual({ kind: 'lost', since: 1_000, reason: 'nobody there' });
  connection.close();
});

test('a connection that held makes the next wait short again', async () => {
  const { connection, attempts, waits, next } = setUp();
  for (let count = 0; count < 3; count += 1) {
    const following = next();
    attempts.at(-1)?.fail(new ControlError('UNREACHABLE', 'nobody there'));
    await following;
  }
  attempts.at(-1)?.onHello(HELLO);
  const following = next();
  attempts.at(-1)?.end();
  await following;
  expect(waits.at(-1)).toBe(250);
  connection.close();
});

test.each(['OWNER_ONLY', 'UNAUTHORIZED'] as const)('%s means signing in', async (code) => {
  const { connection, attempts, next } = setUp();
  const following = next();
  attempts[0]?.fail(new ControlError(code, 'no'));
  await following;
  expect(connection.state.get()).toEqual({ kind: 'refused' });
  connection.close();
});

test('logs flow only while somebody wants them', async () => {
  const { connection, attempts, next } = setUp();
  attempts[0]?.onHello(HELLO);
  const withLogs = next();
  const unwant = connection.wantLogs();
  expect((await withLogs).logs).toBe(true);
  unwant();
  unwant();
  const again = next();
  connection.wantLogs();
  expect((await again).logs).toBe(true);
  connection.close();
});

test('interrupting on purpose is no loss', async () => {
  const { connection, attempts, waits, next } = setUp();
  attempts[0]?.onHello(HELLO);
  const following = next();
  connection.retry();
  await following;
  expect(connection.state.get()).toEqual({ kind: 'open' });
  expect(waits).toEqual([]);
  connection.close();
});

test('closing ends the stream and opens no other', async () => {
  const { connection, attempts } = setUp();
  connection.close();
  expect(attempts[0]?.signal.aborted).toBe(true);
  await Promise.resolve();
  expect(attempts).toHaveLength(1);
});

test('listeners hear until they leave', () => {
  const { connection, attempts } = setUp();
  const heard: string[] = [];
  const leave = connection.listen({
    onHello: ({ run }) => heard.push(run),
    onBatch: ({ missed }) => heard.push(String(missed)),
  });
  attempts[0]?.onHello(HELLO);
  attempts[0]?.onBatch({ events: [], logs: [], missed: true });
  leave();
  leave();
  attempts[0]?.onBatch({ events: [], logs: [], missed: false });
  expect(heard).toEqual(['r1', 'true']);
  connection.close();
});
