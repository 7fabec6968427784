import { beforeEach, expect, test } from 'vitest';

import type { RouterEvent } from '#contract/events.ts';
import type { OpenRequest, Requests } from '#core/ports/requests.ts';
import type { ToolResult } from '#core/ports/tools.ts';
import { RouterError } from '#core/router-error.ts';
import { createRequestTracker } from '../../events/request-tracker.ts';
import { createFakeEventLog, type FakeEventLog } from '../../testing/fake-event-log.ts';
import { createFakeLog } from '../../testing/fake-log.ts';
import {
  createFakeToolServers,
  text,
  toolEntry,
  type FakeTool,
} from '../../testing/fake-tool-servers.ts';
import { callTool } from './call-tool.ts';

let clock: number;
let events: FakeEventLog;
let requests: Requests;
let open: OpenRequest;

beforeEach(() => {
  clock = 1_000;
  events = createFakeEventLog();
  requests = createRequestTracker({ events: createFakeEventLog(), logger: createFakeLog() });
  open = requests.open({ surface: 'test', operation: 'tools/call', client: 'test' });
});

function run(tool: FakeTool, args: Record<string, unknown> = {}): Promise<ToolResult> {
  const tools = createFakeToolServers({ 'fs.read': tool });
  const mask = (secret: string) => secret.replaceAll('hunter2', '[secret]');
  const caller = { tools, events, mask, now: () => clock };
  return callTool(caller, { entry: toolEntry('fs.read'), args, open });
}

function end(): Extract<RouterEvent, { kind: 'tool-call-ended' }> {
  const last = events.published.at(-1);
  if (last?.kind !== 'tool-call-ended') throw new Error('the call must end');
  return last;
}

test('the result is handed over as it is, the preview is masked', async () => {
  const result = { content: [{ type: 'text', text: 'hunter2' }], structuredContent: { a: 1 } };
  expect(await run(() => result)).toBe(result);
  expect(end()).toMatchObject({ outcome: 'ok', resultPreview: '[secret]' });
});

test('it tells how long it took', async () => {
  await run(() => {
    clock += 70;
    return text('x');
  });
  expect(end().durationMs).toBe(70);
});

test.each<[string, ToolResult, string]>([
  ['several texts', text('one', 'two'), 'one\ntwo'],
  [
    'a picture',
    { content: [{ type: 'image', mimeType: 'image/png', data: 'AAAA' }] },
    '[image image/png]',
  ],
  ['a link', { content: [{ type: 'resource_link', uri: 'file:///x' }] }, '[resource_link]'],
  ['structure alone', { content: [], structuredContent: { a: 1 } }, '{"a":1}'],
  ['control characters', text('a\u001b[31mb\u0007'), 'ab'],
  ['nothing', { content: [] }, ''],
])('%s in the preview', async (_name, result, preview) => {
  await run(() => result);
  expect(end().resultPreview).toBe(preview);
});

test('of a huge answer only the beginning is looked at', async () => {
  const huge = Array.from({ length: 50 }, () => 'x'.repeat(1_000_000));
  await run(() => text(...huge));
  expect(end().resultPreview).toBe(`${'x'.repeat(2048)}…`);
});

test('a tool that says it failed shows as an error', async () => {
  await run(() => ({ ...text('no such file'), isError: true }));
  expect(end()).toMatchObject({ outcome: 'error', resultPreview: 'no such file' });
});

test('a tool that cannot be reached shows why, and the caller hears it', async () => {
  const failure = new RouterError('TOOLS_UNAVAILABLE', 'fs is away, key hunter2');
  await expect(
    run(() => {
      throw failure;
    }),
  ).rejects.toBe(failure);
  const resultPreview = 'ERROR: TOOLS_UNAVAILABLE: fs is away, key [secret]';
  expect(end()).toMatchObject({ outcome: 'error', resultPreview });
});

test('a cancelled call is no error', async () => {
  await expect(
    run((_args, { signal }) => {
      requests.cancel(open.id);
      throw signal.reason;
    }),
  ).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(end()).toMatchObject({ outcome: 'cancelled', resultPreview: '' });
});

test('the last progress is told before the end', async () => {
  await run((_args, { onProgress }) => {
    for (const progress of [1, 2, 3]) onProgress?.({ progress });
    return text('x');
  });
  expect(
    events.published.map((event) => [event.kind, 'progress' in event && event.progress]),
  ).toEqual([
    ['tool-call-started', false],
    ['tool-call-progressed', 1],
    ['tool-call-progressed', 3],
    ['tool-call-ended', false],
  ]);
});
