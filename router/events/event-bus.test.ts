import { expect, test } from 'vitest';

import { createEventBus } from './event-bus.ts';

const change = (server: string) => ({ kind: 'tools-changed', server, tools: 1 }) as const;

test('numbers events without gaps and stamps the time', () => {
  const bus = createEventBus({ remembered: 10, now: () => 42 });
  const seen: unknown[] = [];
  bus.subscribe((event) => seen.push(event));
  bus.publish(change('a'));
  bus.publish(change('b'));
  expect(seen).toEqual([
    { ...change('a'), seq: 1, at: 42 },
    { ...change('b'), seq: 2, at: 42 },
  ]);
});

test('a listener that throws disturbs neither the publisher nor the others', () => {
  const errors: unknown[] = [];
  const bus = createEventBus({ remembered: 10, onListenerError: (error) => errors.push(error) });
  const seen: string[] = [];
  bus.subscribe(() => {
    throw new TypeError('bad listener');
  });
  bus.subscribe((event) => seen.push(event.kind));
  bus.publish(change('a'));
  expect(seen).toEqual(['tools-changed']);
  expect(errors).toHaveLength(1);
});

test('unsubscribing twice is harmless and spares a second subscription of the same function', () => {
  const bus = createEventBus({ remembered: 10 });
  let count = 0;
  const listener = () => void (count += 1);
  const first = bus.subscribe(listener);
  bus.subscribe(listener);
  first();
  first();
  bus.publish(change('a'));
  expect(count).toBe(1);
});

test('remembers the newest events for a reader that comes back', () => {
  const bus = createEventBus({ remembered: 3 });
  for (const name of ['a', 'b', 'c', 'd', 'e']) bus.publish(change(name));
  expect(bus.since(4).map((event) => event.seq)).toEqual([5]);
  expect(bus.since(0).map((event) => event.seq)).toEqual([3, 4, 5]);
  expect(bus.since(5)).toEqual([]);
  expect(bus.since(99)).toEqual([]);
});

test('secrets in what tools said are blanked before anybody sees them', () => {
  const bus = createEventBus({ remembered: 3, mask: (text) => text.replaceAll('canary', '*') });
  const call = { requestId: 'r', callId: 'c' };
  bus.publish({
    kind: 'tool-call-started',
    ...call,
    turn: 1,
    tool: 'a.b',
    argumentsPreview: '{"key":"canary"}',
  });
  bus.publish({ kind: 'tool-call-progressed', ...call, progress: 1, message: 'canary' });
  bus.publish({
    kind: 'tool-call-ended',
    ...call,
    outcome: 'ok',
    durationMs: 1,
    resultPreview: 'canary',
  });
  expect(JSON.stringify(bus.since(0))).not.toContain('canary');
});
