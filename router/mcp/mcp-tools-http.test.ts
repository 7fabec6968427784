import { afterEach, describe, expect, test, vi } from 'vitest';

import { entryOf, Harness, textOf } from './fixtures/harness.ts';
import {
  startModernHttp,
  startRefusing,
  startSse,
  startStreamableHttp,
  type HttpFixture,
} from './fixtures/http-servers.ts';

let harness = new Harness();
const servers: HttpFixture[] = [];

afterEach(async () => {
  await harness.tools.stop();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function started(starting: Promise<HttpFixture>): Promise<HttpFixture> {
  const server = await starting;
  servers.push(server);
  return server;
}

/** Connects a fresh harness to one server, called `web`. */
async function connect(fields: object): Promise<void> {
  harness = new Harness();
  harness.apply({ web: entryOf(fields) });
  await harness.reached('web', 'connected');
}

const KINDS = [
  { name: 'Streamable HTTP', kind: 'http', start: startStreamableHttp, version: '2025-11-25' },
  { name: 'Streamable HTTP, new', kind: 'http', start: startModernHttp, version: '2026-07-28' },
  { name: 'SSE', kind: 'sse', start: startSse, version: '2025-11-25' },
] as const;

describe.each(KINDS)('$name', ({ kind, start, version }) => {
  test('is recognised from the URL alone, lists and calls', async () => {
    const server = await started(start());
    await connect({ url: server.url });
    expect(harness.status('web')).toMatchObject({ transport: kind, tools: 3 });
    expect(harness.status('web')).not.toHaveProperty('stderr');
    expect(textOf(await harness.call('web.echo', { a: 1 }))).toBe('echo {"a":1}');
    expect([...server.versions].at(-1)).toBe(version);
  });

  test('works with its type written down', async () => {
    const server = await started(start());
    await connect({ url: server.url, type: kind === 'http' ? 'streamable-http' : 'sse' });
    expect(harness.status('web').transport).toBe(kind);
  });

  test('static headers are on every request', async () => {
    const server = await started(start());
    await connect({ url: server.url, headers: { Authorization: 'Bearer tok-1234567' } });
    await harness.call('web.echo');
    expect(server.seen.length).toBeGreaterThan(2);
    expect(server.seen.filter((line) => !line.endsWith(' Bearer tok-1234567'))).toEqual([]);
  });

  test('all progress arrives', async () => {
    const server = await started(start());
    await connect({ url: server.url });
    const steps: number[] = [];
    for (let round = 0; round < 10; round++) {
      await harness.call('web.slow', {}, { onProgress: ({ progress }) => steps.push(progress) });
    }
    expect(steps).toEqual(Array.from({ length: 30 }, (_, at) => (at % 3) + 1));
  });

  test('cancelling reaches the server and keeps no connection', async () => {
    const server = await started(start());
    await connect({ url: server.url });
    await harness.call('web.echo');
    const idle = server.openSockets();
    for (let round = 1; round <= 3; round++) {
      const controller = new AbortController();
      const call = harness.call('web.never', {}, { signal: controller.signal });
      const requests = server.seen.length;
      await vi.waitFor(() => expect(server.seen.length).toBeGreaterThan(requests - 1));
      await harness.call('web.echo');
      controller.abort();
      await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
      await vi.waitFor(() => expect(server.cancelled()).toBe(round), 3000);
    }
    await vi.waitFor(() => expect(server.openSockets()).toBeLessThanOrEqual(idle + 1), 3000);
  });

  test('a change of the tool list is noticed', async () => {
    const server = await started(start());
    await connect({ url: server.url });
    await vi.waitFor(async () => {
      // The stream for such news opens a moment after the handshake.
      if (harness.tools.find('web.fresh') === undefined) await server.addTool('fresh');
      expect(harness.tools.find('web.fresh')).toBeDefined();
    }, 4000);
    expect(textOf(await harness.call('web.fresh'))).toBe('fresh {}');
  });

  test('a restarted server is connected again', async () => {
    const server = await started(start());
    await connect({ url: server.url });
    await server.close();
    const call = harness.call('web.echo');
    await expect(call).rejects.toMatchObject({ code: 'TOOLS_UNAVAILABLE' });
    await expect(call).rejects.toThrow(`http://127.0.0.1:${server.port}`);
    await harness.reached('web', 'retrying');
    expect(harness.tools.list()).toEqual([]);
    await started(start(server.port));
    await harness.reached('web', 'connected');
    expect(textOf(await harness.call('web.echo'))).toBe('echo {}');
  });

  test('a server that vanishes is noticed without any call', async () => {
    const server = await started(start());
    await connect({ url: server.url });
    await vi.waitFor(() => expect(server.openSockets()).toBeGreaterThan(0));
    await harness.call('web.echo');
    await server.close();
    await harness.reached('web', 'retrying');
  }, 10_000);

  test('a call in flight fails when the server vanishes, before its time is up', async () => {
    const server = await started(start());
    await connect({ url: server.url });
    const call = harness.call('web.never');
    const failed = expect(call).rejects.toMatchObject({ code: 'TOOLS_UNAVAILABLE' });
    await harness.call('web.echo');
    await server.close();
    await failed;
  });

  test('a call whose answer broke off fails, before its time is up', async () => {
    const server = await started(start());
    await connect({ url: server.url });
    const call = harness.call('web.never');
    const failed = expect(call).rejects.toMatchObject({ code: 'TOOLS_UNAVAILABLE' });
    await harness.call('web.echo');
    server.cut();
    await failed;
  });

  test('stopping leaves no connection', async () => {
    const server = await started(start());
    await connect({ url: server.url });
    await harness.call('web.echo');
    await harness.tools.stop();
    await vi.waitFor(() => expect(server.openSockets()).toBe(0), 2000);
  });
});

describe('sessions', () => {
  test('a server that forgot the session gets a new one', async () => {
    const server = await started(startStreamableHttp());
    await connect({ url: server.url });
    await server.close();
    await started(startStreamableHttp(server.port));
    await expect(harness.call('web.echo')).rejects.toMatchObject({ code: 'TOOLS_UNAVAILABLE' });
    await harness.until(
      'reconnected',
      () => harness.published.filter((event) => event.kind === 'tools-changed').length === 3,
    );
    expect(textOf(await harness.call('web.echo'))).toBe('echo {}');
  });

  test('are ended politely', async () => {
    const server = await started(startStreamableHttp());
    await connect({ url: server.url });
    await harness.tools.stop();
    expect(server.seen).toContain('DELETE');
  });

  test('survive when only connections are cut', async () => {
    const server = await started(startStreamableHttp());
    await connect({ url: server.url });
    await harness.call('web.echo');
    server.cut();
    await vi.waitFor(async () => expect(textOf(await harness.call('web.echo'))).toBe('echo {}'));
    expect(harness.status('web').state).toBe('connected');
  });
});

describe('a server that does not let us in', () => {
  test.each([
    [401, 'it wants other credentials'],
    [403, 'it wants other credentials'],
    [404, 'HTTP status 404'],
    [503, 'HTTP status 503'],
  ])('with status %i is retried, and says so without secrets', async (status, reason) => {
    const server = await started(startRefusing(status));
    harness = new Harness();
    const url = `${server.url}?key=query-secret`;
    harness.apply({ web: entryOf({ url, headers: { 'X-Key': 'header-secret' } }) });
    await harness.reached('web', 'retrying');
    expect(harness.status('web').reason).toContain(reason);
    expect(JSON.stringify([harness.published, harness.logged])).not.toMatch(/secret/);
  });

  test('because nobody listens is retried', async () => {
    const server = await startRefusing(500);
    await server.close();
    harness = new Harness();
    harness.apply({ web: entryOf({ url: server.url }) });
    await harness.reached('web', 'retrying');
    expect(harness.status('web').reason).toBe(
      `http://127.0.0.1:${server.port} cannot be reached: connection refused`,
    );
  });
});
