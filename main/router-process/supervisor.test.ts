import { beforeEach, describe, expect, test } from 'vitest';

import type { ToRouterMessage } from '#contract/process.ts';
import type { RouterState } from '../bridge/channels.ts';
import { createManualClock, type ManualClock } from '../testing/manual-clock.ts';
import type { ChildListeners } from './router-child.ts';
import { Supervisor, type RouterWish } from './supervisor.ts';

/** A child that does what the test says. */
interface FakeChild extends ChildListeners {
  readonly pid: number;
  readonly sent: ToRouterMessage[];
  killed: boolean;
  ready(): void;
}

let clock: ManualClock;
let children: FakeChild[];
let states: RouterState[];
const START = {
  kind: 'start',
  flags: {},
  secrets: { KEY: 'x' },
  secretsNotice: null,
  uiDir: '/ui',
} as const;

let wishes: { wish: RouterWish; reply: (message: ToRouterMessage) => void }[];
let startMessage: Promise<typeof START>;
let gone: number;
let supervisor: Supervisor;

beforeEach(() => {
  clock = createManualClock();
  children = [];
  states = [];
  wishes = [];
  gone = 0;
  startMessage = Promise.resolve(START);
  supervisor = new Supervisor({
    clock,
    startMessage: () => startMessage,
    onWish: (wish, reply) => wishes.push({ wish, reply }),
    onState: (state) => states.push(state),
    onGone: () => (gone += 1),
    fork(listeners) {
      const pid = 100 + children.length;
      const sent: ToRouterMessage[] = [];
      const ready = () =>
        listeners.onMessage({
          kind: 'ready',
          origin: `http://127.0.0.1:${pid}`,
          ownerToken: `token-${pid}`,
          version: '1',
        });
      const child: FakeChild = { ...listeners, pid, sent, killed: false, ready };
      children.push(child);
      return { pid, send: (message) => sent.push(message), kill: () => (child.killed = true) };
    },
  });
});

const newest = () => children.at(-1)!;
const kind = () => supervisor.state().kind;

async function startReady(): Promise<FakeChild> {
  supervisor.start();
  await clock.advance(0);
  newest().ready();
  return newest();
}

describe('starting', () => {
  test('hands over flags, secrets and pages, and waits until the router listens', async () => {
    supervisor.start();
    await clock.advance(0);
    expect(newest().sent).toEqual([START]);
    expect(kind()).toBe('starting');
    expect(supervisor.connection()).toBeUndefined();
    newest().ready();
    expect(supervisor.state()).toEqual({
      kind: 'running',
      origin: 'http://127.0.0.1:100',
      version: '1',
      pid: 100,
    });
    expect(supervisor.connection()?.ownerToken).toBe('token-100');
    expect(clock.waiting()).toBe(0);
  });

  test('twice is once', async () => {
    supervisor.start();
    supervisor.start();
    await clock.advance(0);
    expect(children).toHaveLength(1);
  });

  test('one that has its secrets and never gets ready is killed and tried again', async () => {
    const opened = Promise.withResolvers<typeof START>();
    startMessage = opened.promise;
    supervisor.start();
    await clock.advance(120_000);
    expect(newest().killed).toBe(false);
    opened.resolve(START);
    await clock.advance(0);
    await clock.advance(30_000);
    expect(newest().killed).toBe(true);
    newest().onExit(9);
    expect(supervisor.state()).toMatchObject({
      kind: 'restarting',
      lastLines: ['The router did not get ready within 30 s.'],
    });
    await clock.advance(500);
    expect(children).toHaveLength(2);
  });
});

describe('a breakdown', () => {
  test('is shown with the last words and the next try, then repaired', async () => {
    const child = await startReady();
    child.onOutput('all is lo');
    child.onOutput('st\nthe end');
    child.onExit(1);
    expect(supervisor.state()).toEqual({
      kind: 'restarting',
      reason: 'The router ended unexpectedly (code 1).',
      nextTryAt: clock.now() + 500,
      lastLines: ['all is lost', 'the end'],
    });
    expect(supervisor.connection()).toBeUndefined();
    expect(gone).toBe(1);
    await clock.advance(500);
    newest().ready();
    expect(kind()).toBe('running');
  });

  test('waits longer each time, half a minute at most', async () => {
    const waits: number[] = [];
    supervisor.start();
    for (let round = 0; round < 9; round += 1) {
      newest().onExit(1);
      const state = supervisor.state();
      const waitMs = state.kind === 'restarting' ? state.nextTryAt - clock.now() : 0;
      waits.push(waitMs);
      await clock.advance(waitMs);
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  test('after a minute of good work begins with the short wait again', async () => {
    supervisor.start();
    newest().onExit(1);
    await clock.advance(500);
    newest().onExit(1);
    await clock.advance(1000);
    newest().ready();
    await clock.advance(60_000);
    newest().onExit(1);
    expect(supervisor.state()).toMatchObject({ nextTryAt: clock.now() + 500 });
  });

  test('late words of the one before change nothing', async () => {
    const first = await startReady();
    first.onExit(1);
    await clock.advance(500);
    newest().ready();
    first.ready();
    first.onMessage({ kind: 'restart-wanted' });
    first.onExit(1);
    expect(supervisor.connection()?.ownerToken).toBe('token-101');
    expect(children).toHaveLength(2);
  });

  test('messages nobody knows are ignored', async () => {
    const child = await startReady();
    for (const noise of [null, 'ready', { kind: 'ready' }, { kind: 'own-the-app' }]) {
      child.onMessage(noise);
    }
    expect(kind()).toBe('running');
    expect(wishes).toEqual([]);
  });
});

describe('a router that says why it cannot run', () => {
  const issue = { severity: 'error', file: '/c/mcp.json', message: 'a value is needed' } as const;

  test('stays down until somebody asks', async () => {
    supervisor.start();
    newest().onMessage({ kind: 'failed', code: 'CONFIG_INVALID', message: 'bad', issues: [issue] });
    newest().onExit(1);
    expect(supervisor.state()).toEqual({
      kind: 'stopped',
      reason: 'bad',
      issues: [issue],
      lastLines: [],
    });
    await clock.advance(3_600_000);
    expect(children).toHaveLength(1);
    await supervisor.restart();
    expect(children).toHaveLength(2);
    expect(kind()).toBe('starting');
  });
});

describe('restarting', () => {
  test('asks the running one to end first', async () => {
    const child = await startReady();
    const restarted = supervisor.restart();
    expect(kind()).toBe('starting');
    expect(child.sent.at(-1)).toEqual({ kind: 'stop', graceMs: 5_000 });
    await clock.advance(0);
    expect(children).toHaveLength(1);
    child.onExit(0);
    await restarted;
    expect(children).toHaveLength(2);
    expect(states.map((state) => state.kind)).not.toContain('restarting');
  });

  test('on the wish of the router, and only once for several wishes', async () => {
    const child = await startReady();
    child.onMessage({ kind: 'restart-wanted' });
    child.onMessage({ kind: 'restart-wanted' });
    void supervisor.restart();
    await clock.advance(0);
    child.onExit(0);
    await clock.advance(0);
    expect(children).toHaveLength(2);
  });

  test('twice at once still watches whether the new one gets ready', async () => {
    const child = await startReady();
    const both = Promise.all([supervisor.restart(), supervisor.restart()]);
    child.onExit(0);
    await both;
    await clock.advance(0);
    await clock.advance(30_000);
    expect(newest().killed).toBe(true);
  });

  test('does not wait for the pause after a breakdown', async () => {
    const child = await startReady();
    child.onExit(1);
    await supervisor.restart();
    expect(children).toHaveLength(2);
    await clock.advance(10_000);
    expect(children).toHaveLength(2);
  });
});

describe('stopping', () => {
  test('asks, waits, and leaves no timer; twice is once', async () => {
    const child = await startReady();
    const both = Promise.all([supervisor.stop(), supervisor.stop()]);
    await clock.advance(0);
    expect(child.sent.filter((message) => message.kind === 'stop')).toHaveLength(1);
    child.onExit(0);
    await both;
    expect(child.killed).toBe(false);
    expect(clock.waiting()).toBe(0);
    expect(gone).toBe(1);
  });

  test('kills one that does not listen', async () => {
    const child = await startReady();
    const stopped = supervisor.stop();
    await clock.advance(8_000);
    expect(child.killed).toBe(true);
    child.onExit(9);
    await stopped;
  });

  test('during a start, during a pause and before anything ran', async () => {
    await supervisor.stop();
    supervisor.start();
    await supervisor.restart();
    expect(children).toEqual([]);
  });

  test('in the pause after a breakdown, there is no next try', async () => {
    const child = await startReady();
    child.onExit(1);
    await supervisor.stop();
    await clock.advance(60_000);
    expect(children).toHaveLength(1);
    expect(clock.waiting()).toBe(0);
  });
});

test('wishes of the router reach the app, and answers only the router that asked', async () => {
  const child = await startReady();
  child.onMessage({ kind: 'secrets-changed', id: 4, name: 'KEY', value: 'new' });
  expect(wishes[0]?.wish).toEqual({ kind: 'secrets-changed', id: 4, name: 'KEY', value: 'new' });
  const answer = { kind: 'secrets-kept', id: 4, problem: null } as const;
  wishes[0]?.reply(answer);
  expect(child.sent.at(-1)).toEqual(answer);
  child.onExit(1);
  const before = child.sent.length;
  wishes[0]?.reply(answer);
  expect(child.sent).toHaveLength(before);
});
