import { expect, test } from 'vitest';

import { fakeRecipe } from '#testing/fake-recipe-run.ts';
import { createFakeView } from '#testing/fake-view.ts';
import { createRecipePrompt } from './recipe-prompt.ts';

function create(fields: Readonly<Record<string, unknown>> = {}) {
  const recipe = fakeRecipe(fields);
  return createRecipePrompt(createFakeView({ recipes: [recipe] }).parts.recipes, recipe);
}

const LETTER = {
  system: 'Write to {{ who }} in {{tone}} words. {{who}}!',
  description: 'Letters',
  variables: {
    who: { description: 'Who gets it' },
    tone: { default: 'kind', choices: ['kind', 'short'], description: 'How' },
  },
};

test('a prompt without variables has no arguments', () => {
  const { raw, get } = create();
  expect(raw).toEqual({
    name: 'helper',
    title: 'helper',
    description: "System prompt of the recipe 'helper'",
  });
  expect(get({ more: 'x' })).toEqual({
    ok: true,
    result: {
      description: "System prompt of the recipe 'helper'",
      messages: [{ role: 'user', content: { type: 'text', text: 'Be brief.' } }],
    },
  });
});

test('each variable is an argument, once', () => {
  expect(create(LETTER).raw).toMatchObject({
    description: "System prompt of the recipe 'helper': Letters",
    arguments: [
      { name: 'who', description: 'Who gets it', required: true },
      { name: 'tone', description: 'How; one of: kind, short', required: false },
    ],
  });
  expect(create({ system: '{{a}}' }).raw['arguments']).toEqual([{ name: 'a', required: true }]);
});

test('values are filled in, defaults take the place of missing ones', () => {
  const { get } = create(LETTER);
  const text = (args: Record<string, string>) => {
    const outcome = get(args);
    return outcome.ok ? JSON.stringify(outcome.result['messages']) : outcome.error.message;
  };
  expect(text({ who: 'Ann' })).toContain('Write to Ann in kind words. Ann!');
  expect(text({ who: '{{tone}}', tone: 'short' })).toContain('to {{tone}} in short words');
  expect(text({ who: '' })).toContain('Write to  in kind words');
});

test.each([
  [{}, "missing argument 'who'"],
  [{ tone: 'kind' }, "missing argument 'who'"],
  [{ who: 'Ann', tone: 'rude' }, "'tone' must be one of: kind, short"],
])('%j are invalid params', (args, message) => {
  expect(create(LETTER).get(args)).toEqual({ ok: false, error: { code: -32_602, message } });
});

test('what every object inherits is no value', () => {
  expect(create({ system: '{{constructor}}' }).get({})).toMatchObject({
    ok: false,
    error: { message: "missing argument 'constructor'" },
  });
});

test.each([
  ['tone', '', ['kind', 'short']],
  ['tone', 'SH', ['short']],
  ['tone', 'x', []],
  ['who', '', []],
  ['__proto__', '', []],
])('for %s that begins with %j it proposes %j', (argument, begun, values) => {
  expect(create(LETTER).complete(argument, begun)).toEqual({
    completion: { values, total: values.length, hasMore: false },
  });
});

test('the default is proposed first, and at most 100 values at once', () => {
  const choices = Array.from({ length: 150 }, (_, at) => `v${at}`);
  const variables = { tone: { default: 'v9', choices }, who: { default: 'Ann' } };
  const { complete } = create({ ...LETTER, variables });
  const { completion } = complete('tone', '');
  expect(completion).toMatchObject({ total: 150, hasMore: true });
  expect(completion).toMatchObject({
    values: ['v9', ...choices.slice(0, 9), ...choices.slice(10, 100)],
  });
  expect(complete('who', 'a')).toMatchObject({ completion: { values: ['Ann'] } });
});
