import { once } from 'node:events';
import { expect, test, vi } from 'vitest';

import { createControlApp } from '../../testing/control-app.ts';
import { FakeConnection } from '../../testing/fake-connection.ts';
import { createFakeControlParts } from '../../testing/fake-control-parts.ts';
import { text, toolEntry } from '../../testing/fake-tool-servers.ts';
import { toolHandlers } from './tool-handlers.ts';

test('a tool is called with the given arguments, its answer masked', async () => {
  await using router = await createControlApp();
  router.parts.tools.add(toolEntry('fs.read'), () => ({
    content: [
      { type: 'text', text: 'key hunter2' },
      { type: 'resource', resource: { uri: 'file:///a', text: 'hunter2' } },
    ],
    structuredContent: { found: ['hunter2', 7, null] },
    isError: true,
  }));
  const params = { name: 'fs__read', arguments: { path: '/a' } };
  expect(await router.client.call('tools.call', params)).toEqual({
    requestId: expect.stringMatching(/^req_/),
    isError: true,
    content: [
      { type: 'text', text: 'key [secret]' },
      { type: 'resource', resource: { uri: 'file:///a', text: '[secret]' } },
    ],
    structuredContent: { found: ['[secret]', 7, null] },
    durationMs: expect.any(Number),
  });
  expect(router.parts.tools.calls).toEqual([{ name: 'fs.read', args: { path: '/a' } }]);
});

test('it can be followed and cancelled under the id that the caller chose', async () => {
  await using router = await createControlApp();
  const { tools } = router.parts;
  tools.add(toolEntry('fs.wait'), async (_args, { signal, onProgress }) => {
    onProgress?.({ progress: 1, total: 4 });
    await once(signal, 'abort');
    throw signal.reason;
  });
  const requestId = 'req_window_0001';
  const params = { name: 'fs.wait', arguments: { a: 1 }, requestId };
  const call = router.client.call('tools.call', params);
  const refused = expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
  await vi.waitFor(() => expect(tools.calls).toHaveLength(1));

  const running = await router.client.call('activity.list', {});
  expect(running.requests).toMatchObject([
    {
      id: requestId,
      surface: 'control',
      operation: 'tools/call fs.wait',
      client: 'the window',
      state: 'running',
      calls: [{ turn: 0, tool: 'fs.wait', argumentsPreview: '{"a":1}', progress: 1, total: 4 }],
    },
  ]);
  const twice = router.client.call('tools.call', params);
  await expect(twice).rejects.toMatchObject({ code: 'INVALID_REQUEST', param: 'requestId' });

  const cancel = () => router.client.call('requests.cancel', { id: requestId });
  expect(await cancel()).toEqual({ cancelled: true });
  await refused;
  expect(await cancel()).toEqual({ cancelled: false });
  const [ended] = (await router.client.call('activity.list', {})).requests;
  expect(ended).toMatchObject({ state: 'cancelled', calls: [{ state: 'cancelled' }] });
});

test('a caller that goes away takes the call with it', async () => {
  const parts = createFakeControlParts();
  parts.tools.add(toolEntry('fs.wait'), async (_args, { signal }) => {
    await once(signal, 'abort');
    throw signal.reason;
  });
  const connection = new FakeConnection();
  const caller = { client: 'the window', connection };
  const call = toolHandlers(parts)['tools.call']({ name: 'fs.wait', arguments: {} }, caller);
  connection.hangUp();
  await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(parts.requests.inFlight()).toBe(0);
});

test('a tool that nobody has is a 404 and no request', async () => {
  await using router = await createControlApp();
  const call = router.client.call('tools.call', { name: 'no.tool', arguments: {} });
  await expect(call).rejects.toMatchObject({ code: 'UNKNOWN_TOOL', param: 'name' });
  expect((await router.client.call('activity.list', {})).requests).toEqual([]);
});

test('all tools are listed', async () => {
  await using router = await createControlApp();
  router.parts.tools.add(toolEntry('fs.read'), () => text('x'));
  const { tools } = await router.client.call('tools.list', {});
  expect(tools).toMatchObject([{ name: 'fs.read', permitted: true }]);
});
