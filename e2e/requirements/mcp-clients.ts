/** The router as one MCP server: ways in, both eras, everything that passes through. */
import type { Requirement } from './requirement.ts';

export const MCP_CLIENTS: readonly Requirement[] = [
  {
    id: 'mcp.one-server',
    promise:
      'Over stdio, HTTP, unix socket and WebSocket, in every era, a client sees all servers as one: the matrix of every feature',
    source: [
      'issue 4 "One server"',
      'issue 4 "Both eras"',
      'issue 4 "Proof"',
      'contract 7.1',
      'contract 10.48',
    ],
    tests: {
      'e2e/mcp/matrix.test.ts': 'server: %s',
      'e2e/router/mcp-clients.test.ts': [
        'over HTTP, for a client of 2026',
        'over WebSocket, the same',
      ],
    },
  },
  {
    id: 'mcp.official-clients',
    promise: "The official SDK of both lines and the Inspector's command line work as clients",
    source: ['issue 4 "Proof"'],
    tests: {
      'e2e/router/mcp-clients.test.ts': [
        'over HTTP, for a client of 2025 with progress as it happens',
        'over HTTP, for a client of 2026',
      ],
      'e2e/mcp/real-servers.test.ts': "the Inspector's command line > lists",
    },
  },
  {
    id: 'mcp.real-servers',
    promise: 'The published servers everything, filesystem and memory work behind the router',
    source: ['issue 4 "Proof"'],
    tests: { 'e2e/mcp/real-servers.test.ts': ['calls', 'filesystem', 'memory'] },
  },
  {
    id: 'mcp.conformance-server',
    promise:
      'The published server suite passes at our own endpoint and through the router, what cannot pass is listed with its reason',
    source: ['issue 4 "Proof"'],
    tests: {
      'e2e/mcp/conformance-direct.test.ts': 'our own endpoint with the bundled servers',
      'e2e/mcp/conformance-through.test.ts': [
        'a server over stdio',
        'a server over Streamable HTTP',
      ],
    },
  },
  {
    id: 'mcp.conformance-client',
    promise:
      'Of the published client suite every scenario runs through the router, but for those that sign in',
    source: ['issue 4 "Proof"'],
    tests: {
      'e2e/mcp/conformance-direct.test.ts': [
        'our client side: %s',
        'every client scenario is run here, but for those that sign in',
      ],
    },
  },
  {
    id: 'mcp.signing-in',
    promise:
      'The router signs in at a server that asks for it (OAuth), as the published client suite checks',
    source: ['issue 4 "Proof"'],
    proof: 'none',
    reason: 'not built: a server behind a sign-in needs its token in `headers`',
  },
  {
    id: 'mcp.sessions',
    promise:
      "A client of the older era gets a session by initialize, which ends by DELETE, rest or its client's leaving",
    source: ['contract 7.1', 'issue 4 "Both eras"'],
    tests: {
      'router/inbound/mcp/http-sessions.test.ts': [
        'a session lasts from initialize to DELETE',
        'one that rests for half an hour is over, one with a stream is not',
        'who hangs up in the middle of a call and stays away is gone, and its call with it',
      ],
    },
  },
  {
    id: 'mcp.sessions-bounded',
    promise: 'There are at most 200 sessions; the longest at rest makes room',
    source: ['issue 4 "One server"'],
    tests: {
      'router/inbound/mcp/http-sessions.test.ts': 'the one that rested longest makes room',
    },
  },
  {
    id: 'mcp.resume',
    promise:
      "An answer that was missed can be fetched by the last event's id, by its own client only",
    source: ['issue 4 "Both eras"'],
    tests: {
      'router/inbound/mcp/http-sessions.test.ts':
        'an answer that was missed can be fetched by the last event’s id',
      'router/inbound/mcp/transports/event-memory.test.ts':
        'nobody can ask for the events of another session',
    },
  },
  {
    id: 'mcp.stateless',
    promise: 'An older client without a session is still served',
    source: ['issue 4 "Both eras"'],
    tests: {
      'router/inbound/mcp/mcp-surface.test.ts':
        'nobody can be asked back without a session, and nothing is kept for it',
      'router/inbound/mcp/plain-calls.test.ts': 'is answered as the SDK would answer: %s',
    },
  },
  {
    id: 'mcp.initialize',
    promise: 'initialize names woollama and advertises tools and prompts',
    source: ['contract 7.2', 'contract 11 "serverInfo.name"'],
    tests: {
      'router/inbound/mcp/legacy-clients.test.ts': 'is told who we are and what we can',
      'router/inbound/mcp/mcp-surface.test.ts': 'learns who we are',
    },
  },
  {
    id: 'mcp.discover',
    promise:
      'Newer clients find a complete server by discovery, older ones by initialize, at one address',
    source: ['contract 0.3', 'issue 4 "Both eras"', 'other-systems D4'],
    tests: {
      'router/inbound/mcp/mcp-surface.test.ts': 'learns who we are',
      'e2e/mcp/matrix.test.ts': 'server: %s',
    },
  },
  {
    id: 'mcp.v1-not-shadowed',
    promise: '`/mcp` and `/v1` stand beside each other on one port',
    source: ['contract 7.1', 'original "Surfaces and bundle"'],
    tests: {
      'e2e/router/mcp-clients.test.ts':
        'over HTTP, for a client of 2025 with progress as it happens',
      'e2e/router/first-start.test.ts': 'says where it is and what it found',
    },
  },
];
