/** Handles: turns, their order, what is kept and what is not. */
import type { Requirement } from './requirement.ts';

export const CONVERSATIONS: readonly Requirement[] = [
  {
    id: 'conversations.stream',
    promise: 'A stateful turn streams, with its id before its holder says anything',
    source: ['contract 10.47', 'contract 4.1', 'issue 5 "Responses"'],
    tests: {
      'router/inbound/openai/responses-stateful.test.ts': [
        'streams, with the same ids to its end',
        'a streamed turn has its id before its holder says anything',
      ],
    },
    deviation: 'the contract refuses it',
  },
  {
    id: 'conversations.by-id',
    promise: 'A conversation is named by its id or by an object with it; an unknown one is a 404',
    source: ['contract 4.5', 'contract 10.8', 'issue 5 "Responses"'],
    tests: {
      'router/inbound/openai/responses-stateful.test.ts': [
        'is named by %s',
        '%j without a model: %s',
      ],
    },
  },
  {
    id: 'conversations.by-response',
    promise: '`previous_response_id` goes on with its conversation; an unknown one is a 404',
    source: ['contract 4.5'],
    tests: {
      'router/inbound/openai/responses-stateful.test.ts': [
        'begins it, and its response goes on with it',
        '%j without a model: %s',
      ],
    },
  },
  {
    id: 'conversations.mismatch',
    promise: 'A conversation and a response of another one together are refused',
    source: ['contract 4.5', 'contract 10.23', 'contract 11 "prev/conversation mismatch"'],
    tests: {
      'router/conversations/create-conversations.test.ts':
        'of one name and a response of another is refused',
    },
  },
  {
    id: 'conversations.no-fork',
    promise:
      'Going on from a response that is not the last one is refused, never silently something else',
    source: ['contract 10.23'],
    tests: { 'router/conversations/create-conversations.test.ts': 'cannot be forked' },
  },
  {
    id: 'conversations.by-key',
    promise: 'A key of the client finds its conversation or begins it; of two at once one begins',
    source: ['contract 4.5', 'issue 5 "Conversations"'],
    tests: {
      'router/inbound/openai/responses-stateful.test.ts': 'is named by a key of the client',
      'router/conversations/create-conversations.test.ts':
        'of two that begin under one key the second goes on',
    },
  },
  {
    id: 'conversations.no-holder',
    promise: 'Without anybody to hold it the answer is 501 and names the way round',
    source: ['contract 4.5'],
    tests: {
      'e2e/router/conversations.test.ts':
        'without a store the refusal names the way round; an edit of the file counts at once',
      'router/inbound/openai/responses-stateless.test.ts':
        'with the way out where nothing keeps conversations',
    },
  },
  {
    id: 'conversations.own-model',
    promise: 'A conversation keeps its model, whatever later turns say',
    source: ['contract 4.5'],
    tests: {
      'router/conversations/create-conversations.test.ts':
        'keeps its own model and is found by its key',
    },
  },
  {
    id: 'conversations.backend',
    promise:
      'claude-code, claude-agent and everything else have each their holder, which the object names',
    source: ['contract 4.5'],
    tests: {
      'router/conversations/claude-resume.test.ts':
        'it holds what Claude Code answers, while that is there',
      'router/conversations/backends/managed-agents/managed-agents-cloud.test.ts': [
        'models > %s is %s',
        'of other names are not taken',
      ],
      'router/inbound/openai/conversations-routes.test.ts': 'is made, read, changed and deleted',
    },
  },
  {
    id: 'conversations.one-turn',
    promise:
      'Turns of one conversation run one after the other, in order; status is busy meanwhile',
    source: ['contract 4.5', 'contract 11 "`busy` status"', 'issue 5 "Backends"'],
    tests: {
      'router/conversations/create-conversations.test.ts': [
        'ten at once run one after the other, in order',
        'is busy while it runs',
      ],
    },
  },
  {
    id: 'conversations.answer-race',
    promise: 'Of two answers to one question exactly one wins',
    source: ['contract 4.5', 'contract 10.24', 'issue 5 "Backends"'],
    tests: {
      'router/conversations/questions.test.ts': 'of two answers exactly one wins',
      'router/conversations/backends/managed-agents/managed-agents-questions.test.ts':
        'of two answers to one question exactly one wins',
    },
  },
  {
    id: 'conversations.first-turn-fails',
    promise: 'A failing first turn leaves nothing behind, neither handle nor thread nor folder',
    source: ['contract 10.21', 'contract 4.5', 'issue 5 "Backends"'],
    tests: {
      'router/conversations/create-conversations.test.ts':
        'leaves nothing of a conversation that began with it',
      'router/conversations/backends/store-backed.test.ts': 'gets nothing of a turn that fails',
      'router/conversations/claude-resume.test.ts':
        'a first turn that fails before its session leaves no folder',
    },
    deviation: 'the contract leaves the conversation in its table, and lists that as a weakness',
  },
  {
    id: 'conversations.failure-status',
    promise: 'Failures of Claude Code, agents and stores are 502s that say whose',
    source: ['contract 4.5'],
    tests: {
      'router/inbound/openai/responses-stateful.test.ts': 'whole is a status',
      'router/conversations/backends/store-backed.test.ts':
        'an HTTP store that > %s is a failure that quotes nothing',
      'router/conversations/backends/managed-agents/managed-agents-failures.test.ts':
        '%o is told at every call',
    },
  },
];
