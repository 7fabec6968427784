import { expect, test } from 'vitest';

import { askRecipe } from './ask-recipe.ts';

test('asks the recipe and gives back what it said', async () => {
  const asked: unknown[] = [];
  const said = await askRecipe(
    async (path, init) => {
      asked.push(path, JSON.parse(init.body as string));
      return Response.json({ choices: [{ message: { content: 'I counted.' } }] });
    },
    'streamer',
    'count',
  );
  expect(said).toBe('I counted.');
  expect(asked).toEqual([
    '/v1/chat/completions',
    { model: 'woollama/streamer', messages: [{ role: 'user', content: 'count' }] },
  ]);
});

test.each([
  [
    { error: { message: 'no such recipe', code: 'unknown_recipe' } },
    404,
    { message: 'no such recipe', code: 'unknown_recipe' },
  ],
  [{ hello: 1 }, 200, { message: 'The answer cannot be read (status 200)', code: '' }],
])('%j fails with words', async (body, status, expected) => {
  const asking = askRecipe(async () => Response.json(body, { status }), 'x', 'y');
  await expect(asking).rejects.toMatchObject(expected);
});
