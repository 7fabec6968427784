/** Handles: their routes, and how they are kept. */
import type { Requirement } from './requirement.ts';

export const CONVERSATION_HANDLES: readonly Requirement[] = [
  {
    id: 'conversations.create',
    promise:
      'Making one needs a model, takes title, metadata and key, and is 201, or 200 for a key that is bound',
    source: ['contract 4.6', 'issue 5 "Conversations"'],
    tests: {
      'router/inbound/openai/conversations-routes.test.ts': [
        'is made, read, changed and deleted',
        'with a key that is bound is the one that has it',
        'a handle > %s is refused',
      ],
    },
  },
  {
    id: 'conversations.list',
    promise: 'The list comes in pages, in a stable order, and says whether there is more',
    source: ['contract 4.6', 'contract 10.22', 'issue 5 "Conversations"'],
    tests: {
      'router/inbound/openai/conversations-routes.test.ts': 'comes in pages, the newest first',
    },
  },
  {
    id: 'conversations.update',
    promise: 'Title and metadata can be changed',
    source: ['contract 4.6', 'issue 5 "Conversations"'],
    tests: {
      'router/inbound/openai/conversations-routes.test.ts': 'is made, read, changed and deleted',
    },
  },
  {
    id: 'conversations.delete',
    promise: 'Deleting ends the turn that runs and lets go at the holder',
    source: ['contract 4.6'],
    tests: {
      'router/conversations/create-conversations.test.ts':
        'deleting a conversation ends its turn, then removes it at its backend',
      'router/conversations/backends/store-backed.test.ts': 'lets go of a thread; then it is gone',
    },
  },
  {
    id: 'conversations.items',
    promise:
      'Items keep their ids, come in pages and one by one, where the holder shows them, else 501',
    source: ['contract 4.6', 'contract 10.22', 'issue 5 "Conversations"'],
    tests: {
      'router/inbound/openai/conversations-routes.test.ts': [
        'are what was said, as OpenAI writes it',
        'come in pages and one by one',
      ],
      'router/conversations/create-conversations.test.ts':
        'is hidden where its owner does not show it, with the reason',
    },
  },
  {
    id: 'conversations.items-edit',
    promise: 'Single items cannot be added or deleted, which is said',
    source: ['contract 4.6'],
    tests: {
      'router/inbound/openai/conversations-routes.test.ts':
        'items are not edited: their holder grows by turns only',
    },
  },
  {
    id: 'conversations.official-client',
    promise: 'The official client makes, reads, changes, lists and deletes them',
    source: ['issue 5 "Conversations"', 'issue 5 "Proof"'],
    tests: {
      'router/inbound/openai/conversations-routes.test.ts': 'the official client finds its way',
    },
  },
  {
    id: 'conversations.persist',
    promise: 'Handles survive restart and kill -9; what was busy rests again',
    source: ['contract 4.7', 'contract 10.26', 'issue 5 "Handles"'],
    tests: {
      'e2e/router/conversations.test.ts': 'a handle survives kill -9, and its key finds it again',
      'router/state/open-handles.test.ts':
        'what a crash left busy rests again, but not what began since',
    },
  },
  {
    id: 'conversations.durable',
    promise:
      'Every change reaches the disk by itself, readable by its user only from the first moment',
    source: ['contract 10.37', 'contract 10.38', 'contract 4.7'],
    tests: {
      'router/state/open-handles.test.ts':
        'is for this user only, and every commit reaches the disk',
    },
  },
  {
    id: 'conversations.no-transcript',
    promise: 'No file of ours holds a word of a conversation',
    source: ['original "Principles"', 'contract 4.7', 'issue 5 "Handles"'],
    tests: {
      'e2e/router/conversations.test.ts': 'what was said lies there, and in no file of ours',
      'e2e/router/claude-code.test.ts':
        'it goes on with its own session, and none of us writes down what was said',
    },
  },
  {
    id: 'conversations.damaged',
    promise: 'A damaged state file is put aside with a warning, a newer one left alone',
    source: ['contract 4.7'],
    tests: {
      'router/state/open-handles.test.ts': [
        'a damaged one is moved aside, with one warning',
        'of a newer version is refused and left alone',
      ],
    },
  },
  {
    id: 'conversations.import',
    promise: 'A `conversations.json` of an earlier program is taken over once',
    source: ['contract 4.7', 'issue 5 "Handles"'],
    tests: {
      'router/state/open-handles.test.ts': [
        'is taken over once and put aside',
        'after a crash in the middle the rest is taken over, and nothing twice',
      ],
    },
  },
  {
    id: 'conversations.crash-points',
    promise: 'Killed between any two steps of a turn, a conversation is whole or not there at all',
    source: ['issue 5 "Proof"', 'issue 5 "Handles"'],
    tests: {
      'router/conversations/crash.test.ts': [
        'killed between any two steps of its first turn, it is there as a whole or not at all',
        'killed between any two steps of a later turn, it goes on',
      ],
    },
  },
  {
    id: 'conversations.bounded-locks',
    promise: 'Locks and lists of turns are gone when nobody needs them',
    source: ['contract 10.37'],
    tests: {
      'router/conversations/turn-locks.test.ts':
        'entries are gone when nobody holds or waits, whatever order they came in',
    },
  },
];
