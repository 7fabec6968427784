/** `/v1/responses`: requests, answers, streams. */
import type { Requirement } from './requirement.ts';

export const RESPONSES: readonly Requirement[] = [
  {
    id: 'responses.fields',
    promise:
      "The official client's fields count: instructions, sampling, limits, metadata, reasoning, user",
    source: ['contract 4.1', 'contract 10.7', 'issue 5 "Responses"'],
    tests: {
      'router/inbound/openai/responses-stateless.test.ts': 'is complete for the official client',
    },
  },
  {
    id: 'responses.input-kinds',
    promise: 'Input is a text, messages with parts, calls and outputs of calls',
    source: ['contract 4.1', 'issue 5 "Responses"'],
    tests: {
      'router/inbound/openai/responses/to-chat-messages.test.ts': [
        'every kind of item becomes a message',
        'with an image is a list of parts',
      ],
    },
  },
  {
    id: 'responses.input-refused',
    promise: 'What cannot be passed on is refused at its place; a missing input is a 400',
    source: ['contract 4.1', 'issue 5 "Responses"'],
    tests: {
      'router/inbound/openai/responses/to-chat-messages.test.ts': '%j is refused at %s',
      'router/inbound/openai/responses-stateless.test.ts': 'what fails is a status > %j: %s',
    },
    deviation:
      'the contract reads a missing input as an empty text and drops parts it does not know',
  },
  {
    id: 'responses.stateful-iff',
    promise: 'A turn is kept only if store, conversation, previous_response_id or key ask for it',
    source: ['contract 4.1', 'contract 0.3'],
    tests: {
      'router/inbound/openai/responses-stateless.test.ts': 'is complete for the official client',
      'router/inbound/openai/responses-stateful.test.ts': [
        'begins it, and its response goes on with it',
        'is named by a key of the client',
      ],
    },
  },
  {
    id: 'responses.object',
    promise: 'The response has ids of our kind, the model as asked for, and what the client sent',
    source: ['contract 4.2'],
    tests: {
      'router/inbound/openai/responses-stateless.test.ts': 'is complete for the official client',
    },
  },
  {
    id: 'responses.usage',
    promise: 'Usage is told as counted, details too, and null where nobody counted',
    source: ['contract 4.2', 'contract 10.47', 'issue 5 "Responses"'],
    tests: {
      'router/inbound/openai/responses-stateless.test.ts': 'says null where nobody counted',
      'router/inbound/openai/responses-inside.test.ts':
        'what a backend counts in detail is passed on',
    },
  },
  {
    id: 'responses.all-inferencers',
    promise: 'Plain models are found among all inferencers of the file, at their addresses',
    source: ['contract 10.1', 'contract 4.3', 'contract 0.3'],
    tests: {
      'e2e/router/upstream.test.ts':
        'a response asks a model of the file, at its address and with its key',
    },
    deviation: 'the contract knows the built-in ones only here, and lists that as a weakness',
  },
  {
    id: 'responses.recipe',
    promise: 'A recipe runs whole, tools and all; an unknown one is a 404',
    source: ['contract 4.3'],
    tests: {
      'router/inbound/openai/responses-stateless.test.ts': [
        'of a recipe sums up its turns, tools and all',
        'what fails is a status > %j: %s',
      ],
    },
  },
  {
    id: 'responses.upstream-error',
    promise: "An upstream's refusal keeps its status and words",
    source: ['contract 4.3'],
    tests: {
      'router/inbound/openai/responses-stateless.test.ts': 'an upstream that refuses (stream: %s)',
    },
  },
  {
    id: 'responses.num-ctx',
    promise: '`options` reach Ollama, streamed or not',
    source: ['contract 4.1', 'contract 4.4', 'contract 10.12'],
    tests: { 'router/inbound/openai/responses/to-chat-params.test.ts': '%j becomes %j' },
  },
  {
    id: 'responses.sequence',
    promise: 'A stream has the events of the contract in order, numbered from 0',
    source: ['contract 4.4', 'issue 5 "Responses"'],
    tests: {
      'router/inbound/openai/responses-streaming.test.ts':
        'is the whole sequence with numbers and the same ids',
    },
  },
  {
    id: 'responses.same-ids',
    promise: 'Ids are the same in every event from the first to the last, however the pieces come',
    source: ['contract 10.4', 'contract 4.4', 'issue 5 "Responses"'],
    tests: {
      'router/inbound/openai/responses-streaming.test.ts': [
        'is the whole sequence with numbers and the same ids',
        'however the chunks are cut, the answer and its ids are the same',
      ],
    },
  },
  {
    id: 'responses.created-empty',
    promise: 'The first event of a stream has no output yet',
    source: ['contract 10.4'],
    tests: {
      'router/inbound/openai/responses-streaming.test.ts':
        'is the whole sequence with numbers and the same ids',
    },
  },
  {
    id: 'responses.failed',
    promise: 'A stream that fails on its way ends in response.failed and in nothing else',
    source: ['contract 10.3', 'contract 4.4', 'contract 0.3', 'issue 5 "Responses"'],
    tests: {
      'router/inbound/openai/responses-streaming.test.ts':
        'that breaks off ends in response.failed, and in nothing else',
      'router/inbound/openai/responses-stateful.test.ts':
        'after %j in a stream ends in response.failed',
    },
    deviation: 'the contract ends it as completed, and lists that as a weakness',
  },
  {
    id: 'responses.incomplete',
    promise: 'An answer that was cut is incomplete, with the reason',
    source: ['issue 5 "Responses"'],
    tests: {
      'router/inbound/openai/responses-streaming.test.ts':
        'that was cut short ends in response.incomplete',
      'router/inbound/openai/responses-stateless.test.ts': 'that ended with %s is incomplete',
    },
  },
  {
    id: 'responses.first-error',
    promise: 'What fails before the first piece is a status',
    source: ['contract 4.4'],
    tests: {
      'router/inbound/openai/responses-stateless.test.ts': 'an upstream that refuses (stream: %s)',
      'router/inbound/openai/responses-stateful.test.ts':
        'what is wrong with a streamed turn before it has its lock is a status',
    },
  },
  {
    id: 'responses.stream-helper',
    promise: 'The official stream helper puts it together',
    source: ['issue 5 "Responses"', 'issue 5 "Proof"'],
    tests: {
      'router/inbound/openai/responses-streaming.test.ts': 'is put together by the stream helper',
    },
  },
  {
    id: 'responses.client-tools',
    promise: 'Function tools go to the model and their calls come back; a round trip works',
    source: ['issue 5 "Responses"', 'contract 10.7'],
    tests: {
      'router/inbound/openai/responses-stateless.test.ts': 'of the client make a round trip',
      'router/inbound/openai/responses-streaming.test.ts': 'has the calls of the client in pieces',
    },
  },
  {
    id: 'responses.server-tools',
    promise: '`mcp` tools that name our servers run inside, with items and events of their own',
    source: ['issue 5 "Responses"'],
    tests: {
      'e2e/router/first-start.test.ts': 'a response runs the tools of a server that it names',
      'router/inbound/openai/responses-inside.test.ts':
        'calls that ran inside are items (stream: %s)',
      'router/inbound/openai/responses-streaming.test.ts': 'begins while the tools of a server run',
    },
  },
  {
    id: 'responses.tools-refused',
    promise:
      'Other servers, built-in tools and approval that nobody could give are refused by name',
    source: ['issue 5 "Responses"'],
    tests: {
      'router/inbound/openai/responses-stateless.test.ts': 'tools > %o is refused',
      'router/inbound/openai/responses-inside.test.ts': 'approval %j is refused by name',
    },
  },
  {
    id: 'responses.format',
    promise: '`text.format` with a schema is parsed by the helper',
    source: ['issue 5 "Responses"'],
    tests: { 'router/inbound/openai/responses-stateless.test.ts': 'is parsed by the helper' },
  },
  {
    id: 'responses.reasoning',
    promise: 'What a model thinks is an item of its own',
    source: ['issue 5 "Responses"'],
    tests: { 'router/inbound/openai/responses-inside.test.ts': '%s of a stream is an item' },
  },
  {
    id: 'responses.background',
    promise: '`background` and `truncation: auto` are refused in words',
    source: ['issue 5 "Responses"'],
    tests: {
      'router/inbound/openai/responses-stateless.test.ts': 'what fails is a status > %j: %s',
    },
  },
  {
    id: 'responses.read',
    promise:
      'A kept response is read, its input listed page by page, it is deleted, and cancelled while it runs',
    source: ['contract 10.47', 'contract 4.6', 'issue 5 "Responses"'],
    tests: {
      'router/inbound/openai/responses-stateful.test.ts': [
        'is read with what the holder has',
        'lists what it was given, page by page',
        'is forgotten on request',
        'a running turn is cancelled',
      ],
    },
  },
  {
    id: 'responses.read-hidden',
    promise: 'Where the holder does not show its words, reading is a 501 with the reason',
    source: ['issue 5 "Responses"'],
    tests: {
      'router/inbound/openai/responses-stateful.test.ts': 'whose holder shows nothing says why',
    },
  },
  {
    id: 'responses.running',
    promise: 'A stateless stream that runs can be looked at and cancelled',
    source: ['contract 10.47', 'issue 5 "Responses"'],
    tests: {
      'router/inbound/openai/responses-streaming.test.ts':
        'can be looked at and cancelled while it runs',
    },
  },
  {
    id: 'responses.hang-up',
    promise: 'A client that hangs up ends the call upstream',
    source: ['contract 10.33'],
    tests: {
      'router/inbound/openai/responses-streaming.test.ts': 'ends upstream when the client hangs up',
    },
  },
  {
    id: 'responses.websocket',
    promise: 'Responses can be asked for over a WebSocket',
    source: ['other-systems D4'],
    proof: 'none',
    reason: 'not built: the API surfaces of a later issue',
  },
];
