import { describe, expect, it } from 'vitest';

import { type LoadedRecipes, loadRecipes, patternRecipes } from './load-recipes.ts';

function load(text: string): LoadedRecipes {
  const loaded = loadRecipes({ file: 'recipes.toml', text });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues));
  return loaded;
}

const GOOD = 'inferencer = "a/b"\ntools = []\nsystem = "s"\n';

describe('recipes', () => {
  it('trims the prompt, gives defaults and expands nothing', () => {
    const { entries, log } = load(
      '[recipes.one]\ninferencer = "a/${X}"\ntools = ["s.t"]\nsystem = """\n ${NOPE} \n"""\nparams.top_p = 1',
    );
    expect(log.issues).toEqual([]);
    expect(entries.get('one')).toEqual({
      name: 'one',
      inferencer: 'a/${X}',
      tools: ['s.t'],
      system: '${NOPE}',
      params: { top_p: 1 },
      variables: {},
    });
  });

  it('reports missing keys in their order, and leaves out only that recipe', () => {
    const { entries, names, log } = load(`[recipes.good]\n${GOOD}\n[recipes.bad]`);
    expect([...entries.keys()]).toEqual(['good']);
    expect([...names]).toEqual(['good', 'bad']);
    expect(log.issues.map(({ message }) => message)).toEqual([
      "missing 'inferencer'",
      "missing 'tools'",
      "missing 'system'",
    ]);
    expect(log.issues[0]).toMatchObject({ line: 6, column: 1, key: 'recipes.bad.inferencer' });
  });

  it.each([
    ['an inferencer without a slash', 'inferencer = "qwen"\ntools = []\nsystem = ""', "'/'"],
    ['an inferencer without a model', 'inferencer = "ollama/"\ntools = []\nsystem = ""', "'/'"],
    ['tools as text', 'inferencer = "a/b"\ntools = "x.y"\nsystem = ""', "'tools' must be a list"],
    ['params as a list', `${GOOD}params = [1]`, "'params' must be a table"],
    ['too many turns', `${GOOD}max_turns = 101`, '100 or less'],
    ['half a turn', `${GOOD}max_turns = 1.5`, 'a whole number'],
  ])('refuses %s', (_, body, message) => {
    const { entries, log } = load(`[recipes.bad]\n${body}`);
    expect(entries.size).toBe(0);
    expect(log.issues).toMatchObject([
      { severity: 'error', message: expect.stringContaining(message) },
    ]);
  });

  it('warns about params the router sets itself', () => {
    const { entries, log } = load(
      `[recipes.a]\n${GOOD}params = { model = "x", stream = true, seed = 1 }`,
    );
    expect(entries.has('a')).toBe(true);
    expect(log.issues.map(({ key }) => key)).toEqual([
      'recipes.a.params.model',
      'recipes.a.params.stream',
    ]);
  });

  it('finds slips of the pen, also in variables', () => {
    const { log } = load(`[recipes.a]\n${GOOD}max_turn = 1\nvariables.x = { defualt = "1" }`);
    expect(log.issues.map(({ key }) => key)).toEqual([
      'recipes.a.max_turn',
      'recipes.a.variables.x.defualt',
    ]);
  });

  it('asks about a slip even where it makes the recipe unusable', () => {
    const { log } = load('[recipes.a]\ninferencer = "a/b"\ntool = []\nsystem = "s"');
    expect(log.issues).toMatchObject([
      { severity: 'warning', key: 'recipes.a.tool', hint: "Did you mean 'tools'?" },
      { severity: 'error', key: 'recipes.a.tools' },
    ]);
  });

  it.each([
    ['recipes = 1', "'recipes' must be a table"],
    ['[recipes', 'parse error'],
  ])('cannot use a file with %s', (text, message) => {
    const loaded = loadRecipes({ file: 'recipes.toml', text });
    expect(loaded.ok).toBe(false);
    expect(loaded.ok ? '' : loaded.issues[0]?.message).toContain(message);
  });

  it('takes an empty file as no recipes', () => {
    expect(load('').entries.size).toBe(0);
  });
});

describe('patterns', () => {
  it('become recipes without tools, unless the name is taken', () => {
    const loaded = load(
      `[patterns]\ndir = "p"\ndefault_inferencer = "x/y"\n[recipes.taken]\n${GOOD}[recipes.broken]`,
    );
    const texts = new Map([
      ['summarize', '\uFEFF Sum up. \n'],
      ['taken', 't'],
      ['broken', 'b'],
    ]);
    expect(patternRecipes(loaded, texts)).toEqual([
      {
        name: 'summarize',
        inferencer: 'x/y',
        tools: [],
        system: 'Sum up.',
        params: {},
        variables: {},
      },
    ]);
  });

  it('run on auto when nothing else is said', () => {
    expect(load('[patterns]\ndir = "p"').patterns).toEqual({
      dir: 'p',
      inferencer: 'auto/default',
    });
  });

  it('are none without a folder, or when the table is faulty', () => {
    expect(load('').patterns).toBeUndefined();
    expect(load('[patterns]').patterns).toBeUndefined();
    const { patterns, log } = load('[patterns]\ndir = "p"\ndefault_inferencer = "qwen"');
    expect(patterns).toBeUndefined();
    expect(log.issues).toMatchObject([{ severity: 'error', key: 'patterns.default_inferencer' }]);
  });
});
