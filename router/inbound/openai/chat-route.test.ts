import { describe, expect, test } from 'vitest';

import { REQUEST_HEADER } from '#contract/activity.ts';
import { RouterError } from '#core/router-error.ts';
import { createFakeConversations } from '../../testing/fake-conversations.ts';
import {
  chunks,
  completion,
  createFakeInferencer,
  createFakeInferencers,
  type FakeInferencerSetup,
} from '../../testing/fake-inferencers.ts';
import { createFakeRecipes, recipeOf, type FakeRecipesSetup } from '../../testing/fake-recipes.ts';
import { createFakeToolServers } from '../../testing/fake-tool-servers.ts';
import { createSurfaceApp } from '../../testing/surface-app.ts';
import { openAiSurface } from './openai-surface.ts';

const CHAT = '/v1/chat/completions';
const messages = [{ role: 'user', content: 'hi' }];

interface Setup {
  readonly acme?: FakeInferencerSetup;
  readonly recipes?: FakeRecipesSetup;
  readonly auto?: string;
}

async function open(setup: Setup = {}) {
  const acme = createFakeInferencer('acme', setup.acme);
  const ollama = createFakeInferencer('ollama', { kind: 'ollama' });
  const demo = createFakeInferencer('demo', { kind: 'local' });
  const inferencers = createFakeInferencers([acme, ollama, demo], {
    auto: setup.auto ?? 'demo/scripted',
  });
  const recipes = createFakeRecipes([recipeOf('plain'), recipeOf('team/deep/one')], setup.recipes);
  const surface = await createSurfaceApp(async (app, requests) => {
    const tools = createFakeToolServers();
    const conversations = createFakeConversations();
    const models = { inferencers, recipes, requests, tools, conversations };
    await app.register(openAiSurface, { ...models, startedAt: 7 });
  });
  const chat = (body: unknown, headers?: Record<string, string>) =>
    surface.post(CHAT, body, headers);
  return {
    ...surface,
    acme,
    ollama,
    demo,
    inferencers,
    recipes,
    chat,
    [Symbol.asyncDispose]: () => surface[Symbol.asyncDispose](),
  };
}

const body = (parts: readonly Buffer[] | undefined) => parts && Buffer.concat(parts).toString();

describe('which name leads where', () => {
  test.each([
    ['woollama/nope', '404 unknown_recipe', ["unknown recipe 'nope'", 'plain', 'team/deep/one']],
    ['woollama/', '404 unknown_recipe', ["unknown recipe ''"]],
    ['woollama', '400 unknown_namespace', ['unknown model namespace']],
    ['gpt-4o', '400 unknown_namespace', ["unknown model namespace 'gpt-4o'"]],
    ['nope/x', '400 unknown_namespace', ["unknown model namespace 'nope'", 'acme, demo, ollama']],
    ['ACME/x', '400 unknown_namespace', ["unknown model namespace 'ACME'"]],
    ['/x', '400 unknown_namespace', ["unknown model namespace ''"]],
    ['claude-agent/opus', '501 not_supported', ['only in conversations', 'store:true']],
    ['acme', '400 invalid_request', ['acme/<model>']],
    ['acme/', '400 invalid_request', ['acme/<model>']],
    ['', '400 invalid_request', ["'model' is missing"]],
    ['auto/best', '404 unknown_model', ["unknown model 'auto/best'", 'auto/default']],
    ['auto', '404 unknown_model', ['auto/default']],
  ])('%j is refused with %s', async (model, verdict, fragments) => {
    await using router = await open();
    const reply = await router.chat({ model, messages });
    expect(reply.verdict).toBe(verdict);
    expect(reply.json()).toMatchObject({ error: { param: 'model' } });
    for (const fragment of fragments) expect(reply.text).toContain(fragment);
    // Nothing was begun, so there is nothing to follow in the window.
    expect(await router.ended()).toMatchObject([{ outcome: 'error', status: reply.status }]);
  });

  test.each([
    ['a missing model', { messages }, 'invalid_request'],
    ['a model that is no string', { model: 7, messages }, 'invalid_request'],
    ['a body that is no object', [], 'invalid_json'],
    ['broken JSON', '{"model":"acme/x"', 'invalid_json'],
    ['no body', '', 'invalid_json'],
  ])('%s is refused with 400', async (_name, sent, code) => {
    await using router = await open();
    const reply = await router.chat(sent);
    expect(reply.status).toBe(400);
    expect(reply.json()).toMatchObject({ error: { type: 'invalid_request_error', code } });
  });

  test.each([CHAT, '/chat/completions', '/v1/v1/chat/completions', `${CHAT}/`, `${CHAT}?x=1`])(
    '%s is the chat route',
    async (url) => {
      await using router = await open();
      expect((await router.post(url, { model: 'acme/x', messages })).status).toBe(200);
    },
  );
});

describe('relaying', () => {
  test('only the model changes, and the name keeps its slashes', async () => {
    await using router = await open();
    const sent =
      '{ "stream" : true,"model":"acme/meta/llama:8b", "x":[1.50,"\\u00fc"],"messages":[]}';
    const reply = await router.chat(sent);
    expect(reply.json()).toEqual({ relayedBy: 'acme' });
    const [call] = router.acme.relayed;
    expect(call?.path).toBe('/chat/completions');
    expect(body(call?.body)?.replace('"     ', '"')).toBe(
      sent.replace('acme/meta/llama:8b', 'meta/llama:8b'),
    );
  });

  test('a body we would not understand is the upstream’s to judge', async () => {
    await using router = await open();
    const reply = await router.chat({ model: 'acme/x', messages: 'not a list', tools: 7 });
    expect(reply.status).toBe(200);
    expect(router.acme.relayed).toHaveLength(1);
  });

  test('credentials of the client stay here, marks of the way go on', async () => {
    await using router = await open();
    const headers = { authorization: 'Bearer ours', cookie: 'c', 'openai-beta': 'b', via: '1.1 x' };
    await router.chat({ model: 'acme/x', messages }, headers);
    expect(router.acme.relayed[0]?.headers).toEqual({
      via: '1.1 x, 1.1 woollama',
      'openai-beta': 'b',
    });
  });

  test('a request that comes round again and again is stopped', async () => {
    await using router = await open();
    const via = Array.from({ length: 8 }, () => '1.1 woollama').join(', ');
    const reply = await router.chat({ model: 'acme/x', messages }, { via });
    expect(reply.status).toBe(508);
    expect(router.acme.relayed).toEqual([]);
  });

  test.each([
    [
      { status: 200, cancelled: false },
      { outcome: 'ok', status: 200 },
    ],
    [
      { status: 429, cancelled: false },
      { outcome: 'error', status: 429 },
    ],
    [
      { status: 200, cancelled: true },
      { outcome: 'cancelled', status: 200 },
    ],
    [
      { status: 200, cancelled: false, errorCode: 'UPSTREAM_CUT' },
      { outcome: 'error', status: 200, errorCode: 'UPSTREAM_CUT' },
    ],
  ])('an answer that ended as %j is recorded as %j', async (outcome, recorded) => {
    await using router = await open({
      acme: {
        onRelay: async (_call, out) => {
          out.end();
          return outcome;
        },
      },
    });
    await router.chat({ model: 'acme/x', messages });
    expect(await router.ended()).toMatchObject([recorded]);
    expect(router.events.published[0]).toMatchObject({ surface: 'openai', model: 'acme/x' });
    expect(router.requests.inFlight()).toBe(0);
  });

  test('a failure before the answer becomes a status', async () => {
    await using router = await open({
      acme: {
        onRelay: async () => {
          throw new RouterError('MISSING_KEY', "inferencer 'acme' requires $ACME_KEY");
        },
      },
    });
    const reply = await router.chat({ model: 'acme/x', messages });
    expect(reply.status).toBe(400);
    expect(reply.json()).toMatchObject({
      error: { message: "inferencer 'acme' requires $ACME_KEY", code: 'missing_key' },
    });
  });

  test('Ollama’s own options are not relayed, since its OpenAI endpoint would ignore them', async () => {
    await using router = await open();
    await router.chat({ model: 'ollama/qwen3', messages });
    expect(router.ollama.relayed).toHaveLength(1);
    await router.chat({ model: 'ollama/qwen3', messages, options: { num_ctx: 9 } });
    expect(router.ollama.relayed).toHaveLength(1);
    expect(router.ollama.asked[0]?.request).toEqual({
      model: 'qwen3',
      messages,
      options: { num_ctx: 9 },
      stream: false,
    });
  });
});

describe('answering ourselves', () => {
  test('the whole request reaches the backend, under the bare name', async () => {
    await using router = await open();
    const request = { temperature: 0, messages, response_format: { type: 'json_object' } };
    const reply = await router.chat({ model: 'demo/a/b', ...request }, { 'x-api-key': 'k' });
    expect(reply.json()).toEqual(completion('hello'));
    expect(reply.headers['content-type']).toContain('application/json');
    const [asked] = router.demo.asked;
    expect(asked?.request).toEqual({ model: 'a/b', stream: false, ...request });
    expect(asked?.options.headers).toEqual({ via: '1.1 woollama' });
    expect(asked?.options.signal.aborted).toBe(false);
    expect(await router.ended()).toMatchObject([
      {
        outcome: 'ok',
        status: 200,
        usage: { promptTokens: 1, completionTokens: 2, totalTokens: 3 },
      },
    ]);
  });

  test('with stream the answer comes in frames', async () => {
    await using router = await open();
    const reply = await router.chat({ model: 'demo/x', messages, stream: true });
    expect(reply.headers['content-type']).toContain('text/event-stream');
    const frames = reply.text.split('\n\n').filter(Boolean);
    expect(frames).toHaveLength(3);
    expect(frames[0]).toContain('"content":"hel"');
    expect(frames.at(-1)).toBe('data: [DONE]');
    expect(await router.ended()).toMatchObject([{ outcome: 'ok', usage: { totalTokens: 3 } }]);
  });

  test.each([
    [{ messages: 'hi' }, 'messages'],
    [{ messages: [] }, 'messages'],
    [{ messages: [{ content: 'hi' }] }, 'messages.0.role'],
    [{}, 'messages'],
    [{ messages, stream: 'yes' }, 'stream'],
    [{ messages, tools: [{ type: 'function' }] }, 'tools.0.function'],
  ])('%j is refused, naming the field', async (request, param) => {
    await using router = await open();
    const reply = await router.chat({ model: 'demo/x', ...request });
    expect(reply.status).toBe(400);
    expect(reply.json()).toMatchObject({ error: { code: 'invalid_request', param } });
    expect(router.demo.asked).toEqual([]);
  });

  test.each([null, false])('stream: %s is no stream', async (stream) => {
    await using router = await open();
    expect((await router.chat({ model: 'demo/x', messages, stream })).json()).toHaveProperty(
      'choices',
    );
  });

  test('tools that are null are none, as several clients send them', async () => {
    await using router = await open();
    expect((await router.chat({ model: 'demo/x', messages, tools: null })).status).toBe(200);
  });
});

describe('auto/default', () => {
  const tools = [{ type: 'function', function: { name: 'f', parameters: {} } }];

  test.each([
    [{}, false],
    [{ tools: [] }, false],
    [{ tools }, true],
  ])('%j: the choice knows whether tools are needed', async (request, needsTools) => {
    await using router = await open();
    const reply = await router.chat({ model: 'auto/default', messages, ...request });
    expect(reply.status).toBe(200);
    expect(router.inferencers.autoAsked).toEqual([needsTools]);
    expect(router.demo.asked[0]?.request.model).toBe('scripted');
  });

  test('a choice that can be relayed is relayed', async () => {
    await using router = await open({ auto: 'ollama/qwen3:8b' });
    await router.chat({ model: 'auto/default', messages });
    expect(body(router.ollama.relayed[0]?.body)).toContain('"model":"qwen3:8b"');
  });

  test('a choice whose name is longer than ours fits, too', async () => {
    await using router = await open({ auto: `acme/${'long'.repeat(20)}` });
    await router.chat({ model: 'auto/default', messages });
    expect(JSON.parse(body(router.acme.relayed[0]?.body) ?? '')).toEqual({
      model: 'long'.repeat(20),
      messages,
    });
  });

  test('a choice that is no choice ends', async () => {
    await using router = await open({ auto: 'auto/default' });
    expect((await router.chat({ model: 'auto/default', messages })).verdict).toBe('500 internal');
  });

  test('no choice at all is the error of whoever could not choose', async () => {
    await using router = await open();
    router.inferencers.auto = () => Promise.reject(new RouterError('NO_INFERENCER'));
    expect((await router.chat({ model: 'auto/default', messages })).status).toBe(503);
  });
});

describe('recipes', () => {
  test('run with the client’s body and our id, and answer whole', async () => {
    await using router = await open();
    const reply = await router.chat({ model: 'woollama/team/deep/one', messages, seed: 5 });
    expect(reply.json()).toEqual(completion('done'));
    const [{ run, options } = { run: undefined, options: undefined }] = router.recipes.runs;
    expect(run?.recipe.name).toBe('team/deep/one');
    expect(run?.request).toEqual({
      model: 'woollama/team/deep/one',
      messages,
      seed: 5,
      stream: false,
    });
    expect(run?.overrides).toBeUndefined();
    expect(options?.requestId).toBe((await router.ended())[0]?.requestId);
    expect(options?.headers).toEqual({ via: '1.1 woollama' });
  });

  test('answer in frames', async () => {
    await using router = await open();
    const reply = await router.chat({ model: 'woollama/plain', messages, stream: true });
    expect(reply.text).toContain('"content":"do"');
    expect(reply.text.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  test.each([false, true])(
    'a failure before the first piece is a status (stream: %s)',
    async (stream) => {
      const upstreamBody = { error: { message: 'quota' } };
      const error = new RouterError('UPSTREAM_STATUS', 'x', {
        status: 429,
        upstreamBody,
        retryAfterMs: 2_000,
      });
      await using router = await open({
        recipes: {
          onComplete: () => Promise.reject(error),
          onStream: async function* () {
            yield* chunks();
            throw error;
          },
        },
      });
      const reply = await router.chat({ model: 'woollama/plain', messages, stream });
      expect(reply.status).toBe(429);
      expect(reply.json()).toEqual(upstreamBody);
      expect(reply.headers['retry-after']).toBe('2');
      expect(await router.ended()).toMatchObject([
        { outcome: 'error', errorCode: 'UPSTREAM_STATUS' },
      ]);
    },
  );

  test('a failure after it is told in the stream, which was a 200', async () => {
    await using router = await open({
      recipes: {
        onStream: async function* () {
          yield* chunks('partial');
          throw new RouterError('MAX_TURNS');
        },
      },
    });
    const reply = await router.chat({ model: 'woollama/plain', messages, stream: true });
    expect(reply.status).toBe(200);
    expect(reply.text).toContain('"code":"max_turns"');
    expect(await router.ended()).toMatchObject([
      { outcome: 'error', status: 200, errorCode: 'MAX_TURNS' },
    ]);
  });

  test('a body without messages is refused before the engine sees it', async () => {
    await using router = await open();
    expect((await router.chat({ model: 'woollama/plain' })).status).toBe(400);
    expect(router.recipes.runs).toEqual([]);
  });

  test('a request that is cancelled from the window says so', async () => {
    await using router = await open({
      recipes: {
        onComplete: async (_run, { requestId, signal }) => {
          router.requests.cancel(requestId);
          throw signal.reason;
        },
      },
    });
    const reply = await router.chat({ model: 'woollama/plain', messages });
    expect(reply.status).toBe(499);
    expect(await router.ended()).toMatchObject([{ outcome: 'cancelled' }]);
  });
});

describe('the id of the request', () => {
  test.each([
    ['a recipe, whole', { model: 'woollama/plain' }],
    ['a recipe, in frames', { model: 'woollama/plain', stream: true }],
    ['a model of ours', { model: 'demo/echo' }],
  ])('stands in the answer of %s, so that it can be followed', async (_name, asked) => {
    await using router = await open();
    const reply = await router.chat({ ...asked, messages });
    expect(reply.headers[REQUEST_HEADER]).toBe((await router.ended())[0]?.requestId);
  });

  test('stands in a refusal, too', async () => {
    await using router = await open();
    const reply = await router.chat({ model: 'woollama/plain', messages: [] });
    expect(reply.status).toBe(400);
    expect(reply.headers[REQUEST_HEADER]).toBe((await router.ended())[0]?.requestId);
  });

  test('is not added to what an inferencer answers', async () => {
    await using router = await open();
    const reply = await router.chat({ model: 'acme/x', messages });
    expect(reply.headers).not.toHaveProperty(REQUEST_HEADER);
  });
});
