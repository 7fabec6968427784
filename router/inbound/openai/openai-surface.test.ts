import { describe, expect, test } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import { createFakeConversations } from '../../testing/fake-conversations.ts';
import { createFakeInferencer, createFakeInferencers } from '../../testing/fake-inferencers.ts';
import { createFakeRecipes, recipeOf } from '../../testing/fake-recipes.ts';
import { createFakeToolServers, text, toolEntry } from '../../testing/fake-tool-servers.ts';
import { createSurfaceApp } from '../../testing/surface-app.ts';
import { openAiSurface } from './openai-surface.ts';

async function open() {
  const acme = createFakeInferencer('acme', {
    onRelay: async (call, out) => {
      const body = Buffer.concat(call.body);
      if (body.includes('boom')) throw new RouterError('UPSTREAM_UNREACHABLE');
      out.writeHead(207, { 'content-type': 'application/json' }).end(body);
      return { status: 207, cancelled: false };
    },
  });
  const demo = createFakeInferencer('demo', { kind: 'local' });
  const inferencers = createFakeInferencers([acme, demo], {
    auto: 'acme/x',
    models: ['acme/m', 'acme/meta/llama:8b', 'auto/default'],
  });
  const recipes = createFakeRecipes([recipeOf('plain'), recipeOf('team/one')]);
  const tools = createFakeToolServers({}, [
    {
      name: 'broken',
      transport: 'http',
      state: 'retrying',
      tools: 0,
      attempts: 3,
      reason: 'connection refused',
      nextRetryAt: 9_000,
    },
  ]);
  tools.add({ ...toolEntry('hello.count'), description: 'counts' }, () => text('1'));
  const surface = await createSurfaceApp(async (app, requests) => {
    const conversations = createFakeConversations();
    const models = { inferencers, recipes, requests, tools, conversations };
    await app.register(openAiSurface, { ...models, startedAt: 1_234 });
  });
  return { ...surface, acme, demo, [Symbol.asyncDispose]: () => surface[Symbol.asyncDispose]() };
}

const MODEL = { object: 'model', created: 7 };
const RECIPE = { object: 'model', created: 1_234, owned_by: 'woollama' };

describe('models', () => {
  test.each(['/v1/models', '/models', '/v1/models/', '/v1/v1/models'])('%s', async (url) => {
    await using router = await open();
    const reply = await router.get(url);
    expect(reply.status).toBe(200);
    expect(reply.json()).toEqual({
      object: 'list',
      data: [
        { id: 'acme/m', ...MODEL, owned_by: 'acme' },
        { id: 'acme/meta/llama:8b', ...MODEL, owned_by: 'acme' },
        { id: 'auto/default', ...MODEL, owned_by: 'auto' },
        { id: 'woollama/plain', ...RECIPE },
        { id: 'woollama/team/one', ...RECIPE },
      ],
    });
  });

  test.each([
    ['acme/m', 'acme/m'],
    ['acme%2Fmeta%2Fllama:8b', 'acme/meta/llama:8b'],
    ['acme/meta/llama%3A8b', 'acme/meta/llama:8b'],
    ['woollama/team/one', 'woollama/team/one'],
    ['woollama%2Fteam%2Fone', 'woollama/team/one'],
    ['auto/default', 'auto/default'],
  ])('one of them, with slashes as they come: %s', async (path, id) => {
    await using router = await open();
    const reply = await router.get(`/v1/models/${path}`);
    expect(reply.status).toBe(200);
    expect(reply.json()).toMatchObject({ id, object: 'model' });
  });

  test('an unknown one', async () => {
    await using router = await open();
    const reply = await router.get('/v1/models/acme%2Fnope');
    expect(reply.status).toBe(404);
    expect(reply.json()).toEqual({
      error: {
        message: "unknown model 'acme/nope'",
        type: 'not_found',
        code: 'unknown_model',
        param: 'model',
      },
    });
  });
});

describe.each(['/completions', '/embeddings', '/images/generations'])('%s', (path) => {
  test.each([`/v1${path}`, path])(
    '%s goes on to the inferencer, only the model changed',
    async (url) => {
      await using router = await open();
      const input = { input: ['ü'], stream: false, n: 2 };
      const reply = await router.post(url, { model: 'acme/a/b', ...input });
      expect(reply.status).toBe(207);
      expect(reply.json()).toEqual({ model: 'a/b', ...input });
      expect(router.acme.relayed[0]?.path).toBe(path);
      expect(await router.ended()).toMatchObject([{ outcome: 'ok', status: 207 }]);
      expect(router.events.published[0]).toMatchObject({
        operation: `/v1${path}`,
        model: 'acme/a/b',
      });
    },
  );

  test.each([
    ['nope/x', '400 unknown_namespace', 'unknown model namespace'],
    ['woollama/plain', '400 unknown_namespace', 'unknown model namespace'],
    ['acme', '400 invalid_request', 'acme/<model>'],
    ['auto/default', '501 not_supported', path],
    ['demo/scripted', '501 not_supported', path],
  ])('%s is refused', async (model, verdict, fragment) => {
    await using router = await open();
    const reply = await router.post(`/v1${path}`, { model, input: 'x' });
    expect(reply.verdict).toBe(verdict);
    expect(reply.json()).toMatchObject({ error: { param: 'model' } });
    expect(reply.text).toContain(fragment);
    // A misspelt model is what people look for in the activity.
    expect(await router.ended()).toMatchObject([{ outcome: 'error', status: reply.status }]);
  });

  test.each([
    ['{}', '400 invalid_request'],
    ['{"model":""}', '400 unknown_namespace'],
    ['{"model":', '400 invalid_json'],
    ['', '400 invalid_json'],
  ])('%j is refused', async (sent, verdict) => {
    await using router = await open();
    const reply = await router.post(`/v1${path}`, sent);
    expect(reply.verdict).toBe(verdict);
    expect(reply.text).toContain(verdict.includes('json') ? 'JSON' : 'model');
  });

  test('a failure to reach the inferencer is a status', async () => {
    await using router = await open();
    const reply = await router.post(`/v1${path}`, { model: 'acme/x', input: 'boom' });
    expect(reply.status).toBe(502);
    expect(await router.ended()).toMatchObject([{ errorCode: 'UPSTREAM_UNREACHABLE' }]);
  });

  test('takes no GET', async () => {
    await using router = await open();
    expect((await router.get(`/v1${path}`)).headers['allow']).toBe('POST');
  });
});

test.each(['/v1/tools', '/tools'])(
  '%s: all names of each tool, and why a server has none',
  async (url) => {
    await using router = await open();
    expect((await router.get(url)).json()).toEqual({
      tools: ['hello.count'],
      data: [
        {
          name: 'hello.count',
          model_name: 'mcp__hello__count',
          server: 'hello',
          tool: 'count',
          description: 'counts',
        },
      ],
      servers: [
        { name: 'hello', transport: 'stdio', health: 'connected', tools: 1, attempts: 1 },
        {
          name: 'broken',
          transport: 'http',
          health: 'retrying',
          tools: 0,
          attempts: 3,
          reason: 'connection refused',
          next_retry_at: 9_000,
        },
      ],
    });
  },
);
