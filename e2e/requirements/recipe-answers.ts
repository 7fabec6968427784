/** What the client of a recipe gets, and what recipes cannot do yet. */
import type { Requirement } from './requirement.ts';

export const RECIPE_ANSWERS: readonly Requirement[] = [
  {
    id: 'recipes.result-text',
    promise:
      'A result is its text blocks, else its structure; errors of the tool and failures to reach it say so to the model and go on',
    source: ['contract 3.5', 'contract 11 "non-text tool results"'],
    tests: {
      'router/engine/steps/clean-result.test.ts': [
        'is the text blocks, one a line',
        'is the structured content when there is no text',
        'says when the tool itself failed',
      ],
      'router/engine/loop.test.ts': 'tells the model of failing tools by code, never of internals',
    },
  },
  {
    id: 'recipes.result-hygiene',
    promise: 'Results are never empty, have no control characters, and are cut with a note',
    source: ['original "Built-in tools"', 'contract 10.51', 'issue 2 "Recipes"'],
    tests: {
      'router/engine/steps/clean-result.test.ts': [
        'is never empty: %j',
        'has no escape sequences, control characters or half characters',
        'is cut at the end of a character, with a note',
      ],
    },
  },
  {
    id: 'recipes.result-images',
    promise:
      'Pictures are shown to models that take them, everything else that is no text keeps a placeholder',
    source: ['issue 2 "Recipes"', 'contract 11 "non-text tool results"'],
    tests: {
      'router/engine/loop.test.ts': 'shows images only to models that evidently take them',
      'router/engine/steps/clean-result.test.ts': 'has a placeholder for what is not text: %j',
    },
  },
  {
    id: 'recipes.events',
    promise:
      'Turns, calls and results are told in order with ids, and ok is false for what was refused or failed',
    source: ['contract 3.5', 'issue 2 "Events"'],
    tests: {
      'router/engine/loop.test.ts': 'are turns with their tool calls between them',
      'router/engine/steps/run-calls.test.ts': 'publishes refused and failed calls as errors',
    },
  },
  {
    id: 'recipes.answer',
    promise:
      'The answer has an id of ours and the recipe as its model; the reason to finish is the true one',
    source: ['contract 3.5', 'contract 10.5', 'contract 10.6'],
    tests: {
      'router/engine/create-recipes.test.ts':
        'has our own id, time and model, and the rest of the last upstream answer',
    },
    deviation:
      'the contract gives back the last upstream object with its bare model; a client that asked for a recipe gets its name',
  },
  {
    id: 'recipes.usage',
    promise: 'Usage is the sum of all turns, and left out when one of them told none',
    source: ['contract 10.6', 'issue 2 "Recipes"'],
    tests: {
      'router/engine/create-recipes.test.ts':
        'sums the usage of all turns, and omits it when a turn has none',
      'router/engine/steps/sum-usage.test.ts':
        'adds counts and numeric details, and keeps the last of the rest',
    },
  },
  {
    id: 'recipes.time-out',
    promise: 'A recipe has a time limit of its own if it wants one',
    source: ['issue 2 "Recipes"'],
    tests: {
      'router/engine/loop-cancelling.test.ts': 'ends the run with 504 and aborts what it waits for',
    },
  },
  {
    id: 'recipes.hang-up',
    promise: "A client that hangs up ends the run, the model's call and the tool's",
    source: ['contract 10.33', 'issue 2 "Bad input"'],
    tests: {
      'e2e/router/hang-up.test.ts': 'with stream: %s',
      'router/engine/loop-cancelling.test.ts': 'aborts the running tool and asks the model no more',
    },
  },
  {
    id: 'recipes.n',
    promise: 'More than one choice is refused',
    source: ['contract 3.5'],
    tests: {
      'router/engine/create-recipes.test.ts': 'refuses n above 1, from the client as from params',
    },
  },
  {
    id: 'recipes.cut-answer',
    promise: 'Calls of an answer that was cut off are never run',
    source: ['issue 2 "Bad input"'],
    tests: { 'router/engine/loop.test.ts': 'never runs the calls of an answer that was cut off' },
  },
  {
    id: 'recipes.inheritance',
    promise: 'A recipe can build on another one',
    source: ['original "Recipe keys"', 'contract 10.51'],
    proof: 'none',
    reason: 'not built: recipes and views of a later issue',
  },
  {
    id: 'recipes.design-keys',
    promise: '`pattern`, `prompt_arguments` and `sampling` of a recipe have an effect',
    source: ['original "Recipe keys"', 'contract 2.4', 'contract 10.51'],
    proof: 'none',
    reason: 'not built: the keys are read and kept',
  },
  {
    id: 'recipes.fabric',
    promise: 'A pattern of a fabric server is a model and a pattern of ours',
    source: ['contract 8.2', 'original "Four kinds of model"', 'contract 10.45', 'contract 10.51'],
    proof: 'none',
    reason: 'not built: the key is read and kept',
  },
  {
    id: 'recipes.built-in-tools',
    promise:
      'The router brings tools of its own: fetching a page, reading a file, a command that a person confirms',
    source: ['original "Built-in tools"', 'contract 10.51'],
    proof: 'none',
    reason: 'not built: recipes and views of a later issue',
  },
  {
    id: 'recipes.visibility',
    promise: 'Each client sees the tools that were chosen for it',
    source: ['original "Visibility per client"', 'contract 10.42', 'contract 10.51'],
    proof: 'none',
    reason: 'not built: only runs of Claude Code have a view of their own',
  },
  {
    id: 'recipes.both-ways',
    promise: 'A server may call our tools while we call it',
    source: ['original "Bidirectional MCP"', 'contract 10.51'],
    proof: 'none',
    reason: 'not built: the key is read and kept',
  },
  {
    id: 'recipes.reserved-providers',
    promise:
      "The names of conversations' models and of the router itself are refused as inferencers",
    source: ['contract 2.6'],
    tests: { 'router/inferencers/create-inferencers.test.ts': 'may not be called %s' },
  },
];
