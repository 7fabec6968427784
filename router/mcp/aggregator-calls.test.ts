import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { JsonObject } from '#core/ports/tools.ts';
import { featured, Harness, textOf } from './fixtures/harness.ts';
import { fakePeer } from './fixtures/fake-peer.ts';

const harness = new Harness({ maxResultBytes: 100_000 });
const { aggregator } = harness.tools;
const { signal } = new AbortController();

beforeAll(async () => {
  harness.apply({ a: featured(), bare: featured(['--prompts', 'own'], { prefix: false }) });
  await harness.reached('a', 'connected');
  await harness.reached('bare', 'connected');
});
afterAll(() => harness.tools.stop());

describe('a tool call', () => {
  test('passes the params on as they are, but for the name and the token', async () => {
    const params = {
      arguments: { deep: { er: [1] } },
      _meta: { progressToken: 'mine', 'io.modelcontextprotocol/clientInfo': {}, trace: 'kept' },
      name: 'whatever',
    };
    const outcome = await harness.ask('a.echo', params);
    expect(outcome).toMatchObject({
      ok: true,
      result: {
        structuredContent: {
          params: {
            name: 'echo',
            arguments: { deep: { er: [1] } },
            _meta: { progressToken: expect.any(Number), trace: 'kept' },
          },
        },
      },
    });
    expect(JSON.stringify(outcome)).not.toContain('clientInfo');
  });

  test('passes every field of its progress on', async () => {
    const seen: JsonObject[] = [];
    await harness.relay('a.progress', {}, { onProgress: (params) => seen.push(params) });
    expect(seen).toEqual([{ progress: 1, _meta: { step: 'one' }, odd: 2 }]);
  });

  test('renames resources in its result, and nothing else', async () => {
    expect(await harness.relay('a.linked')).toEqual({
      content: [
        { type: 'text', text: 'memo://one stays' },
        { type: 'resource_link', uri: 'a+memo://one', name: 'one' },
        { type: 'resource', resource: { uri: 'a+memo://one', text: 'first', _meta: { a: 1 } } },
        { type: 'resource_link', uri: 'ui://page', name: 'page' },
        { type: 'image', data: 'AA==', mimeType: 'image/png', annotations: { priority: 1 } },
      ],
      structuredContent: { uri: 'memo://one' },
      _meta: { extra: true },
    });
    const bare = await harness.relay('linked');
    expect(JSON.stringify(bare)).not.toContain('+memo');
  });

  test('gives a refusal of the server back as it is', async () => {
    const outcome = await harness.ask('a.needs-url', {}, { peer: fakePeer('p') });
    expect(outcome).toMatchObject({
      ok: false,
      error: { code: -32042, data: { elicitations: [{ elicitationId: 'e1' }] } },
    });
    await harness.relay('a.url-done', { elicitationId: 'e1' });
    await harness.relay('a.url-done', { elicitationId: 'nobody' });
    const done = harness.news.filter(({ kind }) => kind === 'elicitation-complete');
    expect(done).toEqual([
      { kind: 'elicitation-complete', params: { elicitationId: 'e1' }, peerId: 'p' },
      { kind: 'elicitation-complete', params: { elicitationId: 'nobody' } },
    ]);
  });

  test('that was cancelled rejects', async () => {
    const controller = new AbortController();
    const call = harness.relay('a.never', {}, { signal: controller.signal });
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('a result', () => {
  test.each([
    [{ structuredContent: { n: 1 } }, undefined],
    [{ structuredContent: { n: 'x', m: 1 } }, '/n must be number'],
    [{}, 'structured content is missing'],
  ])('%j is judged by the schema of its tool', async (args, problem) => {
    for (const result of [
      await harness.relay('a.shaped', args),
      await harness.call('a.shaped', args),
    ]) {
      expect(result['isError'] ?? false).toBe(problem !== undefined);
      if (problem === undefined) continue;
      expect(textOf(result)).toContain('Tool "shaped" of server "a" broke its own output schema');
      expect(textOf(result)).toContain(problem);
      expect(textOf(result)).toMatch(/as asked$/);
    }
  });

  test('that is an error needs no structure', async () => {
    const result = await harness.relay('a.shaped', { isError: true });
    expect(textOf(result)).toBe('as asked');
  });

  test('that is too large is a tool error with its size', async () => {
    expect(await harness.relay('a.big', { bytes: 90_000 })).not.toHaveProperty('isError');
    for (const result of [
      await harness.relay('a.big', { bytes: 300_000 }),
      await harness.call('a.big', { bytes: 300_000 }),
    ]) {
      expect(result).toMatchObject({ isError: true });
      expect(textOf(result)).toBe(
        'Tool "big" of server "a" sent a result of 0.3 MB; the limit is 0.1 MB',
      );
    }
  });
});

describe('a prompt', () => {
  test('is asked for by its own name, its resources renamed', async () => {
    const entry = aggregator.findPrompt('a.greet');
    if (entry === undefined) throw new Error('no prompt');
    const params = { name: 'a.greet', arguments: { who: 'you' } };
    const outcome = await aggregator.getPrompt(entry, params, { signal });
    expect(outcome).toMatchObject({
      ok: true,
      result: {
        messages: [
          { content: { text: expect.stringContaining('"name":"greet"') } },
          { content: { type: 'resource', resource: { uri: 'a+memo://one', text: 'x' } } },
        ],
      },
    });
  });
});

describe('a resource', () => {
  const read = (uri: string) => aggregator.readResource({ uri }, { signal });

  test.each([
    ['listed', 'a+memo://one', 'memo://one'],
    ['of a template', 'a+memo://other', 'memo://other'],
    ['that nobody lists', 'a+file:///etc', 'file:///etc'],
    ['without a prefix', 'memo://one', 'memo://one'],
    ['for hosts', 'ui://page', 'ui://page'],
  ])('%s is read at its server', async (_what, uri, own) => {
    expect(await read(uri)).toEqual({
      ok: true,
      result: { contents: [{ uri, text: `content of ${own}` }] },
    });
  });

  test('that is not there is refused as its server does', async () => {
    expect(await read('memo://missing')).toMatchObject({ ok: false, error: { code: -32002 } });
    expect(await read('a+memo://missing')).toMatchObject({ ok: false, error: { code: -32002 } });
  });

  test('no server can have is not found', async () => {
    harness.apply({ a: featured() });
    const error = { code: -32002, message: 'Resource not found', data: { uri: 'x://y' } };
    expect(await read('x://y')).toEqual({ ok: false, error });
    // Bare, it is still that server's own.
    expect(await read('memo://one')).toMatchObject({ ok: true });
  });
});

describe('a completion', () => {
  const complete = (ref: object) =>
    aggregator.complete({ ref, argument: { name: 'n', value: 'v' } }, { signal });

  test.each([
    [
      { type: 'ref/prompt', name: 'a.greet' },
      { type: 'ref/prompt', name: 'greet' },
    ],
    [
      { type: 'ref/resource', uri: 'a+memo://{name}' },
      { type: 'ref/resource', uri: 'memo://{name}' },
    ],
  ])('for %j is asked of its server', async (ref, own) => {
    expect(await complete(ref)).toEqual({
      ok: true,
      result: { completion: { values: [JSON.stringify(own)], hasMore: false } },
    });
  });

  test('for something unknown is refused', async () => {
    const refused = await complete({ type: 'ref/prompt', name: 'nobody' });
    expect(refused).toMatchObject({ ok: false, error: { code: -32602 } });
  });
});
