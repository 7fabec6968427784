import { describe, expect, it } from 'vitest';

import type { ToolCallOptions } from '#core/ports/tools.ts';
import { RouterError } from '#core/router-error.ts';

import { createFakeEventLog } from '../../testing/fake-event-log.ts';
import { createFakeLog } from '../../testing/fake-log.ts';
import { toolCall } from '../../testing/fake-scripted-model.ts';
import { createFakeToolServers, text, type FakeTool } from '../../testing/fake-tool-servers.ts';
import { runCalls } from './run-calls.ts';

function setUp(tool: FakeTool) {
  const tools = createFakeToolServers({ 'a.b': tool });
  const events = createFakeEventLog();
  let time = 100;
  const context = {
    tools,
    events,
    logger: createFakeLog(),
    requestId: 'r1',
    turn: 2,
    signal: new AbortController().signal,
    now: () => (time += 5),
    names: ['mcp__a__b'],
    checkArguments: () => undefined,
    mask: (text: string) => text.replaceAll('canary-secret', '*'),
  };
  const run = (ids: readonly string[], args: unknown = {}) =>
    runCalls(
      ids.map((id) => ({ call: toolCall(id, 'mcp__a__b', args), entry: tools.list()[0] })),
      context,
    );
  return { run, context, published: events.published };
}

describe('runCalls', () => {
  it('runs at most eight calls at a time', async () => {
    let running = 0;
    let most = 0;
    const { run } = setUp(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return text('');
    });
    const ids = Array.from({ length: 20 }, (_, index) => `c${index}`);
    const answers = await run(ids);
    expect(most).toBe(8);
    expect(answers.map(({ callId }) => callId)).toEqual(ids);
  });

  it('calls in the name of the request, so that questions of servers show below it', async () => {
    const seen: ToolCallOptions[] = [];
    const { run } = setUp((_args, options) => {
      seen.push(options);
      return text('');
    });
    await run(['c1']);
    expect(seen).toMatchObject([{ requestId: 'r1' }]);
  });

  it('shows no secret in a preview, not even where it would be cut in two', async () => {
    const long = `${'x'.repeat(2040)}canary-secret`;
    const { run, published } = setUp(() => text(long));
    await run(['c1'], { long });
    expect(JSON.stringify(published)).not.toContain('canary');
  });

  it('publishes start and end with previews', async () => {
    const { run, published } = setUp(() => text('x'.repeat(5000)));
    await run(['c1'], { long: 'y'.repeat(5000) });
    expect(published).toEqual([
      {
        kind: 'tool-call-started',
        requestId: 'r1',
        callId: 'c1',
        turn: 2,
        tool: 'a.b',
        argumentsPreview: `{"long":"${'y'.repeat(2048 - 9)}…`,
      },
      {
        kind: 'tool-call-ended',
        requestId: 'r1',
        callId: 'c1',
        outcome: 'ok',
        durationMs: 5,
        resultPreview: `${'x'.repeat(2048)}…`,
      },
    ]);
  });

  it('publishes refused and failed calls as errors', async () => {
    const { run, context, published } = setUp(() => ({ ...text('no'), isError: true }));
    await run(['c1']);
    await runCalls([{ call: toolCall('c2', 'other'), entry: undefined }], context);
    expect(published).toMatchObject([
      { kind: 'tool-call-started', tool: 'a.b' },
      { kind: 'tool-call-ended', outcome: 'error', resultPreview: '[tool error] no' },
      { kind: 'tool-call-started', tool: 'other' },
      { kind: 'tool-call-ended', outcome: 'error', callId: 'c2' },
    ]);
  });

  it('keeps error messages short and clean', async () => {
    const message = `\u001b[31m${'x'.repeat(5000)}`;
    const { run } = setUp(() => Promise.reject(new RouterError('TOOL_TIMEOUT', message)));
    const [answer] = await run(['c1']);
    expect(answer?.text).toBe(`ERROR: TOOL_TIMEOUT: ${'x'.repeat(2048)}…`);
  });

  it('forwards progress, the last one before the end and none after it', async () => {
    let options: ToolCallOptions | undefined;
    const { run, published } = setUp((_args, given) => {
      options = given;
      for (let progress = 1; progress <= 100; progress += 1) {
        given.onProgress?.({ progress, total: 100 });
      }
      return text('done');
    });
    await run(['c1']);
    options?.onProgress?.({ progress: 101 });
    const common = { kind: 'tool-call-progressed', requestId: 'r1', callId: 'c1', total: 100 };
    expect(published.slice(1, -1)).toEqual([
      { ...common, progress: 1 },
      { ...common, progress: 100 },
    ]);
  });
});
