import { expect, test } from 'vitest';

import { readEventStream } from './read-event-stream.ts';

function response(...parts: readonly string[]) {
  const encoder = new TextEncoder();
  let cancelled = false;
  const left = parts.map((part) => encoder.encode(part));
  const body = new ReadableStream({
    pull(controller) {
      const next = left.shift();
      if (next === undefined) controller.close();
      else controller.enqueue(next);
    },
    cancel: () => void (cancelled = true),
  });
  return { response: new Response(body), wasCancelled: () => cancelled };
}

test('messages come whole, wherever the pieces were cut', async () => {
  const text = 'event: hello\nid: 1\ndata: "ä"\n\n: alive\n\ndata: two\n\n';
  const letters = text.split('');
  const { response: all } = response(...letters);
  const seen = await Array.fromAsync(readEventStream(all));
  expect(seen).toMatchObject([
    { event: 'hello', id: '1', data: '"ä"' },
    { id: undefined, data: 'two' },
  ]);
});

test('leaving the loop closes the stream', async () => {
  const { response: all, wasCancelled } = response('data: 1\n\n', 'data: 2\n\n', 'data: 3\n\n');
  for await (const { data } of readEventStream(all)) if (data === '1') break;
  expect(wasCancelled()).toBe(true);
});

test('no body is no message', async () => {
  expect(await Array.fromAsync(readEventStream(new Response(null)))).toEqual([]);
});

test('a connection that breaks off ends it', async () => {
  const parts = ['data: 1\n\n', 'data: half'].map((part) => new TextEncoder().encode(part));
  const body = new ReadableStream({
    pull(controller) {
      const next = parts.shift();
      if (next === undefined) controller.error(new TypeError('terminated'));
      else controller.enqueue(next);
    },
  });
  const seen = await Array.fromAsync(readEventStream(new Response(body)));
  expect(seen).toMatchObject([{ data: '1' }]);
});
