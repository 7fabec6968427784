import { expect, test } from 'vitest';

import { ControlError, createControlClient, type ControlClientOptions } from './control-client.ts';

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

function create(answer: () => Response | Promise<Response>, strict = false) {
  const sent: Sent[] = [];
  const options: ControlClientOptions = {
    fetch: async (url, init) => {
      sent.push({ url, init });
      return answer();
    },
    origin: 'http://127.0.0.1:4711',
    headers: () => ({ 'x-mine': 'yes' }),
    strict,
  };
  return { client: createControlClient(options), sent };
}

const json = (value: unknown, status = 200) => new Response(JSON.stringify(value), { status });

async function failure(promise: Promise<unknown>): Promise<ControlError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ControlError) return error;
  throw new Error(`not a ControlError: ${String(error)}`);
}

test('a method is a POST of its params with the given headers', async () => {
  const { client, sent } = create(() => json({ cancelled: true }));
  expect(await client.call('requests.cancel', { id: 'req_1' })).toEqual({ cancelled: true });
  expect(sent).toMatchObject([
    {
      url: 'http://127.0.0.1:4711/control/requests.cancel',
      init: {
        method: 'POST',
        body: '{"id":"req_1"}',
        headers: { 'x-mine': 'yes', 'content-type': 'application/json' },
      },
    },
  ]);
});

test('a strict client takes no answer that the contract does not know', async () => {
  const { client } = create(() => json({ cancelled: 'maybe' }), true);
  await expect(client.call('requests.cancel', { id: 'x' })).rejects.toThrow(/cancelled/);
});

test('a refusal keeps its code, its field and the places in files', async () => {
  const issues = [{ severity: 'error', file: '/c/mcp.json', line: 3, message: 'no command' }];
  const error = { code: 'config_invalid', message: 'not saved', param: 'change', issues };
  const { client } = create(() => json({ error }, 500));
  const found = await failure(client.call('status.get', {}));
  expect(found).toMatchObject({ code: 'CONFIG_INVALID', message: 'not saved', param: 'change' });
  expect(found.issues).toEqual(issues);
});

test.each([
  ['no JSON', () => new Response('<h1>502</h1>', { status: 502 })],
  ['an unknown code', () => json({ error: { code: 'new_one' } }, 502)],
  ['no object', () => json(null, 502)],
])('a refusal with %s is told as well as can be', async (_name, answer) => {
  const found = await failure(create(answer).client.call('status.get', {}));
  expect(found).toMatchObject({ code: 'INTERNAL', param: null, issues: [] });
  expect(found.message).toContain('502');
});

test('nobody there is told as such', async () => {
  const { client } = create(() => Promise.reject(new TypeError('fetch failed')));
  const found = await failure(client.call('status.get', {}));
  expect(found).toMatchObject({ code: 'UNREACHABLE' });
  expect(found.message).toContain('fetch failed');
});

test('a call that was given up is no failure of the router', async () => {
  const { client } = create(() => Promise.reject(new DOMException('aborted', 'AbortError')));
  const signal = AbortSignal.abort();
  const found = await failure(client.call('status.get', {}, { signal }));
  expect(found.code).toBe('CANCELLED');
});

test('an answer that breaks off is no answer', async () => {
  const { client } = create(() => new Response('{"version":'));
  expect(await failure(client.call('status.get', {}))).toMatchObject({ code: 'UNREACHABLE' });
});

const HELLO = { run: 'r', seq: 4, logSeq: 0, resumed: true };
const BATCH = { events: [], logs: [], missed: true };

function message(event: string, data: object, id: string): string {
  return `event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}

test('a stream is told message by message and ends with the last id', async () => {
  const text = message('hello', HELLO, 'r.4.0') + ': alive\n\n' + message('batch', BATCH, 'r.9.0');
  const { client, sent } = create(() => new Response(text), true);
  const seen: object[] = [];
  const last = await client.stream({
    after: 'r.4.0',
    logs: true,
    signal: new AbortController().signal,
    onHello: (hello) => seen.push(hello),
    onBatch: (batch) => seen.push(batch),
  });
  expect(seen).toEqual([HELLO, BATCH]);
  expect(last).toBe('r.9.0');
  expect(sent[0]?.url).toBe('http://127.0.0.1:4711/control/events?after=r.4.0&logs=1');
});

const NOTHING = { onHello: () => undefined, onBatch: () => undefined };

test('a stream that breaks off ends with the last id that was seen', async () => {
  const bytes = new TextEncoder().encode(message('hello', HELLO, 'r.4.0'));
  let pulls = 0;
  const body = new ReadableStream({
    pull(controller) {
      pulls += 1;
      if (pulls === 1) controller.enqueue(bytes);
      else controller.error(new TypeError('terminated'));
    },
  });
  const { client } = create(() => new Response(body));
  const { signal } = new AbortController();
  const last = await client.stream({ after: undefined, logs: false, signal, ...NOTHING });
  expect(last).toBe('r.4.0');
});

test('a mistake of the reader is not taken for a broken connection', async () => {
  const { client } = create(() => new Response(message('hello', HELLO, 'r.4.0')));
  const { signal } = new AbortController();
  const onHello = () => {
    throw new TypeError('mine');
  };
  const stream = client.stream({ after: undefined, logs: false, signal, ...NOTHING, onHello });
  await expect(stream).rejects.toThrow('mine');
});

test('a stream that is refused says why', async () => {
  const { client } = create(() => json({ error: { code: 'owner_only', message: 'no' } }, 403));
  const { signal } = new AbortController();
  const stream = client.stream({ after: undefined, logs: false, signal, ...NOTHING });
  expect(await failure(stream)).toMatchObject({ code: 'OWNER_ONLY', message: 'no' });
});
