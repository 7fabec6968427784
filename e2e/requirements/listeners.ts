/** Where the router listens, and who may find it there. */
import type { Requirement } from './requirement.ts';

export const LISTENERS: readonly Requirement[] = [
  {
    id: 'listeners.address-file',
    promise:
      'The address file holds host and port, whole at every moment, and only its user can read it',
    source: ['contract 1.5', 'contract 10.34', 'issue 2 "Listeners"'],
    tests: {
      'router/listeners/runtime-files.test.ts': [
        'holds the address, for this user only, and nothing lies beside it',
        'is replaced, not rewritten: who reads it sees the old or the new',
      ],
    },
  },
  {
    id: 'listeners.address-file-ends',
    promise: 'The address file is removed at a clean end, and only while it is ours',
    source: ['contract 1.5', 'contract 10.34', 'issue 2 "Listeners"'],
    tests: {
      'e2e/router/lifetime.test.ts':
        'SIGTERM ends it cleanly: exit 0, no child, no socket, no address file',
      'router/listeners/runtime-files.test.ts': 'is removed only while it is ours',
    },
  },
  {
    id: 'listeners.runtime-folder',
    promise:
      "Socket and address file lie in the user's runtime folder, else in a private one of our own, never in a folder others can write",
    source: ['contract 1.5', 'contract 1.6'],
    tests: {
      'router/listeners/runtime-files.test.ts': [
        'in the folder the system gives each user',
        'else in one of our own, by user: %j',
        'is refused with mode %o',
      ],
    },
    deviation:
      'without XDG_RUNTIME_DIR the files lie in a private folder below the temporary one, not in the temporary folder itself, where anybody could put a socket of that name',
  },
  {
    id: 'listeners.socket-mode',
    promise: 'The unix socket can be opened by its user only',
    source: ['contract 1.6', 'issue 2 "Listeners"'],
    tests: {
      'e2e/router/first-start.test.ts': 'leaves files and a socket that only this user can open',
      'router/listeners/listeners.test.ts': 'are for this user only',
    },
  },
  {
    id: 'listeners.socket-same-surfaces',
    promise: 'The socket answers what TCP answers, MCP included',
    source: ['contract 1.6', 'contract 7.1'],
    tests: {
      'router/listeners/listeners.test.ts':
        'the socket and both loopbacks answer, and the file says where',
      'e2e/mcp/matrix.test.ts': 'server: %s',
    },
  },
  {
    id: 'listeners.socket-live-peer',
    promise: 'A second router says that another one owns the socket, exits 1 and disturbs nothing',
    source: ['contract 1.2', 'contract 1.6', 'contract 11 "second daemon"', 'issue 2 "Listeners"'],
    tests: {
      'e2e/router/lifetime.test.ts': 'a second one says who owns the socket and disturbs nothing',
    },
  },
  {
    id: 'listeners.socket-stale',
    promise: 'A socket left by kill -9 is taken over by the next start, and the port too',
    source: ['contract 1.6'],
    tests: {
      'e2e/router/lifetime.test.ts': 'after kill -9 the next start takes over socket and port',
    },
  },
  {
    id: 'listeners.socket-race',
    promise: 'Of several starts at the same moment exactly one wins',
    source: ['contract 1.6'],
    tests: { 'router/listeners/listeners.test.ts': 'starting at once: exactly one wins' },
  },
  {
    id: 'listeners.socket-optional',
    promise: 'Where no socket can be bound, TCP is served alone',
    source: ['contract 1.6'],
    tests: { 'router/listeners/listeners.test.ts': 'when %s, TCP is served alone' },
  },
  {
    id: 'listeners.windows-pipe',
    promise: 'On Windows the socket is a named pipe',
    source: ['issue 2 "Listeners"'],
    tests: { 'router/listeners/runtime-files.test.ts': 'on Windows the socket is a named pipe' },
  },
  {
    id: 'listeners.port-remembered',
    promise: 'The port is chosen once and stays over restarts',
    source: ['issue 2 "Listeners"'],
    tests: { 'e2e/router/lifetime.test.ts': 'the port stays the same over restarts' },
  },
  {
    id: 'listeners.port-taken',
    promise: 'A remembered port that is taken is said, replaced, and the new one is remembered',
    source: ['issue 2 "Listeners"'],
    tests: {
      'e2e/router/lifetime.test.ts':
        'a remembered port that is taken is said, replaced and remembered',
    },
  },
  {
    id: 'listeners.port-asked-for',
    promise:
      'An address that was asked for and cannot be bound ends the start with a reason, not with a crash',
    source: ['contract 1.2', 'contract 10.36'],
    tests: {
      'router/listeners/listeners.test.ts':
        'that was asked for and is taken fails, and nothing stays open',
    },
  },
  {
    id: 'listeners.address-forms',
    promise: '`WOOLLAMA_ADDRESS` takes host, port, both, and IPv6 with or without brackets',
    source: ['contract 1.7', 'contract 11 "IPv6 address"'],
    tests: {
      'router/listeners/parse-address.test.ts': '%j',
      'router/listeners/listeners.test.ts': 'on IPv6 alone is written with brackets',
    },
  },
  {
    id: 'listeners.address-no-port',
    promise: 'An address whose port cannot be read is refused by name',
    source: ['contract 1.7'],
    tests: { 'router/listeners/parse-address.test.ts': '%j has no port' },
    deviation: 'the contract takes any free port then; whoever wrote a port wants that one',
  },
  {
    id: 'listeners.bind-setting',
    promise:
      '`[server] bind` and `port` of settings.toml say where to listen; flag and environment win',
    source: ['contract 1.7', 'contract 10.51', 'original "Binding"'],
    tests: {
      'router/cli/resolve-settings.test.ts': [
        'in the file %j is %s',
        'given elsewhere, the file’s port does not mix in',
      ],
    },
  },
  {
    id: 'listeners.exposure',
    promise:
      'Beyond loopback nothing is bound without a token, and the refusal names both variables',
    source: [
      'contract 1.7',
      'contract 11 "exposure refusal"',
      'original "Binding"',
      'issue 2 "Listeners"',
    ],
    tests: {
      'e2e/router/lifetime.test.ts':
        'refuses the network without a token, before anything is bound',
      'router/listeners/listeners.test.ts':
        '%s without a token is refused before anything is bound',
    },
  },
  {
    id: 'listeners.loopback-names',
    promise:
      'localhost, 127/8, ::1 and mapped 127/8 are loopback; any other name is not, unresolved',
    source: ['contract 1.7'],
    tests: {
      'router/listeners/listeners.test.ts': '%s needs none',
      'router/access/request-guard.test.ts': 'loopback addresses',
    },
  },
];
