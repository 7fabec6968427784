/** The lists of models and tools, inferencers and what they can do. */
import type { Requirement } from './requirement.ts';

export const MODELS: readonly Requirement[] = [
  {
    id: 'models.shape',
    promise:
      "The list of models has id, object and owner, inferencers' models first, recipes as `woollama/<name>`, in a stable order",
    source: ['contract 3.2', 'contract 11 "`/v1/models` order"', 'original "Three axes"'],
    tests: {
      'router/inbound/openai/openai-surface.test.ts': 'models > %s',
      'router/inferencers/create-inferencers.test.ts':
        'are auto first, then by inferencer, and the demo last',
    },
  },
  {
    id: 'models.one',
    promise:
      'One model can be asked for by its id, with slashes as they come; an unknown one is a 404',
    source: ['contract 3.2', 'contract 10.47', 'issue 2 "Surfaces"'],
    tests: {
      'router/inbound/openai/openai-surface.test.ts': [
        'one of them, with slashes as they come: %s',
        'an unknown one',
      ],
    },
  },
  {
    id: 'models.static-and-found',
    promise: 'Models of the file come first, then what was found, filtered by patterns, each once',
    source: ['contract 3.2', 'contract 2.5'],
    tests: {
      'router/inferencers/create-discovery.test.ts': [
        'is the static one first, then what was found, sorted and once each',
        'has only what the patterns let through, and all static models',
      ],
    },
  },
  {
    id: 'models.never-waits',
    promise:
      'Discovery runs for all inferencers at once and is kept; the list says what is known now and asks nobody',
    source: ['contract 10.32', 'issue 2 "Inferencers"'],
    tests: {
      'router/inferencers/create-discovery.test.ts': [
        'happens for all at once, and once at a time for each',
        'happens again when somebody looks after a minute, not before',
        'is the static one first, then what was found, sorted and once each',
      ],
    },
  },
  {
    id: 'models.circle',
    promise:
      "Routers that are each other's inferencers, or their own, do not list one another without end",
    source: ['contract 10.31'],
    tests: { 'router/inferencers/fetch-model-ids.test.ts': '%s are taken: %j' },
  },
  {
    id: 'models.claude-listed',
    promise: 'Models of Claude Code are listed where the program is found',
    source: ['contract 3.2'],
    tests: {
      'e2e/router/claude-code.test.ts':
        'it answers chat completions and responses, whole and streamed',
    },
    deviation: 'the contract lists none of them, and answers none on chat',
  },
  {
    id: 'models.failure-silent',
    promise: 'An inferencer whose models cannot be found adds nothing new and keeps its last list',
    source: ['contract 3.2'],
    tests: {
      'router/inferencers/create-discovery.test.ts':
        'a failure keeps the last list, is told, and is logged once until it changes',
    },
  },
  {
    id: 'models.discovered-called',
    promise: 'What was discovered is listed under its namespace and can be called by that name',
    source: ['contract 3.2', 'issue 2 "Start"'],
    tests: { 'e2e/router/upstream.test.ts': 'discovered models are listed under their namespace' },
  },
  {
    id: 'models.demo',
    promise:
      '`demo/echo` and `demo/tools` work without key or network, say what they are, and can be switched off',
    source: ['issue 2 "Inferencers"'],
    tests: {
      'router/inferencers/adapters/demo/demo-adapter.test.ts': [
        'says what the user said last, with words as usage',
        'then says a sentence for each result, and that it is a demo',
      ],
      'router/inferencers/create-inferencers.test.ts': 'of the demo are not listed when it is off',
    },
  },
  {
    id: 'models.auto',
    promise:
      '`auto/default` is a model of a reachable Ollama, else the demo, never a paid one; the choice is told',
    source: ['issue 2 "Inferencers"'],
    tests: {
      'router/inferencers/create-auto.test.ts': [
        'is what an Ollama offers, the first that has something',
        'is published and logged, for tools and chat apart, and nothing else is',
      ],
      'router/inferencers/create-inferencers.test.ts':
        'is never an Ollama with a key, and the demo without one',
    },
  },
  {
    id: 'models.auto-demo-harmless',
    promise: 'Where `auto/default` fell back to the demo it gets only tools that change nothing',
    source: ['issue 2 "Inferencers"'],
    tests: { 'router/engine/create-recipes.test.ts': 'offers only tools that change nothing' },
  },
  {
    id: 'models.tools-list',
    promise:
      '`/v1/tools` lists each tool by all its names, and each server with health, attempts and reason, disconnected ones too',
    source: ['contract 3.8', 'contract 11 "bad mcp.json entry"'],
    tests: {
      'router/inbound/openai/openai-surface.test.ts':
        '%s: all names of each tool, and why a server has none',
    },
  },
  {
    id: 'models.capabilities',
    promise: 'Declared purposes of models are listed, and a model of another purpose is refused',
    source: ['contract 3.2', 'contract 8.6'],
    proof: 'none',
    reason: 'not built: the keys are read and kept',
  },
  {
    id: 'models.loaded',
    promise: 'The list says which models of a managed device are loaded',
    source: ['contract 3.2', 'contract 8.3'],
    proof: 'none',
    reason: 'not built: needs pooling',
  },
  {
    id: 'models.pooling',
    promise:
      'An inferencer with a management address loads, queues and evicts models behind the chat',
    source: ['contract 8.3', 'contract 10.49', 'contract 10.50', 'contract 11 "no-victim pool"'],
    proof: 'none',
    reason: 'not built: the keys are read and kept',
  },
  {
    id: 'models.management',
    promise: 'Devices are managed by the protocols device, ollama and described ones',
    source: ['contract 8.4'],
    proof: 'none',
    reason: 'not built: the keys are read and kept',
  },
  {
    id: 'models.as-resources',
    promise: 'Models are MCP resources, too',
    source: ['original "Three axes"', 'contract 10.51'],
    proof: 'none',
    reason: 'not built: recipes and views of a later issue',
  },
  {
    id: 'models.variants',
    promise: '`woollama/<variant>` is a model with sampling of its own',
    source: ['original "Four kinds of model"', 'contract 10.51'],
    proof: 'none',
    reason: 'not built as such: a recipe without tools and prompt does it',
  },
];
