import { expect, test } from 'vitest';

import { fakeRecipe } from '#testing/fake-recipe-run.ts';
import { answer } from '#testing/fake-scripted-model.ts';
import { createFakeView, textOf } from '#testing/fake-view.ts';
import { createRecipeTool } from './recipe-tool.ts';

function create(fields: Readonly<Record<string, unknown>> = {}) {
  const recipe = fakeRecipe(fields);
  const view = createFakeView({ recipes: [recipe], replies: [answer('done')] });
  return { ...view, tool: createRecipeTool(view.parts, recipe, `recipe.${recipe.name}`) };
}

const MOOD = {
  system: 'Be {{mood}} about {{topic}}, {{mood}}.',
  description: 'Talks',
  variables: {
    mood: { default: 'kind', choices: ['kind', 'gruff'], description: 'How to sound' },
  },
};

test('a recipe without variables takes what is asked', async () => {
  const { tool, scope, model } = create({ description: 'Helps' });
  expect(tool.raw).toEqual({
    name: 'recipe.helper',
    title: 'helper',
    description: 'Helps',
    inputSchema: {
      type: 'object',
      properties: { input: { type: 'string', description: 'What to ask' } },
      required: ['input'],
    },
    outputSchema: expect.objectContaining({ 'x-fastmcp-wrap-result': true }),
    annotations: { readOnlyHint: true },
  });
  expect(await tool.call({ input: 'hello' }, scope())).toMatchObject({
    structuredContent: { result: 'done' },
  });
  expect(model.requests[0]?.messages).toEqual([
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'hello' },
  ]);
  expect(tool.model?.({})).toBe('woollama/helper');
});

test('only recipes without tools say that they change nothing', () => {
  expect(create({ tools: ['a.*'] }).tool.raw['annotations']).toBeUndefined();
});

test('variables are optional arguments', async () => {
  const { tool, scope, model } = create(MOOD);
  expect(tool.raw['inputSchema']).toMatchObject({
    properties: {
      mood: {
        type: 'string',
        default: 'kind',
        enum: ['kind', 'gruff'],
        description: 'How to sound',
      },
      topic: { type: 'string' },
    },
    required: ['input'],
  });
  await tool.call({ input: 'a', topic: 'cats', mood: null, more: 'x' }, scope());
  await tool.call({ input: 'b', mood: 'gruff', topic: 7 }, scope());
  expect(model.requests.map(({ messages }) => messages[0]?.content)).toEqual([
    'Be kind about cats, kind.',
    'Be gruff about 7, gruff.',
  ]);
});

test.each([
  [{}, "recipe.helper requires a text as 'input'"],
  [{ input: 7 }, 'requires a text'],
  [{ input: 'a', mood: 'sad' }, "'mood' must be one of: kind, gruff"],
  [{ input: 'a', topic: { a: 1 } }, "'topic' must be a text"],
])('%j is refused inside the result', async (args, problem) => {
  const { tool, scope, model } = create(MOOD);
  const result = await tool.call(args, scope());
  expect(result).toMatchObject({ isError: true });
  expect(textOf(result)).toContain(problem);
  expect(model.requests).toEqual([]);
});

test('a variable called input is what is asked', async () => {
  const { tool, scope, model } = create({
    system: 'Translate: {{input}}',
    variables: { input: { description: 'A sentence', default: 'none' } },
  });
  expect(tool.raw['inputSchema']).toEqual({
    type: 'object',
    properties: { input: { type: 'string', description: 'A sentence' } },
    required: ['input'],
  });
  await tool.call({ input: 'hello {{input}}' }, scope());
  expect(model.requests[0]?.messages).toEqual([
    { role: 'system', content: 'Translate: hello {{input}}' },
    { role: 'user', content: 'hello {{input}}' },
  ]);
});

test('variables may be called like parts of every object', async () => {
  const { tool, scope, model } = create({ system: '{{__proto__}} {{constructor}}' });
  const { properties } = tool.raw['inputSchema'] as { properties: object };
  expect(Object.keys(properties)).toEqual(['input', '__proto__', 'constructor']);
  const args = JSON.parse('{"input":"a","__proto__":"p"}') as Record<string, unknown>;
  await tool.call(args, scope());
  expect(model.requests[0]?.messages[0]?.content).toBe('p {{constructor}}');
});
