/** The OpenAI chat surface: names, relaying byte for byte, errors. */
import type { Requirement } from './requirement.ts';

export const CHAT: readonly Requirement[] = [
  {
    id: 'chat.envelope',
    promise: 'Every error is one object with message, type, code and param',
    source: ['contract 3.1', 'issue 2 "Surfaces"'],
    tests: {
      'e2e/router/upstream.test.ts': '%s: a clear error',
      'router/inbound/shared/render-error.test.ts': '%s',
    },
  },
  {
    id: 'chat.every-code',
    promise:
      'Every code of the catalogue is rendered by the surface with its status and type, and listed in the docs',
    source: ['contract 3.1', 'issue 2 "Surfaces"'],
    tests: {
      'router/inbound/shared/render-error.test.ts': 'a route that throws (%s) > %s',
      'router/contract/errors.test.ts': 'the page of errors and the catalogue say the same',
    },
  },
  {
    id: 'chat.bad-json',
    promise: 'A body that is not JSON is a 400 in the envelope',
    source: ['contract 3.1', 'contract 11 "bad JSON body"'],
    tests: {
      'router/inbound/openai/chat-route.test.ts': '%s is refused with 400',
      'e2e/router/upstream.test.ts': '%s: a clear error',
    },
  },
  {
    id: 'chat.content-type',
    promise: 'A body of another type is a 415 that says what to send',
    source: ['contract 3.1'],
    tests: {
      'router/inbound/shared/create-http-app.test.ts': '%j is a 415 that says what to send',
    },
  },
  {
    id: 'chat.too-large',
    promise: 'A body beyond the limit is a 413, announced or not',
    source: ['contract 3.1', 'other-systems D3'],
    tests: {
      'router/inbound/shared/create-http-app.test.ts':
        'one over the limit is a 413, announced or not',
    },
  },
  {
    id: 'chat.unknown-route',
    promise:
      'An unknown route is a 404 in the envelope, a wrong method a 405 that names the right one',
    source: ['contract 3.1', 'other-systems A2'],
    tests: {
      'router/inbound/shared/create-http-app.test.ts': [
        'an unknown one is a 404 in our envelope that says where to look',
        '%s %s is a 405 that names %s',
      ],
    },
  },
  {
    id: 'chat.base-url',
    promise: '`/v1` doubled, missing, or with a slash at the end of base_url still works',
    source: ['issue 2 "Surfaces"'],
    tests: {
      'e2e/router/upstream.test.ts':
        'base_url may be doubled, without version, or with a slash at its end',
      'router/inbound/shared/rewrite-path.test.ts': 'a doubled version: %s',
    },
  },
  {
    id: 'chat.recipe-name',
    promise:
      '`woollama/<recipe>` is a recipe, slashes and all; an unknown one is a 404 that says so',
    source: ['contract 3.3'],
    tests: { 'router/inbound/openai/chat-route.test.ts': '%j is refused with %s' },
  },
  {
    id: 'chat.model-name',
    promise:
      'The inferencer is what stands before the first slash, the rest is the model, slashes and all',
    source: ['contract 3.3', 'original "Four kinds of model"'],
    tests: {
      'router/inbound/openai/chat-route.test.ts':
        'only the model changes, and the name keeps its slashes',
    },
  },
  {
    id: 'chat.unknown-namespace',
    promise: 'An unknown namespace is a 400 that lists the inferencers, always in the same order',
    source: ['contract 3.3'],
    tests: { 'router/inbound/openai/chat-route.test.ts': '%j is refused with %s' },
  },
  {
    id: 'chat.no-slash',
    promise: 'A name without a model behind its inferencer is refused, never forwarded empty',
    source: ['contract 10.25'],
    tests: { 'router/inbound/openai/chat-route.test.ts': '%j is refused with %s' },
  },
  {
    id: 'chat.model-type',
    promise: 'A model that is missing or no string is a 400',
    source: ['contract 3.3'],
    tests: { 'router/inbound/openai/chat-route.test.ts': '%s is refused with 400' },
  },
];
