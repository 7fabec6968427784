/** Recipes as streams, names of tools, and patterns. */
import type { Requirement } from './requirement.ts';

export const RECIPE_STREAMS: readonly Requirement[] = [
  {
    id: 'streams.frames',
    promise:
      'Frames have one id of ours, the recipe as model, a role first, content of every turn, and one end',
    source: ['contract 3.6'],
    tests: {
      'router/engine/loop-streaming.test.ts': [
        'is role, content and one final chunk, all in frames of our own',
        'carries the content of every turn and nothing of the hidden calls',
      ],
    },
  },
  {
    id: 'streams.finish',
    promise: 'The last chunk tells the true reason to finish',
    source: ['contract 10.5', 'issue 2 "Recipes"'],
    tests: {
      'router/engine/loop-streaming.test.ts':
        'is role, content and one final chunk, all in frames of our own',
    },
    deviation: 'the contract always says stop, and lists that as a weakness',
  },
  {
    id: 'streams.usage',
    promise: 'Usage comes at the end if the client asked for it',
    source: ['contract 10.5', 'issue 2 "Recipes"'],
    tests: {
      'router/engine/loop-streaming.test.ts':
        'ends with the summed usage iff the client asked for it',
      'e2e/router/first-start.test.ts': 'streams the same, with usage when asked',
    },
  },
  {
    id: 'streams.reassembly',
    promise: 'Calls that come in pieces are put together by index and id, split characters survive',
    source: ['contract 3.6', 'issue 2 "Bad input"'],
    tests: {
      'router/engine/steps/assemble-turn.test.ts':
        'tells apart calls that share an index but not the id',
      'router/inferencers/adapters/openai/openai-adapter.test.ts':
        'survives split characters, CRLF, comments, pings and notes',
      'router/engine/loop-streaming.test.ts':
        'puts together two calls that come interleaved by index',
    },
  },
  {
    id: 'streams.first-error',
    promise: 'What fails before the first piece is a status; later it is told in the stream',
    source: ['contract 3.6'],
    tests: {
      'router/engine/loop-streaming.test.ts':
        'rejects a stream without an answer before anything was yielded',
      'router/inbound/openai/chat-route.test.ts': [
        'a failure before the first piece is a status (stream: %s)',
        'a failure after it is told in the stream, which was a 200',
      ],
    },
  },
  {
    id: 'streams.hidden-calls',
    promise: "Calls of the recipe's tools never show in the stream",
    source: ['contract 3.6'],
    tests: {
      'router/engine/loop-streaming.test.ts':
        'carries the content of every turn and nothing of the hidden calls',
      'e2e/router/first-start.test.ts': 'streams the same, with usage when asked',
    },
  },
  {
    id: 'streams.keep-alive',
    promise: 'While tools run, comments keep the connection from looking dead',
    source: ['contract 3.6'],
    tests: {
      'router/inbound/shared/event-stream.test.ts':
        'a silent source does not let the connection look dead',
    },
    deviation: 'the contract sends none; clients gave up on slow tools',
  },
  {
    id: 'streams.done',
    promise: 'A stream ends with `[DONE]`',
    source: ['contract 3.6'],
    tests: {
      'router/inbound/shared/event-stream.test.ts': 'each piece is one frame, and [DONE] ends them',
    },
  },
  {
    id: 'names.model-grammar',
    promise:
      'Names towards models fit their grammar, have 64 characters at most, and never collide',
    source: ['contract 3.7', 'contract 10.46', 'issue 2 "Recipes"'],
    tests: {
      'router/mcp/names/tool-names.test.ts': [
        'any pair fits the grammar, and different pairs differ',
        '64 characters still fit, 65 do not',
      ],
    },
  },
  {
    id: 'names.pinned-hash',
    promise: 'Names too long are hashed with FNV-1a as the contract pins it, the same for ever',
    source: ['contract 3.7', 'issue 2 "Recipes"'],
    tests: {
      'router/mcp/names/tool-names.test.ts': [
        'of %j',
        'too long names are hashed as the contract pins it',
        'names never change between versions of this program',
      ],
    },
  },
  {
    id: 'names.dotted-config',
    promise: 'Config files and the list for MCP keep the dotted form',
    source: ['contract 3.7', 'contract 11 "tool wire names"'],
    tests: {
      'router/mcp/names/tool-index.test.ts':
        'is sorted by dotted name whatever the order of servers',
      'e2e/mcp/names.test.ts':
        'three servers with the same items: every name leads back to its own',
    },
  },
  {
    id: 'names.all-accepted',
    promise: 'Every spelling of a name is accepted back, from models and from clients',
    source: [
      'contract 3.7',
      'contract 11 "tool wire names"',
      'issue 2 "Recipes"',
      'issue 4 "Names"',
    ],
    tests: {
      'router/engine/loop.test.ts': 'knows %s',
      'router/inbound/mcp/mcp-surface.test.ts': 'may call it %s',
    },
  },
  {
    id: 'names.no-silent-collision',
    promise: 'Two tools never share a name silently',
    source: ['contract 10.46', 'issue 4 "Names"'],
    tests: {
      'router/mcp/names/tool-index.test.ts':
        'do not happen for names that only look alike when joined',
      'router/mcp/mcp-tools-prefix.test.ts':
        'a collision is logged once while it lasts, and again when it comes back',
    },
  },
  {
    id: 'patterns.list',
    promise:
      '`/w1/patterns` lists the recipes by name with their variables, each once, defaults, choices and descriptions with them',
    source: ['contract 8.1'],
    tests: {
      'router/inbound/patterns/patterns-surface.test.ts':
        'the list names every pattern and its variables',
      'router/engine/create-recipes.test.ts': 'finds them by name and sorts them',
      'router/engine/pattern-text.test.ts':
        'finds each token once, in order, with what the recipe says about it',
    },
  },
  {
    id: 'patterns.substitute',
    promise:
      'Tokens are replaced by their values as they are; defaults fill absent ones, missing ones stay',
    source: ['contract 8.1'],
    tests: {
      'router/engine/pattern-text.test.ts': [
        'replaces all spellings of a token',
        'takes defaults for absent values only, and leaves the rest as it is',
        'writes %j as %s',
      ],
    },
    deviation:
      'a token with blanks inside its braces is filled in, too, as it is found as a variable',
  },
  {
    id: 'patterns.render',
    promise:
      'Rendering gives the filled in prompt, an empty line and the input; an unknown pattern is a 404',
    source: ['contract 8.1'],
    tests: {
      'router/inbound/patterns/patterns-surface.test.ts': [
        'the filled in prompt, an empty line, the input',
        'POST /w1/patterns/%s is refused',
      ],
    },
  },
  {
    id: 'patterns.run',
    promise: 'Running gives a chat answer or frames; model and options can be other ones',
    source: ['contract 8.1'],
    tests: {
      'router/inbound/patterns/patterns-surface.test.ts': [
        'a text is the user’s message; the answer is a chat completion',
        'another model takes the place of the recipe’s inferencer',
        'with stream the answer comes in frames',
      ],
    },
  },
];
