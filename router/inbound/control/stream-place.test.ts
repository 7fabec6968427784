import { beforeEach, expect, test } from 'vitest';

import type { Events } from '#core/ports/events.ts';
import { createEventBus } from '../../events/event-bus.ts';
import { createFakeLogLines, type FakeLogLines } from '../../testing/fake-control-parts.ts';
import { findPlace, formatId, takeBatch } from './stream-place.ts';

let events: Events;
let lines: FakeLogLines;

beforeEach(() => {
  events = createEventBus({ remembered: 1_500 });
  lines = createFakeLogLines();
});

function publish(count: number): void {
  for (let at = 0; at < count; at += 1) {
    events.publish({ kind: 'tools-changed', server: 'a', tools: at });
  }
}

function say(count: number): void {
  for (let at = 0; at < count; at += 1) lines.say(`line ${at}`);
}

const find = (id: string | undefined, logs = false) =>
  findPlace({ run: 'r1', events, lines }, { id, logs });
const take = (place: { seq: number; logSeq: number }, logs = false) =>
  takeBatch({ run: 'r1', events, lines }, place, logs);

test('a new reader begins with what is new', () => {
  publish(3);
  say(2);
  expect(find(undefined)).toEqual({ run: 'r1', seq: 3, logSeq: 2, resumed: false });
});

test('a reader that comes back goes on where it was', () => {
  publish(3);
  say(2);
  expect(find('r1.2.1')).toEqual({ run: 'r1', seq: 2, logSeq: 1, resumed: true });
  expect(find('r1.3.2', true)).toEqual({ run: 'r1', seq: 3, logSeq: 2, resumed: true });
  expect(find(formatId('r1', { seq: 0, logSeq: 0 })).resumed).toBe(true);
});

test.each([
  'r2.2.1',
  'r1.4.1',
  'r1.2.9',
  'r1.2',
  'r1.-1.0',
  'r1.1e9.0',
  '',
  'x',
  `r1.${'9'.repeat(400)}.0`,
])('the id %s says nothing to this router', (id) => {
  publish(3);
  say(2);
  expect(find(id)).toEqual({ run: 'r1', seq: 3, logSeq: 2, resumed: false });
});

test('who comes back too late begins anew', () => {
  publish(1_600);
  expect(find('r1.99.0').resumed).toBe(false);
  expect(find('r1.100.0').resumed).toBe(true);
});

test('forgotten log lines count only for who reads them', () => {
  say(10);
  lines.forget(5);
  expect(find('r1.0.4').resumed).toBe(true);
  expect(find('r1.0.4', true).resumed).toBe(false);
  expect(find('r1.0.5', true).resumed).toBe(true);
});

test('a batch is what came since', () => {
  publish(3);
  say(2);
  const taken = take({ seq: 1, logSeq: 1 }, true);
  expect(taken?.batch.events.map(({ seq }) => seq)).toEqual([2, 3]);
  expect(taken?.batch.logs.map(({ seq }) => seq)).toEqual([2]);
  expect(taken?.batch.missed).toBe(false);
  expect(taken?.place).toEqual({ seq: 3, logSeq: 2 });
  expect(take({ seq: 3, logSeq: 2 }, true)).toBeUndefined();
});

test('log lines are for who asked for them', () => {
  say(2);
  expect(take({ seq: 0, logSeq: 0 })).toBeUndefined();
  publish(1);
  const taken = take({ seq: 0, logSeq: 0 });
  expect(taken?.batch.logs).toEqual([]);
  expect(taken?.place).toEqual({ seq: 1, logSeq: 2 });
});

test('of too many events the newest are sent, and that some were missed', () => {
  publish(1_001);
  const taken = take({ seq: 0, logSeq: 0 });
  expect(taken?.batch.events).toHaveLength(1_000);
  expect(taken?.batch.events.at(-1)?.seq).toBe(1_001);
  expect(taken?.batch.missed).toBe(true);
  expect(take({ seq: 1, logSeq: 0 })?.batch.missed).toBe(false);
});

test('so it is with log lines', () => {
  say(2_001);
  const taken = take({ seq: 0, logSeq: 0 }, true);
  expect(taken?.batch.logs).toHaveLength(2_000);
  expect(taken?.batch.missed).toBe(true);
  expect(take({ seq: 0, logSeq: 1 }, true)?.batch.missed).toBe(false);
});
