/** The hidden loop: what the model sees, what is run, what the client gets. */
import type { Requirement } from './requirement.ts';

export const RECIPES: readonly Requirement[] = [
  {
    id: 'recipes.official-client',
    promise:
      'The official package gets the final answer of a loop that really called a tool in a child process, streamed too',
    source: ['issue 2 "Start"', 'contract 3.5'],
    tests: {
      'e2e/router/first-start.test.ts': [
        'runs a recipe whose tool really runs in a child process',
        'streams the same, with usage when asked',
      ],
    },
  },
  {
    id: 'recipes.unknown-inferencer',
    promise:
      'A recipe with an unknown inferencer answers 501 and lists the known ones, also before a stream',
    source: ['contract 3.5'],
    tests: {
      'router/engine/create-recipes.test.ts': [
        'refuses an unknown inferencer and lists the known ones',
        'rejects the first piece of a stream with the same errors',
      ],
    },
  },
  {
    id: 'recipes.prompt-first',
    promise:
      "The system prompt comes first, the client's messages follow unchanged, multimodal ones too",
    source: ['contract 3.5'],
    tests: {
      'router/engine/create-recipes.test.ts':
        'is the system prompt, then the messages of the client unchanged',
    },
  },
  {
    id: 'recipes.no-empty-prompt',
    promise: 'A recipe without a prompt sends no system message',
    source: ['contract 3.5'],
    tests: {
      'router/engine/create-recipes.test.ts': 'has no system message when the recipe has no prompt',
    },
    deviation: 'the contract sends an empty one; a recipe without a prompt is the plain model',
  },
  {
    id: 'recipes.offered',
    promise:
      'Only tools of the allow-list that exist are offered, each with name, description and schema; missing ones are logged',
    source: ['contract 3.5'],
    tests: {
      'router/engine/steps/offer-tools.test.ts': [
        'offers for %j each tool once',
        'skips unknown entries with one log line',
      ],
      'router/engine/create-recipes.test.ts':
        'omits tools when there are none and shows grammar-safe names otherwise',
    },
  },
  {
    id: 'recipes.no-tools-left',
    promise: 'A recipe none of whose tools is there fails, and says of each what its server does',
    source: ['issue 2 "Bad input"'],
    tests: {
      'router/engine/steps/offer-tools.test.ts':
        'says of each missing tool what its server does, when none is left',
      'e2e/router/upstream.test.ts': '%s: a clear error',
    },
  },
  {
    id: 'recipes.allow-list',
    promise:
      'A tool that the recipe does not list is never run, whatever the model says; the model is told which are',
    source: ['contract 3.5', 'original "Recipe keys"', 'issue 2 "Recipes"'],
    tests: {
      'router/engine/loop.test.ts': 'never runs a connected tool that the recipe does not list',
      'router/engine/steps/judge-call.test.ts':
        'refuses a tool that is not permitted, naming it and the allowed ones',
    },
  },
  {
    id: 'recipes.body-layers',
    promise:
      "The inferencer's extra_body is overridden by the client, the client by the recipe's params",
    source: ['contract 3.5', 'contract 10.7'],
    tests: {
      'router/engine/create-recipes.test.ts':
        'honours fields of the client and gives params the last word',
      'router/engine/steps/merge-body.test.ts':
        'lets the client override the defaults and params override both',
    },
    deviation: "the contract drops the client's sampling, and lists that as a weakness",
  },
  {
    id: 'recipes.options-merged',
    promise:
      '`options` tables are merged, not replaced, so defaults such as a temperature of 0 stay',
    source: ['contract 10.11', 'contract 3.5'],
    tests: {
      'router/engine/steps/merge-body.test.ts': 'merges options tables instead of replacing them',
    },
  },
  {
    id: 'recipes.reserved-keys',
    promise: 'Neither params nor extra_body can set model, messages, stream or tools',
    source: ['contract 10.11', 'contract 3.5'],
    tests: {
      'router/engine/steps/merge-body.test.ts':
        'takes no reserved key from anywhere and names those of the configuration',
      'router/engine/create-recipes.test.ts':
        'ignores configuration that sets reserved keys, and says so',
    },
  },
  {
    id: 'recipes.client-format',
    promise: '`response_format` and unknown fields of the client reach the model',
    source: ['contract 10.7', 'issue 2 "Recipes"'],
    tests: {
      'router/engine/create-recipes.test.ts':
        'honours fields of the client and gives params the last word',
      'e2e/router/upstream.test.ts': "the client's sampling reaches the model of a recipe",
    },
  },
  {
    id: 'recipes.client-tools',
    promise: "The client's own tools are offered beside the recipe's and their calls handed back",
    source: ['contract 10.7', 'issue 2 "Recipes"'],
    tests: {
      'router/engine/loop-client-tools.test.ts': [
        'are offered unchanged beside those of the recipe',
        'end the run with the calls handed back',
        'go on when the client sends its result with the transcript',
      ],
    },
  },
  {
    id: 'recipes.turn-limit',
    promise:
      'A run ends after eight turns, or as many as the recipe says, with an error that says so',
    source: ['contract 3.5', 'issue 2 "Recipes"'],
    tests: {
      'router/engine/loop.test.ts': [
        'ends with MAX_TURNS when the model calls for ever, without running the last calls',
        'obeys max_turns of the recipe',
      ],
    },
  },
  {
    id: 'recipes.upstream-error',
    promise:
      "An upstream's refusal ends the run with its status and body; an answer without choices is a 502",
    source: ['contract 3.5'],
    tests: {
      'router/engine/create-recipes.test.ts': 'relays the errors of the inferencer as they are',
      'router/engine/loop.test.ts': 'reports an answer without choices: %j',
    },
  },
  {
    id: 'recipes.history',
    promise:
      'Calls and results go back to the model in the order of the calls, each under the id that the model used',
    source: ['contract 3.5', 'contract 10.10'],
    tests: {
      'router/engine/loop.test.ts': [
        'runs the called tools and shows the model their results in call order',
        'uses one synthetic id in call and answer when the upstream sends none',
      ],
      'router/engine/steps/read-tool-calls.test.ts':
        'fills missing ids and makes all unique, within the turn and the transcript',
    },
  },
  {
    id: 'recipes.parallel',
    promise: 'Calls of one turn run side by side, at most eight at a time',
    source: ['contract 10.33', 'issue 2 "Recipes"'],
    tests: {
      'router/engine/steps/run-calls.test.ts': 'runs at most eight calls at a time',
      'router/engine/loop.test.ts':
        'runs the called tools and shows the model their results in call order',
    },
    deviation: 'the contract runs them one after the other, and lists that as a weakness',
  },
  {
    id: 'recipes.bad-arguments',
    promise: 'Arguments that are no JSON object are reported to the model, never run as empty ones',
    source: ['contract 10.9', 'contract 3.5', 'issue 2 "Recipes"'],
    tests: {
      'router/engine/loop.test.ts':
        'reports malformed arguments to the model and gives it readable history',
      'e2e/router/upstream.test.ts':
        'a model that sends broken tool arguments is told so and may try again',
    },
    deviation: 'the contract runs the tool with no arguments, and lists that as a weakness',
  },
  {
    id: 'recipes.schema-checked',
    promise:
      "Arguments that break the tool's schema are reported with the place, and a repaired call runs",
    source: ['issue 2 "Recipes"'],
    tests: {
      'router/engine/loop.test.ts':
        'reports arguments that break the schema, and runs the repaired call',
      'router/engine/argument-checker.test.ts': 'names the place and the rule, several at once',
    },
  },
];
