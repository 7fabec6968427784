import { describe, expect, it } from 'vitest';

import { fakeRecipe } from '../testing/fake-recipe-run.ts';
import { listVariables, renderSystem } from './pattern-text.ts';

describe('listVariables', () => {
  it('finds each token once, in order, with what the recipe says about it', () => {
    const recipe = fakeRecipe({
      system: '{{b}} {{ a.x-1 }} {{b}} {{\tgröße_2 }} {{}} {{a b}} {{ c} } {c}',
      variables: {
        b: { default: '1', choices: ['1', '2'], description: 'how many', extra: true },
        unused: { default: 'x' },
      },
    });
    expect(listVariables(recipe)).toEqual([
      { name: 'b', default: '1', choices: ['1', '2'], description: 'how many' },
      { name: 'a.x-1' },
      { name: 'größe_2' },
    ]);
  });

  it('is not confused by names of built-in properties', () => {
    const recipe = fakeRecipe({ system: '{{constructor}} {{__proto__}}' });
    expect(listVariables(recipe)).toEqual([{ name: 'constructor' }, { name: '__proto__' }]);
    expect(renderSystem(recipe, {})).toBe(recipe.system);
  });
});

describe('renderSystem', () => {
  const render = (system: string, values: Record<string, unknown>, variables = {}) =>
    renderSystem(fakeRecipe({ system, variables }), values);

  it('replaces all spellings of a token', () => {
    expect(render('{{a}} {{ a }} {{a }}', { a: 'x' })).toBe('x x x');
  });

  it.each([
    ['text', 'text'],
    ['', ''],
    [5, '5'],
    [null, 'null'],
    [{ b: [1] }, '{"b":[1]}'],
  ])('writes %j as %s', (value, expected) => {
    expect(render('{{a}}', { a: value })).toBe(expected);
  });

  it('takes defaults for absent values only, and leaves the rest as it is', () => {
    const variables = { a: { default: 'one' }, b: {} };
    expect(render('{{ a }} {{ b }} {{c}}', {}, variables)).toBe('one {{ b }} {{c}}');
    expect(render('{{a}}', { a: '' }, variables)).toBe('');
  });

  it('treats dollars and braces in values as plain text', () => {
    expect(render('{{a}}{{b}}', { a: '$& $1 $$', b: '{{a}}' })).toBe('$& $1 $${{a}}');
  });
});
