/** What is passed on byte for byte, and what ends it. */
import type { Requirement } from './requirement.ts';

export const RELAY: readonly Requirement[] = [
  {
    id: 'chat.body-untouched',
    promise:
      "Only the model's name changes in a body that is passed on: order, numbers, unknown fields and bad UTF-8 survive",
    source: ['contract 3.4', 'issue 2 "Inferencers"'],
    tests: {
      'router/inbound/shared/json-fields.test.ts':
        'any object: the same fields as JSON.parse, and only the model changes',
      'router/inbound/openai/chat-route.test.ts':
        'only the model changes, and the name keeps its slashes',
      'router/inferencers/relay/relay.test.ts': 'the request reaches the upstream as it is: %s',
    },
    deviation:
      '`stream: false` is not added where the client said nothing: nothing but the name is touched',
  },
  {
    id: 'chat.extra-body-not-relayed',
    promise: '`extra_body` is not added to what is passed on',
    source: ['contract 3.4'],
    tests: {
      'router/inferencers/relay/relay.test.ts': 'the request reaches the upstream as it is: %s',
    },
  },
  {
    id: 'chat.tools-relayed',
    promise: 'Tools of a client go through, and their calls come back to it',
    source: ['contract 3.4', 'original "Four kinds of model"'],
    tests: {
      'router/inbound/openai/chat-route.test.ts':
        'only the model changes, and the name keeps its slashes',
      'router/inferencers/relay/relay.test.ts': 'the answer comes back as it is: $name',
    },
  },
  {
    id: 'chat.credentials-stay',
    promise: "The client's key is never sent on; the inferencer's own is",
    source: ['contract 3.4', 'contract 1.8'],
    tests: {
      'router/inbound/openai/chat-route.test.ts':
        'credentials of the client stay here, marks of the way go on',
      'router/inbound/shared/forwarded-headers.test.ts':
        'what the upstream understands goes on; credentials and the rest do not',
    },
  },
  {
    id: 'chat.missing-key',
    promise:
      'Without its key an inferencer answers 400, naming the variable, before any network call',
    source: ['contract 3.4'],
    tests: {
      'router/inferencers/create-inferencers.test.ts':
        'is refused without its key, before the network, naming the variable',
      'e2e/router/upstream.test.ts': '%s: a clear error',
    },
  },
  {
    id: 'chat.answer-untouched',
    promise:
      'Status, body and useful headers of the upstream come back as they are, also when the body is no JSON',
    source: ['contract 3.4', 'contract 3.1', 'contract 10.14'],
    tests: {
      'router/inferencers/relay/relay.test.ts': 'the answer comes back as it is: $name',
      'e2e/router/upstream.test.ts': [
        'an answer comes back as it is, with the rate-limit headers',
        'an HTML error is passed on with its status and type',
      ],
    },
  },
  {
    id: 'chat.retry-after',
    promise: '`Retry-After` and rate-limit headers reach the client',
    source: ['contract 10.14', 'issue 2 "Inferencers"'],
    tests: {
      'e2e/router/upstream.test.ts': 'an error keeps its status, body and Retry-After',
      'router/inferencers/relay/relay.test.ts':
        'headers that tell the client something are kept, the others are dropped',
    },
  },
  {
    id: 'chat.unreachable',
    promise: 'An upstream that cannot be reached is a 502 in the envelope with a readable reason',
    source: ['contract 3.4', 'contract 11 "upstream unreachable"'],
    tests: {
      'e2e/router/upstream.test.ts': '%s: a clear error',
      'router/inferencers/relay/relay-failures.test.ts': 'a port nobody listens on',
    },
  },
  {
    id: 'chat.idle-timeout',
    promise:
      'Time-outs are about silence, not about the whole answer; silence is a 504 that says whose',
    source: ['contract 10.15', 'other-systems D3', 'issue 2 "Inferencers"'],
    tests: {
      'e2e/router/upstream.test.ts': 'silence ends with a 504 that says whose',
      'router/inferencers/relay/relay-failures.test.ts': 'in the middle of an event stream',
    },
  },
  {
    id: 'chat.stream-errors-first',
    promise: "A stream whose upstream refuses is a status with the upstream's body, never a 200",
    source: ['contract 3.4'],
    tests: { 'e2e/router/upstream.test.ts': 'the same errors come before a stream, as statuses' },
  },
  {
    id: 'chat.stream-bytes',
    promise: 'A stream is relayed piece by piece at once, `[DONE]` and cut characters included',
    source: ['contract 3.4', 'issue 2 "Bad input"'],
    tests: {
      'router/inferencers/relay/relay.test.ts': [
        'each piece arrives at once, not only with the next one',
        'characters split between packets stay whole, frames stay as they were cut',
      ],
      'e2e/router/upstream.test.ts': 'characters cut between two packets survive',
    },
  },
  {
    id: 'chat.stream-broken',
    promise: 'A stream that breaks off is an error to the client, not an end',
    source: ['contract 3.4', 'issue 2 "Bad input"'],
    tests: {
      'e2e/router/upstream.test.ts': 'a stream that breaks (%s) is an error to the SDK, not an end',
      'router/inferencers/relay/relay-failures.test.ts':
        'is told in an event stream, as a frame of its own',
    },
  },
  {
    id: 'chat.hang-up',
    promise: 'A client that hangs up takes the upstream call with it',
    source: ['issue 2 "Inferencers"', 'contract 10.33'],
    tests: {
      'e2e/router/upstream.test.ts': 'a client that hangs up takes the upstream call with it',
      'router/inferencers/relay/relay-failures.test.ts': '%s frees the upstream at once',
    },
  },
  {
    id: 'chat.back-pressure',
    promise: 'A client that does not read holds the upstream back',
    source: ['issue 2 "Bad input"'],
    tests: {
      'router/inferencers/relay/relay.test.ts':
        'a client that does not read holds the upstream back, and gets everything later',
    },
  },
  {
    id: 'chat.proxies',
    promise: 'The proxy variables count for https and http, never for this machine',
    source: ['issue 2 "Inferencers"'],
    tests: {
      'router/inferencers/create-dispatcher.test.ts': [
        'https calls go through a tunnel of the proxy',
        'calls to this machine never do',
      ],
    },
  },
  {
    id: 'chat.round-trip',
    promise: 'A request that comes round to the router again and again is stopped',
    source: ['contract 10.31'],
    tests: {
      'router/inbound/openai/chat-route.test.ts':
        'a request that comes round again and again is stopped',
      'router/inbound/shared/forwarded-headers.test.ts':
        'a circle ends after some rounds, a short chain of routers goes through',
    },
  },
  {
    id: 'chat.official-client',
    promise: 'The official package lists models, chats and streams',
    source: ['issue 2 "Start"'],
    tests: {
      'e2e/router/first-start.test.ts': 'lists models, also one by one',
      'e2e/router/upstream.test.ts': 'the official SDK streams through',
    },
  },
  {
    id: 'chat.completions-embeddings-images',
    promise:
      'Completions, embeddings and images are passed on the same way, to `<inferencer>/<model>` only',
    source: ['contract 3.9', 'original "Surfaces and bundle"', 'issue 2 "Surfaces"'],
    tests: {
      'router/inbound/openai/openai-surface.test.ts': [
        '%s goes on to the inferencer, only the model changed',
        '%s is refused',
      ],
      'e2e/router/upstream.test.ts': 'embeddings and images go the same way',
    },
    deviation: 'a `stream` field of an image request is kept: nothing but the name is touched',
  },
  {
    id: 'chat.request-id',
    promise: 'Answers that the router makes carry the id under which the activity shows them',
    source: ['contract 10.29', 'other-systems D3'],
    tests: {
      'router/inbound/openai/chat-route.test.ts': [
        'stands in the answer of %s, so that it can be followed',
        'stands in a refusal, too',
      ],
    },
  },
  {
    id: 'chat.health',
    promise: '`/healthz` says ok, or degraded when a server is down or a file is wrong',
    source: ['contract 10.29', 'issue 2 "Surfaces"'],
    tests: {
      'router/inbound/control/control-surface.test.ts': '/healthz when %s',
      'e2e/router/bad-servers.test.ts':
        'health says degraded, and the list of tools is no empty excuse',
    },
  },
  {
    id: 'chat.audio',
    promise: 'Speech is spoken and written down through `/v1/audio`',
    source: ['contract 10.47'],
    proof: 'none',
    reason: 'not built: no promise of issues 3 to 5',
  },
  {
    id: 'chat.metrics',
    promise: 'Counts and times can be fetched as metrics',
    source: ['contract 10.29', 'other-systems D3'],
    proof: 'none',
    reason: 'not built: the API surfaces of a later issue',
  },
];
