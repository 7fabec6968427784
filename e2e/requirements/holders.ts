/** Who else holds what was said: sessions of Claude Code, managed agents, stores. */
import type { Requirement } from './requirement.ts';

export const HOLDERS: readonly Requirement[] = [
  {
    id: 'claude-resume.session',
    promise:
      'The first turn makes a session, later ones resume it in the same folder, whatever id it gets',
    source: ['contract 4.8'],
    tests: {
      'router/conversations/claude-resume.test.ts': [
        'the first makes a private folder and a session',
        'later ones go on with it, in the same folder, also when that was swept away',
        'a session that was given another id is followed',
      ],
    },
  },
  {
    id: 'claude-resume.folder',
    promise:
      'The folder lies in the state folder, private, and is made anew when it was swept away',
    source: ['contract 10.18', 'contract 4.8'],
    tests: {
      'router/conversations/claude-resume.test.ts': [
        'the first makes a private folder and a session',
        'later ones go on with it, in the same folder, also when that was swept away',
      ],
    },
  },
  {
    id: 'claude-resume.system',
    promise: 'Instructions count, on later turns too',
    source: ['contract 10.18', 'contract 4.8'],
    tests: {
      'router/conversations/claude-resume.test.ts':
        'the first makes a private folder and a session',
      'router/claude-code/real-claude.test.ts':
        'a session goes on in its folder, also with another system prompt',
    },
    deviation: 'the contract sends none, and lists that as a weakness',
  },
  {
    id: 'claude-resume.gone',
    promise: 'A session that is gone is told as such',
    source: ['contract 10.18'],
    tests: { 'router/conversations/claude-resume.test.ts': 'a session that is gone says so' },
  },
  {
    id: 'claude-resume.delete',
    promise: 'Deleting takes its own folder and none from elsewhere',
    source: ['contract 4.8'],
    tests: {
      'router/conversations/claude-resume.test.ts':
        'removing takes its own folder, and none from elsewhere',
    },
  },
  {
    id: 'agents.calls',
    promise:
      'Environment, agent and session are made once, with the headers of the API, and each turn sends the latest text',
    source: ['contract 4.9', 'issue 5 "Backends"'],
    tests: {
      'router/conversations/backends/managed-agents/managed-agents-turns.test.ts': [
        'the first turn makes environment, agent and session, and opens the stream before it sends',
        'a later turn goes to the same session, and only the latest text of the user is sent',
      ],
    },
  },
  {
    id: 'agents.stream-first',
    promise: 'The event stream is open before anything is sent',
    source: ['contract 10.17', 'contract 4.9'],
    tests: {
      'router/conversations/backends/managed-agents/managed-agents-turns.test.ts':
        'the first turn makes environment, agent and session, and opens the stream before it sends',
    },
  },
  {
    id: 'agents.stream-cut',
    promise: 'The stream survives being cut in any byte, CRLF, and being dropped at any step',
    source: ['contract 10.16', 'contract 10.17', 'issue 5 "Proof"'],
    tests: {
      'router/conversations/backends/managed-agents/managed-agents-turns.test.ts': [
        'may be cut every %i bytes, with CRLF',
        'may break off before step $at ($drop, $bytes bytes)',
      ],
    },
  },
  {
    id: 'agents.terminated',
    promise: 'A session that ends or fails ends the turn in words',
    source: ['contract 10.16', 'contract 4.9'],
    tests: {
      'router/conversations/backends/managed-agents/managed-agents-failures.test.ts':
        'what goes wrong in a session > %o is %s',
    },
  },
  {
    id: 'agents.pause',
    promise:
      'A question pauses the turn, shows as required action, and the next text answers exactly it',
    source: ['contract 4.9', 'issue 5 "Backends"'],
    tests: {
      'router/conversations/backends/managed-agents/managed-agents-questions.test.ts':
        'a question pauses the turn, and the next text answers exactly it',
      'router/inbound/openai/responses-stateful.test.ts': [
        'shows in both ways (stream: %s)',
        'is answered by a text',
      ],
    },
  },
  {
    id: 'agents.other-pause',
    promise: 'A pause for something that is no question fails in words, never as an answer',
    source: ['contract 10.17'],
    tests: {
      'router/conversations/backends/managed-agents/managed-agents-questions.test.ts':
        'a pause for something that is no question fails in words',
    },
  },
  {
    id: 'agents.networking',
    promise: "Its machine's network is limited unless a variable opens it",
    source: ['contract 10.40', 'contract 1.10', 'contract 11 "networking"', 'issue 5 "Backends"'],
    tests: {
      'router/conversations/backends/managed-agents/managed-agents-cloud.test.ts':
        'networking > %j means %s',
    },
  },
  {
    id: 'agents.models',
    promise: 'Short names stand for full ones',
    source: ['contract 4.9'],
    tests: {
      'router/conversations/backends/managed-agents/managed-agents-cloud.test.ts':
        'models > %s is %s',
    },
  },
  {
    id: 'agents.kept-ids',
    promise: 'Ids of environment and agents are kept on request, checked once, made anew when gone',
    source: ['contract 4.9', 'contract 1.10'],
    tests: {
      'router/conversations/backends/managed-agents/managed-agents-cloud.test.ts': [
        'are used again after a restart, each asked for once, and hold no word of a talk',
        'that are gone are made anew',
      ],
    },
  },
  {
    id: 'agents.key',
    promise: 'A missing key is told at turn time',
    source: ['contract 4.9'],
    tests: {
      'router/conversations/backends/managed-agents/managed-agents-failures.test.ts':
        'before anything is sent > %o is named',
    },
  },
  {
    id: 'agents.delete',
    promise: 'Deleting deletes the session in the cloud',
    source: ['contract 4.9'],
    tests: {
      'router/conversations/backends/managed-agents/managed-agents-cloud.test.ts':
        'deletes the session',
    },
  },
  {
    id: 'store.turn',
    promise:
      'A turn reads the thread, asks the model with it, and stores what is new, over MCP and over HTTP',
    source: ['contract 4.10', 'issue 5 "Backends"'],
    tests: {
      'router/conversations/backends/store-backed.test.ts':
        'gets each turn, gives it to the next one, and shows it',
    },
  },
  {
    id: 'store.refusals',
    promise: 'A store that fails is a 502 that quotes nothing; an empty answer is an empty thread',
    source: ['contract 4.10'],
    tests: {
      'router/conversations/backends/store-backed.test.ts': [
        'an HTTP store that > %s is a failure that quotes nothing',
        'has nothing yet gives an empty thread',
      ],
    },
  },
  {
    id: 'store.mcp-shape',
    promise: 'Text blocks of a store are read as one JSON, its structure is not read',
    source: ['contract 4.10'],
    tests: {
      'router/conversations/backends/store-backed.test.ts':
        'answers in several blocks is read as a whole; its structured result is not',
    },
  },
  {
    id: 'store.bundled',
    promise:
      'Both example stores are bundled, in TypeScript: one in memory over MCP, one in files over HTTP',
    source: ['contract 4.10', 'issue 5 "Backends"'],
    tests: {
      'resources/servers/thread-store.test.ts':
        'offers the four tools; those that change something say so',
      'resources/servers/http-thread-store.test.ts':
        'keeps each thread in a file that only this user can read',
      'e2e/router/conversations.test.ts': 'the bundled store is there as a file',
    },
  },
  {
    id: 'store.ids',
    promise: 'The file store takes ids of letters, digits, underscore and hyphen only',
    source: ['contract 4.10'],
    tests: { 'resources/servers/http-thread-store.test.ts': '%s %s is refused' },
  },
  {
    id: 'store.dead',
    promise: 'A conversation whose thread is gone is dead, and says so',
    source: ['contract 4.6', 'contract 4.10'],
    tests: {
      'router/conversations/create-conversations.test.ts':
        'makes it dead when the transcript is gone; a turn that works revives it',
      'router/conversations/backends/store-backed.test.ts': 'says null has lost the thread',
    },
  },
];
