import { describe, expect, it } from 'vitest';

import type { ChatChunk, ChatDelta } from '#core/chat.ts';
import type { DelegatedEvent, DelegatedRequest, Inferencer } from '#core/ports/inferencers.ts';
import { RouterError } from '#core/router-error.ts';

import { createFakeEventLog } from '../testing/fake-event-log.ts';
import { createFakeLog } from '../testing/fake-log.ts';
import { fakeRecipe, USER_SAYS } from '../testing/fake-recipe-run.ts';
import { createScriptedModel } from '../testing/fake-scripted-model.ts';
import { createFakeToolServers, text } from '../testing/fake-tool-servers.ts';
import { createRecipes } from './create-recipes.ts';

const chunk = (delta: ChatDelta, changes: Partial<ChatChunk> = {}): DelegatedEvent => ({
  kind: 'chunk',
  chunk: {
    id: 'c',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices: [{ index: 0, delta, finish_reason: null }],
    ...changes,
  },
});
const USAGE = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };

async function* twoTurns(): AsyncGenerator<DelegatedEvent> {
  yield { kind: 'turn-started', turn: 1, model: 'm' };
  yield chunk({ role: 'assistant', content: 'I count. ' });
  yield { kind: 'turn-ended', turn: 1, toolCalls: 1, finishReason: 'tool_calls' };
  yield { kind: 'turn-started', turn: 2, model: 'm' };
  yield chunk({ content: 'Done.' });
  yield { kind: 'turn-ended', turn: 2, toolCalls: 0, finishReason: 'stop' };
  yield chunk({}, { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
  yield chunk({}, { choices: [], usage: USAGE });
}

function open(delegate: () => AsyncIterable<DelegatedEvent> = twoTurns, tools = ['hello.count']) {
  const asked: DelegatedRequest[] = [];
  const events = createFakeEventLog();
  const { inferencers, requests } = createScriptedModel([new Error('not delegated')]);
  const plain = inferencers.find('fake');
  const inferencer: Inferencer = {
    ...(plain as Inferencer),
    delegate: (request) => {
      asked.push(request);
      return delegate();
    },
  };
  const recipe = fakeRecipe({ tools, max_turns: 4 });
  const recipes = createRecipes({
    inferencers: { ...inferencers, find: () => inferencer },
    tools: createFakeToolServers({ 'hello.count': () => text('3'), 'a.b': () => text('') }),
    events,
    logger: createFakeLog(),
    recipes: () => new Map([[recipe.name, recipe]]),
  });
  const options = { requestId: 'req_1', signal: new AbortController().signal };
  const run = (body: object = {}) => ({
    recipe,
    request: { model: 'woollama/helper', messages: USER_SAYS, ...body },
  });
  return {
    asked,
    events,
    requests,
    complete: (body?: object) => recipes.complete(run(body), options),
    stream: (body?: object) => recipes.stream(run({ stream: true, ...body }), options),
  };
}

describe('a run whose loop is the backend’s', () => {
  it('answers with the last turn, and gives the backend the recipe’s tools only', async () => {
    const { complete, asked, requests } = open();
    const completion = await complete({ temperature: 0.5 });
    expect(completion).toMatchObject({
      model: 'woollama/helper',
      choices: [{ message: { content: 'Done.' }, finish_reason: 'stop' }],
      usage: USAGE,
    });
    expect(asked[0]).toMatchObject({ maxTurns: 4, requestId: 'req_1' });
    expect(asked[0]?.entries.map(({ name }) => name)).toEqual(['hello.count']);
    expect(asked[0]?.request).toEqual({
      model: 'model-1',
      messages: [{ role: 'system', content: 'Be brief.' }, ...USER_SAYS],
      temperature: 0.5,
    });
    expect(requests).toEqual([]);
  });

  it('streams all turns as one answer', async () => {
    const chunks: ChatChunk[] = [];
    for await (const one of open().stream()) chunks.push(one);
    const said = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
    expect(said).toBe('I count. Done.');
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop');
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
  });

  it('shows its turns', async () => {
    const { complete, events } = open();
    await complete();
    expect(events.published).toEqual([
      { kind: 'turn-started', requestId: 'req_1', turn: 1, model: 'fake/model-1' },
      {
        kind: 'turn-ended',
        requestId: 'req_1',
        turn: 1,
        toolCalls: 1,
        finishReason: 'tool_calls',
      },
      { kind: 'turn-started', requestId: 'req_1', turn: 2, model: 'fake/model-1' },
      { kind: 'turn-ended', requestId: 'req_1', turn: 2, toolCalls: 0, finishReason: 'stop' },
    ]);
  });

  it('ends a turn that breaks off', async () => {
    const { complete, events } = open(async function* () {
      yield { kind: 'turn-started', turn: 1, model: 'm' };
      throw new RouterError('CLAUDE_FAILED', 'claude-code backend: exited 1');
    });
    await expect(complete()).rejects.toMatchObject({ code: 'CLAUDE_FAILED' });
    expect(events.published.at(-1)).toMatchObject({ kind: 'turn-ended', finishReason: 'error' });
  });

  it('refuses tools of the client beside them', async () => {
    const { complete, asked } = open();
    const tools = [{ type: 'function', function: { name: 'f' } }];
    await expect(complete({ tools })).rejects.toMatchObject({
      code: 'NOT_SUPPORTED',
      param: 'tools',
    });
    expect(asked).toEqual([]);
  });

  it('is an ordinary run without tools', async () => {
    const { complete, asked, requests } = open(twoTurns, []);
    await expect(complete()).rejects.toThrow();
    expect([asked.length, requests.length]).toEqual([0, 1]);
  });
});
