import { describe, expect, test } from 'vitest';

import { REQUEST_HEADER } from '#contract/activity.ts';
import { RouterError } from '#core/router-error.ts';
import { completion } from '../../testing/fake-inferencers.ts';
import { createFakeRecipes, recipeOf, type FakeRecipesSetup } from '../../testing/fake-recipes.ts';
import { createSurfaceApp } from '../../testing/surface-app.ts';
import { patternsSurface } from './patterns-surface.ts';

async function open(setup: FakeRecipesSetup = {}) {
  const recipes = createFakeRecipes(
    [
      recipeOf('greet', {
        system: 'Greet.',
        description: 'says hello',
        variables: { lang: { default: 'en' } },
      }),
      recipeOf('team/deep/run', { system: 'Deep.' }),
      recipeOf('render', { system: 'Rendered.' }),
    ],
    setup,
  );
  const surface = await createSurfaceApp(async (app, requests) => {
    await app.register(patternsSurface, { recipes, requests });
  });
  return { ...surface, recipes, [Symbol.asyncDispose]: () => surface[Symbol.asyncDispose]() };
}

test('the list names every pattern and its variables', async () => {
  await using router = await open();
  expect((await router.get('/w1/patterns')).json()).toEqual({
    data: [
      {
        name: 'greet',
        description: 'says hello',
        variables: [{ name: 'lang', default: 'en' }],
        source: 'recipe',
      },
      { name: 'team/deep/run', variables: [], source: 'recipe' },
      { name: 'render', variables: [], source: 'recipe' },
    ],
  });
});

describe('render', () => {
  test('the filled in prompt, an empty line, the input', async () => {
    await using router = await open();
    const body = { input: 'Anna', variables: { lang: 'de' } };
    const reply = await router.post('/w1/patterns/greet/render', body);
    expect(reply.json()).toEqual({ prompt: 'Greet. {"lang":"de"}\n\nAnna' });
    expect(router.events.published).toEqual([]);
  });

  test.each([
    ['team/deep/run', 'Deep. {}\n\n'],
    ['team%2Fdeep%2Frun', 'Deep. {}\n\n'],
    ['render', 'Rendered. {}\n\n'],
  ])('the name may be anything: %s', async (name, prompt) => {
    await using router = await open();
    expect((await router.post(`/w1/patterns/${name}/render`, {})).json()).toEqual({ prompt });
  });

  test.each([
    [{ input: 7 }, 'input'],
    [{ variables: ['x'] }, 'variables'],
  ])('%j is refused', async (body, param) => {
    await using router = await open();
    const reply = await router.post('/w1/patterns/greet/render', body);
    expect(reply.status).toBe(400);
    expect(reply.json()).toMatchObject({ error: { code: 'invalid_request', param } });
  });
});

describe('run', () => {
  test('a text is the user’s message; the answer is a chat completion', async () => {
    await using router = await open();
    const body = { input: 'Anna', variables: { lang: 'de' }, options: { temperature: 0 } };
    const reply = await router.post('/w1/patterns/greet/run', body, { 'x-api-key': 'k' });
    expect(reply.json()).toEqual(completion('done'));
    const [{ run, options } = { run: undefined, options: undefined }] = router.recipes.runs;
    expect(run).toMatchObject({
      recipe: { name: 'greet' },
      request: {
        model: 'woollama/greet',
        messages: [{ role: 'user', content: 'Anna' }],
        stream: false,
      },
    });
    expect(run?.overrides).toEqual({ system: 'Greet. {"lang":"de"}', params: { temperature: 0 } });
    expect(options?.headers).toEqual({ via: '1.1 woollama' });
    expect(options?.requestId).toBe((await router.ended())[0]?.requestId);
    expect(router.events.published[0]).toMatchObject({
      surface: 'patterns',
      operation: '/w1/patterns/*',
      model: 'woollama/greet',
    });
  });

  test('messages are taken as they are', async () => {
    await using router = await open();
    const input = [{ role: 'user', content: [{ type: 'text', text: 'x' }] }, { role: 'assistant' }];
    await router.post('/w1/patterns/team/deep/run/run', { input });
    expect(router.recipes.runs[0]?.run.request.messages).toEqual(input);
    expect(router.recipes.runs[0]?.run.recipe.name).toBe('team/deep/run');
  });

  test('another model takes the place of the recipe’s inferencer', async () => {
    await using router = await open();
    await router.post('/w1/patterns/greet/run', { model: 'acme/x' });
    const { run } = router.recipes.runs[0]!;
    expect(run.overrides?.inferencer).toBe('acme/x');
    expect(run.request.model).toBe('acme/x');
    expect(router.events.published[0]).toMatchObject({ model: 'acme/x' });
  });

  test('with stream the answer comes in frames', async () => {
    await using router = await open();
    const reply = await router.post('/w1/patterns/greet/run', { input: 'x', stream: true });
    expect(reply.headers['content-type']).toContain('text/event-stream');
    expect(reply.text.split('\n\n')).toHaveLength(4);
    expect(reply.text.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(router.recipes.runs[0]?.run.request.stream).toBe(true);
    expect(reply.headers[REQUEST_HEADER]).toBe((await router.ended())[0]?.requestId);
  });

  test('the usage of a stream can be asked for', async () => {
    await using router = await open();
    const stream_options = { include_usage: true };
    await router.post('/w1/patterns/greet/run', { input: 'x', stream: true, stream_options });
    expect(router.recipes.runs[0]?.run.request).toMatchObject({ stream_options });
  });

  test.each([true, false])(
    'a failure before the first piece is a status (stream: %s)',
    async (stream) => {
      const error = new RouterError('UNSUPPORTED_INFERENCER', 'unsupported inferencer');
      await using router = await open({
        onComplete: () => Promise.reject(error),
        onStream: async function* () {
          yield* [];
          throw error;
        },
      });
      const reply = await router.post('/w1/patterns/greet/run', { input: 'x', stream });
      expect(reply.status).toBe(501);
      expect(await router.ended()).toMatchObject([{ outcome: 'error', status: 501 }]);
    },
  );

  test.each([
    [{ input: [] }, 'input'],
    [{ input: [{ content: 'x' }] }, 'input'],
    [{ model: '' }, 'model'],
    [{ stream: 'yes' }, 'stream'],
    [{ options: [] }, 'options'],
  ])('%j is refused', async (body, param) => {
    await using router = await open();
    const reply = await router.post('/w1/patterns/greet/run', body);
    expect(reply.status).toBe(400);
    expect(reply.json()).toMatchObject({ error: { code: 'invalid_request' } });
    expect((reply.json() as { error: { param: string } }).error.param).toContain(param);
    expect(router.recipes.runs).toEqual([]);
  });

  test('broken JSON is refused', async () => {
    await using router = await open();
    const reply = await router.post('/w1/patterns/greet/run', '{"input":');
    expect(reply.json()).toMatchObject({ error: { code: 'invalid_json' } });
  });
});

test.each([
  ['nope/render', '404 unknown_recipe', "unknown pattern 'nope'"],
  ['nope/run', '404 unknown_recipe', "unknown pattern 'nope'"],
  ['nope', '404 unknown_recipe', 'unknown pattern'],
  ['team/deep/run', '404 unknown_recipe', "unknown pattern 'team/deep'"],
  ['greet/delete', '404 not_found', "'delete'"],
])('POST /w1/patterns/%s is refused', async (path, verdict, fragment) => {
  await using router = await open();
  const reply = await router.post(`/w1/patterns/${path}`, {});
  expect(reply.verdict).toBe(verdict);
  expect(reply.text).toContain(fragment);
});
