import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { streamBatch, type StreamBatch } from '#contract/stream.ts';
import type { Events } from '#core/ports/events.ts';
import { createEventBus } from '../../events/event-bus.ts';
import { createFakeLogLines, type FakeLogLines } from '../../testing/fake-control-parts.ts';
import { openEventStream } from './open-event-stream.ts';

/** A reader that takes what it is given, or nothing while `full`. */
class FakeReader extends EventEmitter {
  readonly sent: string[] = [];
  full = false;
  destroyed = false;
  writableEnded = false;
  writeHead(): void {}
  write(text: string): boolean {
    this.sent.push(text);
    return !this.full;
  }
  end(): void {
    this.writableEnded = true;
  }
  batches(): StreamBatch[] {
    const found = this.sent.filter((text) => text.startsWith('event: batch\n'));
    return found.map((text) => streamBatch.parse(JSON.parse(text.split('\ndata: ')[1] ?? '')));
  }
}

let events: Events;
let listeners: number;
let lines: FakeLogLines;
let reader: FakeReader;
let end: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  const bus = createEventBus({ remembered: 5_000 });
  listeners = 0;
  events = {
    ...bus,
    subscribe(listener) {
      listeners += 1;
      const unsubscribe = bus.subscribe(listener);
      return () => {
        listeners -= 1;
        unsubscribe();
      };
    },
  };
  lines = createFakeLogLines();
  reader = new FakeReader();
});
afterEach(() => {
  end();
  vi.useRealTimers();
});

function open(wishes: { id?: string; logs?: boolean } = {}): void {
  const { id, logs = false } = wishes;
  // Only what the stream uses of a response.
  const out = reader as unknown as ServerResponse;
  end = openEventStream(out, { run: 'r1', events, lines }, { id, logs });
}

const publish = () => events.publish({ kind: 'tools-changed', server: 'a', tools: 1 });

test('it greets first', () => {
  publish();
  open();
  expect(reader.sent).toEqual([
    'event: hello\nid: r1.1.0\ndata: {"run":"r1","seq":1,"logSeq":0,"resumed":false}\n\n',
  ]);
});

test('what happens at once comes as one batch, and it comes soon', async () => {
  open();
  for (let at = 0; at < 3; at += 1) publish();
  await vi.advanceTimersByTimeAsync(1);
  expect(reader.batches().map((batch) => batch.events.length)).toEqual([3]);
  expect(reader.sent.at(-1)).toContain('\nid: r1.3.0\n');
});

test('never more than ten batches a second', async () => {
  open();
  for (let at = 0; at < 950; at += 1) {
    publish();
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(reader.batches().length).toBeLessThanOrEqual(10);
  await vi.advanceTimersByTimeAsync(100);
  expect(reader.batches().flatMap((batch) => batch.events)).toHaveLength(950);
});

test('who comes back gets what was missed meanwhile', async () => {
  for (let at = 0; at < 3; at += 1) publish();
  open({ id: 'r1.1.0' });
  await vi.advanceTimersByTimeAsync(1);
  expect(reader.batches()[0]?.events.map(({ seq }) => seq)).toEqual([2, 3]);
});

test('log lines come for who asked for them', async () => {
  open({ logs: true });
  lines.say('hello');
  await vi.advanceTimersByTimeAsync(1);
  expect(reader.batches()[0]?.logs.map(({ message }) => message)).toEqual(['hello']);
});

test('a slow reader gets nothing on top, and then hears that it missed something', async () => {
  open();
  reader.full = true;
  publish();
  await vi.advanceTimersByTimeAsync(1);
  const before = reader.sent.length;
  for (let at = 0; at < 9_000; at += 1) publish();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(reader.sent).toHaveLength(before);
  reader.full = false;
  reader.emit('drain');
  await vi.advanceTimersByTimeAsync(1);
  const last = reader.batches().at(-1);
  expect(last?.missed).toBe(true);
  expect(last?.events).toHaveLength(1_000);
  expect(last?.events.at(-1)?.seq).toBe(9_001);
});

test('silence is filled every 15 seconds', async () => {
  open();
  await vi.advanceTimersByTimeAsync(14_999);
  expect(reader.sent).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(reader.sent.at(-1)).toMatch(/^:.*\n\n$/);
  publish();
  await vi.advanceTimersByTimeAsync(14_999);
  expect(reader.sent.filter((text) => text.startsWith(':'))).toHaveLength(1);
});

test.each([
  ['the reader leaves', () => reader.emit('close')],
  ['the router stops', () => end()],
])('nothing is left when %s', async (_name, leave) => {
  open({ logs: true });
  publish();
  expect(listeners).toBe(1);
  leave();
  expect(vi.getTimerCount()).toBe(0);
  expect(listeners).toBe(0);
  expect(reader.eventNames()).toEqual([]);
  expect(reader.writableEnded).toBe(true);
  const sent = reader.sent.length;
  publish();
  lines.say('later');
  end();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(reader.sent).toHaveLength(sent);
});

test('a reader that left before it began leaves nothing either', () => {
  reader.destroyed = true;
  open();
  expect(vi.getTimerCount()).toBe(0);
  expect(listeners).toBe(0);
});
