/** Ollama's own route, where its OpenAI route would lose something. */
import type { Requirement } from './requirement.ts';

export const NATIVE: readonly Requirement[] = [
  {
    id: 'native.trigger',
    promise: "A request with `num_ctx` goes to Ollama's own route, others are relayed",
    source: ['contract 6'],
    tests: { 'router/inferencers/adapters/ollama/ollama-adapter.test.ts': 'is %s with options %j' },
    deviation:
      'also with tools, and for any inferencer of type ollama: the contract keeps to its name and to requests without tools, and lists that as a weakness',
  },
  {
    id: 'native.options',
    promise:
      'Sampling fields become options unless the caller set them there; limits become num_predict',
    source: ['contract 6'],
    tests: {
      'router/inferencers/adapters/ollama/to-ollama-body.test.ts': [
        'has the sampling parameters as options, where the caller did not set them',
        '%j predicts %s tokens',
      ],
    },
  },
  {
    id: 'native.format',
    promise: '`response_format` and `format` are kept',
    source: ['contract 6', 'contract 10.13'],
    tests: { 'router/inferencers/adapters/ollama/to-ollama-body.test.ts': '%j has format %j' },
  },
  {
    id: 'native.images',
    promise: 'Images go along as base64; a part that cannot is refused by its place, never dropped',
    source: ['contract 10.13'],
    tests: {
      'router/inferencers/adapters/ollama/to-ollama-body.test.ts': [
        'carry images as base64',
        'never fetch or drop a part: %j is refused by its place',
      ],
    },
  },
  {
    id: 'native.tools',
    promise: 'Tools, their calls and results go along',
    source: ['contract 10.12', 'contract 10.13'],
    tests: {
      'router/inferencers/adapters/ollama/to-ollama-body.test.ts':
        'carry tool calls with object arguments and results with the tool name',
      'router/inferencers/adapters/ollama/ollama-adapter.test.ts':
        'gives every tool call an id of its own and JSON arguments',
    },
  },
  {
    id: 'native.reasoning',
    promise: 'What the model thinks is kept apart from the answer',
    source: ['contract 6', 'contract 10.13'],
    tests: {
      'router/inferencers/adapters/ollama/ollama-adapter.test.ts':
        'has reasoning, text, reason to finish and usage',
    },
  },
  {
    id: 'native.answer',
    promise: 'The answer has our id, the reason to finish, and usage summed',
    source: ['contract 6'],
    tests: {
      'router/inferencers/adapters/ollama/ollama-adapter.test.ts':
        'has reasoning, text, reason to finish and usage',
    },
  },
  {
    id: 'native.stream',
    promise: 'A native stream has the role first, no empty pieces, and an end',
    source: ['contract 6', 'contract 10.13'],
    tests: {
      'router/inferencers/adapters/ollama/ollama-adapter.test.ts':
        'streams without empty pieces, role first',
    },
  },
  {
    id: 'native.cut',
    promise: 'A stream that Ollama breaks off is a failure, never an end without a sign',
    source: ['contract 6', 'contract 10.13'],
    tests: { 'router/inferencers/adapters/ollama/ollama-adapter.test.ts': 'a native answer > %s' },
  },
  {
    id: 'native.refusal',
    promise: 'A refusal keeps its status and body',
    source: ['contract 6'],
    tests: { 'router/inferencers/adapters/ollama/ollama-adapter.test.ts': 'a native answer > %s' },
  },
  {
    id: 'native.everywhere',
    promise: '`num_ctx` counts in recipes, streams, Responses, and for Ollamas under other names',
    source: ['contract 10.12'],
    tests: {
      'router/inferencers/adapters/ollama/ollama-adapter.test.ts': 'is %s with options %j',
      'router/inbound/openai/chat-route.test.ts':
        'Ollama’s own options are not relayed, since its OpenAI endpoint would ignore them',
      'router/inferencers/merge-entries.test.ts': 'of type ollama is one and discovers',
      'router/inbound/openai/responses/to-chat-params.test.ts': '%j becomes %j',
    },
  },
];
