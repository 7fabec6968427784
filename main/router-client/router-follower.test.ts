import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { SequencedEvent } from '#contract/events.ts';
import { createManualClock, type ManualClock } from '../testing/manual-clock.ts';
import { RouterFollower } from './router-follower.ts';

/** A router whose answers are the test's, behind the real client of the contract. */
interface FakeRouter {
  readonly asked: string[];
  readonly tokens: Set<string | null>;
  requests: unknown[];
  questions: unknown[];
  conversations: unknown[];
  /** Sends one message of the event stream that is open. */
  emit(id: string, event: string, data: unknown): void;
  endStream(): void;
  isDown: boolean;
}

let clock: ManualClock;
let router: FakeRouter;
let follower: RouterFollower;
let changes: number;
let heard: string[];
let waiting: string[][];
let waitingConversations: string[][];

const CONNECTION = { origin: 'http://router', ownerToken: 'token' };

beforeEach(() => {
  clock = createManualClock();
  changes = 0;
  heard = [];
  waiting = [];
  waitingConversations = [];
  let stream: ReadableStreamDefaultController<Uint8Array> | undefined;
  router = {
    asked: [],
    tokens: new Set(),
    requests: [],
    questions: [],
    conversations: [],
    isDown: false,
    emit(id, event, data) {
      const text = `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
      stream?.enqueue(new TextEncoder().encode(text));
    },
    endStream: () => stream?.close(),
  };
  follower = new RouterFollower({
    clock,
    onChange: () => (changes += 1),
    onEvent: ({ kind }) => heard.push(kind),
    onQuestions: (questions) => waiting.push(questions.map(({ id }) => id)),
    onConversations: (list) => waitingConversations.push(list.map(({ id }) => id)),
    async fetch(url, init) {
      const path = url.slice(CONNECTION.origin.length);
      router.asked.push(path);
      router.tokens.add(new Headers(init.headers).get('authorization'));
      if (router.isDown) throw new TypeError('fetch failed');
      if (path.startsWith('/control/events')) {
        return new Response(new ReadableStream({ start: (it) => void (stream = it) }));
      }
      if (path === '/control/status.get') return Response.json({ baseUrl: 'http://router/v1' });
      if (path === '/control/questions.list') {
        return Response.json({ questions: router.questions });
      }
      if (path === '/control/conversations.list') {
        return Response.json({ conversations: router.conversations, hasMore: false });
      }
      return Response.json({ run: 'r1', seq: 5, requests: router.requests });
    },
  });
});
afterEach(() => follower.stop());

const started = (requestId: string): SequencedEvent => ({
  kind: 'request-started',
  requestId,
  surface: 'openai',
  operation: '/v1/chat/completions',
  client: 'curl',
  seq: 6,
  at: 1,
});
const batch = (events: readonly SequencedEvent[], missed = false) => ({ events, logs: [], missed });
const inFlight = () => follower.view().inFlight.map(({ id }) => id);
const countOf = (path: string) => router.asked.filter((one) => one === path).length;

describe('following', () => {
  beforeEach(async () => {
    follower.follow(CONNECTION);
    await clock.advance(0);
  });

  test('reads status and activity as the owner, then listens from there', () => {
    expect(router.asked).toEqual([
      '/control/status.get',
      '/control/activity.list',
      '/control/questions.list',
      '/control/conversations.list',
      '/control/events?after=r1.5.0',
    ]);
    expect([...router.tokens]).toEqual(['Bearer token']);
    expect(follower.view().status?.baseUrl).toBe('http://router/v1');
  });

  test('knows what runs from the events', async () => {
    router.emit('r1.6.0', 'batch', batch([started('req_1'), started('req_2')]));
    await clock.advance(0);
    expect(inFlight()).toEqual(['req_1', 'req_2']);
    const ended = {
      kind: 'request-ended',
      requestId: 'req_1',
      outcome: 'ok',
      status: 200,
    } as const;
    router.emit('r1.7.0', 'batch', batch([{ ...ended, durationMs: 1, seq: 7, at: 2 }]));
    await clock.advance(0);
    expect(inFlight()).toEqual(['req_2']);
    expect(heard).toEqual(['request-started', 'request-started', 'request-ended']);
  });

  test('reads the status again when servers change, once a second at most', async () => {
    const event = { kind: 'tools-changed', server: 'git', tools: 1, seq: 6, at: 1 } as const;
    for (let round = 0; round < 5; round += 1) {
      router.emit(`r1.${6 + round}.0`, 'batch', batch([event]));
      await clock.advance(0);
    }
    expect(countOf('/control/status.get')).toBe(1);
    await clock.advance(1_000);
    expect(countOf('/control/status.get')).toBe(2);
    await clock.advance(10_000);
    expect(countOf('/control/status.get')).toBe(2);
  });

  test('reads all of it again when something was missed', async () => {
    router.requests = [{ id: 'req_9', state: 'running' }];
    router.emit('r1.99.0', 'batch', batch([], true));
    await clock.advance(0);
    expect(inFlight()).toEqual(['req_9']);
    router.requests = [];
    router.emit('r2.1.0', 'hello', { run: 'r2', seq: 1, logSeq: 0, resumed: false });
    await clock.advance(0);
    expect(inFlight()).toEqual([]);
  });

  test('connects again a second after the stream ended, also when that fails', async () => {
    router.isDown = true;
    router.endStream();
    await clock.advance(3_000);
    expect(countOf('/control/activity.list')).toBe(4);
    router.isDown = false;
    await clock.advance(1_000);
    expect(countOf('/control/events?after=r1.5.0')).toBe(2);
  });

  test('knows what servers ask, from the beginning and by the events', async () => {
    const asked = { kind: 'question-asked', questionId: 'q1', server: 'git' } as const;
    router.questions = [{ id: 'q1', server: 'git' }];
    router.emit('r1.6.0', 'batch', batch([{ ...asked, seq: 6, at: 1 }]));
    await clock.advance(0);
    expect(follower.view().questions).toMatchObject([{ id: 'q1' }]);
    router.questions = [];
    const ended = { kind: 'question-ended', questionId: 'q1', outcome: 'answered' } as const;
    router.emit('r1.7.0', 'batch', batch([{ ...ended, seq: 7, at: 2 }]));
    await clock.advance(0);
    expect(follower.view().questions).toEqual([]);
    router.questions = [{ id: 'q2', server: 'git' }];
    router.emit('r1.99.0', 'batch', batch([], true));
    await clock.advance(0);
    expect(waiting).toEqual([['q1'], [], ['q2']]);
    follower.follow(undefined);
    expect(waiting.at(-1)).toEqual([]);
  });

  test('knows which conversations wait, from the beginning and by the events', async () => {
    const changed = { kind: 'conversations-changed', conversation: 'conv_1' } as const;
    router.conversations = [{ id: 'conv_1' }];
    router.emit('r1.6.0', 'batch', batch([{ ...changed, seq: 6, at: 1 }]));
    await clock.advance(2_000);
    expect(follower.view().conversations).toMatchObject([{ id: 'conv_1' }]);
    router.conversations = [];
    router.emit('r1.7.0', 'batch', batch([{ ...changed, seq: 7, at: 2 }]));
    await clock.advance(2_000);
    expect(waitingConversations).toEqual([['conv_1'], []]);
    router.conversations = [{ id: 'conv_2' }];
    router.emit('r1.99.0', 'batch', batch([], true));
    await clock.advance(2_000);
    follower.follow(undefined);
    expect(waitingConversations.slice(2)).toEqual([['conv_2'], []]);
  });

  test('the same router again changes nothing; another one is read anew', async () => {
    const asked = router.asked.length;
    follower.follow({ ...CONNECTION });
    await clock.advance(0);
    expect(router.asked).toHaveLength(asked);
    follower.follow({ ...CONNECTION, ownerToken: 'next' });
    await clock.advance(0);
    expect([...router.tokens]).toContain('Bearer next');
  });

  test('without a router it forgets what ran and asks nobody', async () => {
    router.emit('r1.6.0', 'batch', batch([started('req_1')]));
    await clock.advance(0);
    const before = changes;
    follower.follow(undefined);
    expect(inFlight()).toEqual([]);
    expect(follower.client()).toBeUndefined();
    expect(changes).toBe(before + 1);
    const asked = router.asked.length;
    await clock.advance(60_000);
    expect(router.asked).toHaveLength(asked);
    expect(clock.waiting()).toBe(0);
  });
});
