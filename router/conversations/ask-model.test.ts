import { expect, test } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import { createFakeRecipes, recipeOf } from '../testing/fake-recipes.ts';
import { turnOptions } from '../testing/fake-conversations.ts';
import { createAskModel } from './ask-model.ts';

const MESSAGES = [{ role: 'user', content: 'hi' }];
const TOOL = { type: 'function', function: { name: 'mine' } } as const;

async function ask(model: string, changes: object = {}) {
  const recipes = createFakeRecipes([recipeOf('plain', { tools: ['a.*'] })]);
  const checkModel = (name: string) => {
    if (name.startsWith('nope/')) throw new RouterError('UNKNOWN_NAMESPACE');
  };
  const input = { model, params: {}, tools: [], serverTools: [], ...changes };
  await Array.fromAsync(createAskModel({ recipes, checkModel })(MESSAGES, input, turnOptions()));
  return recipes.runs[0]?.run;
}

test('a model is asked as it is: no prompt, no tools, with the parameters', async () => {
  expect(await ask('demo/x', { params: { temperature: 0 } })).toEqual({
    recipe: { ...recipeOf('demo/x', { inferencer: 'demo/x', system: '' }) },
    request: {
      temperature: 0,
      model: 'demo/x',
      messages: MESSAGES,
      stream: true,
      stream_options: { include_usage: true },
    },
  });
});

test('a recipe is run, with the tools of this turn beside its own', async () => {
  const run = await ask('woollama/plain', { tools: [TOOL], serverTools: ['hello.*'] });
  expect(run?.recipe).toEqual(recipeOf('plain', { tools: ['a.*', 'hello.*'] }));
  expect(run?.request.tools).toEqual([TOOL]);
});

test('a model with tools of our servers runs them inside', async () => {
  expect((await ask('demo/x', { serverTools: ['hello.*'] }))?.recipe.tools).toEqual(['hello.*']);
});

test('a name that stands for nothing is an error at once', async () => {
  await expect(ask('nope/x')).rejects.toMatchObject({ code: 'UNKNOWN_NAMESPACE' });
});
