import { describe, expect, it } from 'vitest';

import { createFakeRun, USER_SAYS } from '../testing/fake-recipe-run.ts';
import { answer, callsFor, toolCall } from '../testing/fake-scripted-model.ts';
import { text } from '../testing/fake-tool-servers.ts';

const COUNT = { 'hello.count': () => text('1 2 3') };
const MINE = {
  type: 'function',
  function: { name: 'mine', parameters: { type: 'object' }, strict: true },
};
const CALLS_MINE = callsFor([toolCall('m1', 'mine', { x: 1 })]);

describe('tools of the client', () => {
  it('are offered unchanged beside those of the recipe', async () => {
    const run = createFakeRun({ replies: [answer('hi')], tools: COUNT });
    await run.complete({ tools: [MINE] });
    const offered = run.model.requests[0]?.tools;
    expect(offered?.map((tool) => tool.function.name)).toEqual(['mcp__hello__count', 'mine']);
    expect(offered?.[1]).toEqual(MINE);
  });

  it.each(['mcp__hello__count', 'hello.count', 'hello__count'])(
    'may not take the name %s of a recipe tool',
    async (name) => {
      const run = createFakeRun({ replies: [answer('hi')], tools: COUNT });
      const tools = [{ type: 'function', function: { name } }];
      const error = await run.complete({ tools }).catch((error: unknown) => error);
      expect(error).toMatchObject({ code: 'INVALID_REQUEST', param: 'tools' });
      expect(String(error)).toContain(name);
    },
  );

  it.each([[[{ type: 'custom', custom: { name: 'x' } }]], ['text'], [[{ type: 'function' }]]])(
    'must be functions: %j',
    async (tools) => {
      const run = createFakeRun({ replies: [answer('hi')] });
      await expect(run.complete({ tools })).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    },
  );

  it('end the run with the calls handed back', async () => {
    const run = createFakeRun({
      replies: [callsFor([toolCall('c1', 'hello.count')]), CALLS_MINE],
      tools: COUNT,
    });
    const completion = await run.complete({ tools: [MINE] });
    expect(completion.choices).toEqual([
      {
        index: 0,
        message: {
          role: 'assistant',
          content: null,
          tool_calls: [toolCall('m1', 'mine', { x: 1 })],
        },
        finish_reason: 'tool_calls',
      },
    ]);
    expect(run.servers.calls).toHaveLength(1);
  });

  it('are handed back even when the upstream says stop', async () => {
    const stopped = callsFor([toolCall('m1', 'mine')], { finishReason: 'stop' });
    const completion = await createFakeRun({ replies: [stopped] }).complete({ tools: [MINE] });
    expect(completion.choices[0]?.finish_reason).toBe('tool_calls');
  });

  it('show in a stream as deltas at the end of their turn', async () => {
    const run = createFakeRun({ replies: [CALLS_MINE] });
    const chunks = await run.collect({ tools: [MINE] });
    expect(chunks.map(({ choices }) => choices[0])).toEqual([
      { index: 0, delta: { role: 'assistant' }, finish_reason: null },
      {
        index: 0,
        delta: { tool_calls: [{ index: 0, ...toolCall('m1', 'mine', { x: 1 }) }] },
        finish_reason: null,
      },
      { index: 0, delta: {}, finish_reason: 'tool_calls' },
    ]);
  });

  it('go on when the client sends its result with the transcript', async () => {
    const run = createFakeRun({
      replies: [callsFor([toolCall('m1', 'hello.count')]), answer('done')],
      tools: COUNT,
    });
    const transcript = [
      ...USER_SAYS,
      { role: 'assistant', content: null, tool_calls: [toolCall('m1', 'mine')] },
      { role: 'tool', tool_call_id: 'm1', content: 'result' },
    ];
    await run.complete({ tools: [MINE], messages: transcript });
    expect(run.messages(1).slice(1)).toEqual(transcript);
    // The id of the transcript is not given a second time.
    expect(run.messages(2).at(-1)).toEqual({
      role: 'tool',
      content: '1 2 3',
      tool_call_id: 'm1_2',
    });
  });

  it('are put off when the turn also calls tools of the recipe', async () => {
    const mixed = callsFor([toolCall('m1', 'mine'), toolCall('c1', 'hello.count')]);
    const run = createFakeRun({ replies: [mixed, CALLS_MINE], tools: COUNT });
    const completion = await run.complete({ tools: [MINE] });
    expect(run.messages(2).slice(3)).toEqual([
      { role: 'tool', tool_call_id: 'm1', content: expect.stringMatching(/^Not run yet/) },
      { role: 'tool', tool_call_id: 'c1', content: '1 2 3' },
    ]);
    expect(completion.choices[0]?.message.tool_calls?.map(({ id }) => id)).toEqual(['m1_2']);
  });

  it('win over those of the recipe when no further turn is allowed', async () => {
    const mixed = callsFor([toolCall('c1', 'hello.count'), toolCall('m1', 'mine')]);
    const run = createFakeRun({ replies: [mixed], tools: COUNT, recipe: { max_turns: 2 } });
    const completion = await run.complete({ tools: [MINE] });
    expect(run.model.requests).toHaveLength(2);
    expect(run.servers.calls).toHaveLength(1);
    expect(completion.choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: { tool_calls: [{ function: { name: 'mine' } }] },
    });
  });

  it('are named among the allowed ones when the model calls something else', async () => {
    const run = createFakeRun({ replies: [callsFor([toolCall('c1', 'bogus')]), answer('hm')] });
    await run.complete({ tools: [MINE] });
    expect(run.messages(2).at(-1)?.content).toBe(
      "ERROR: tool 'bogus' is not permitted here; allowed tools: mine",
    );
  });
});
