/** MCP servers behind the router: processes, connections, calls that go wrong. */
import type { Requirement } from './requirement.ts';

export const SERVERS: readonly Requirement[] = [
  {
    id: 'servers.environment',
    promise: 'A server gets a small environment without our keys, plus its own `env`',
    source: ['contract 2.3', 'issue 2 "MCP downstreams"'],
    tests: {
      'router/core/processes/child-env.test.ts': [
        'programs get what they need to run, and none of our secrets',
        "the entry's own values win",
      ],
      'router/mcp/mcp-tools.test.ts':
        'the child sees the safe environment, its own env and its folder',
    },
  },
  {
    id: 'servers.transports',
    promise:
      'stdio, Streamable HTTP and SSE, known from the URL or written down; headers go with every request',
    source: ['contract 8.5', 'contract 2.3', 'issue 2 "MCP downstreams"', 'other-systems C1'],
    tests: {
      'router/mcp/mcp-tools-http.test.ts': [
        'is recognised from the URL alone, lists and calls',
        'static headers are on every request',
        'works with its type written down',
      ],
    },
  },
  {
    id: 'servers.shared',
    promise: 'One connection of each server for all clients',
    source: ['contract 7.1', 'other-systems C4'],
    tests: {
      'e2e/mcp/two-clients.test.ts':
        'over HTTP each call has its own stream, so each client answers its own',
      'router/mcp/aggregator-questions.test.ts': 'of one client are all its own',
    },
  },
  {
    id: 'servers.all-pages',
    promise: 'Lists are read over all pages, an endless one only in its beginning',
    source: ['contract 10.24', 'other-systems C3'],
    tests: {
      'router/mcp/mcp-tools.test.ts': [
        'all pages of the tool list are read',
        'of an endless tool list (%j) only the beginning is kept',
      ],
    },
  },
  {
    id: 'servers.retry',
    promise:
      'A server that fails is tried again with a growing pause up to the ceiling; none without a ceiling',
    source: ['contract 8.5', 'contract 11 "downstream start failure"', 'issue 2 "MCP downstreams"'],
    tests: {
      'router/mcp/servers/back-off.test.ts': [
        'doubles up to its ceiling',
        'without a ceiling nothing is tried again',
      ],
      'router/mcp/mcp-tools.test.ts':
        'is tried again and again, with its exit code and last words, but not its secrets',
    },
  },
  {
    id: 'servers.dies',
    promise: 'A server that dies at any time is connected again, its tools unlisted meanwhile',
    source: ['contract 10.30', 'issue 2 "MCP downstreams"', 'other-systems D5'],
    tests: {
      'router/mcp/mcp-tools.test.ts': 'is connected again, its tools unlisted meanwhile',
      'e2e/mcp/trouble.test.ts':
        'a server that dies in mid-call fails the call with the reason, and comes back',
    },
  },
  {
    id: 'servers.vanishes',
    promise: 'A server over HTTP that vanishes is noticed without any call',
    source: ['contract 10.30', 'other-systems D5', 'other-systems C4'],
    tests: {
      'router/mcp/mcp-tools-http.test.ts': 'a server that vanishes is noticed without any call',
    },
  },
  {
    id: 'servers.health-checks',
    promise:
      'A connected server that has fallen silent is asked from time to time whether it lives',
    source: ['other-systems D5', 'other-systems C4'],
    proof: 'none',
    reason: 'not built: a silent stdio server is noticed by its next call',
  },
  {
    id: 'servers.no-replay',
    promise: 'A call that was lost with its connection is never made again',
    source: ['other-systems C4', 'other-systems D5'],
    tests: {
      'router/mcp/mcp-tools-calls.test.ts': 'rejects the call, with the reason',
      'router/mcp/mcp-tools-http.test.ts':
        'a call in flight fails when the server vanishes, before its time is up',
    },
  },
  {
    id: 'servers.changed-list',
    promise: 'A changed tool list is read again, once for several hints',
    source: ['contract 10.30', 'issue 2 "MCP downstreams"'],
    tests: {
      'router/mcp/mcp-tools-calls.test.ts': 'is read again, once for several hints in a row',
      'router/mcp/mcp-tools-http.test.ts': 'a change of the tool list is noticed',
    },
  },
  {
    id: 'servers.states',
    promise:
      'starting, connected, retrying, failed and disabled, with reason, attempts and the next try',
    source: ['contract 3.8', 'issue 2 "MCP downstreams"', 'other-systems D5'],
    tests: {
      'router/mcp/mcp-tools.test.ts':
        'is tried again and again, with its exit code and last words, but not its secrets',
      'router/inbound/openai/openai-surface.test.ts':
        '%s: all names of each tool, and why a server has none',
      'e2e/router/bad-servers.test.ts': 'status tells people when a server is tried again',
    },
  },
  {
    id: 'servers.bad-commands',
    promise:
      'A command that is not there, exits, prints garbage, hangs or floods is told with advice and harms no other',
    source: ['issue 2 "Bad input"'],
    tests: {
      'e2e/router/bad-servers.test.ts': [
        'a program that does not exist is named, with what to do',
        'one that exits is tried again, with its exit code and last words, secrets masked',
        'one that never shakes hands (%s) is given up and tried again',
        'the good one works beside them',
      ],
    },
  },
  {
    id: 'servers.secrets-masked',
    promise: 'What a server prints or is given is never told with its secrets',
    source: ['issue 2 "Events"', 'contract 2.3'],
    tests: {
      'e2e/router/bad-servers.test.ts': 'a secret among the arguments is told to nobody',
      'router/mcp/mcp-tools-secrets.test.ts':
        'is in nothing said about a server that prints it and exits',
      'router/mcp/mcp-tools-owner.test.ts':
        'is passed on with the name of the server, secrets masked',
    },
  },
  {
    id: 'servers.timeout',
    promise:
      'A silent call is given up and cancelled at the server, with the time it had; progress keeps it alive',
    source: ['issue 2 "MCP downstreams"', 'issue 4 "Trouble"'],
    tests: {
      'e2e/mcp/trouble.test.ts': 'a server that stays silent too long fails with the time it had',
      'router/mcp/mcp-tools-calls.test.ts':
        'progress keeps a long call alive, also when nobody listens',
    },
  },
  {
    id: 'servers.heartbeat',
    promise: 'Clients of a slow call hear from time to time that it still runs',
    source: ['issue 4 "Trouble"'],
    tests: {
      'e2e/mcp/trouble.test.ts': 'a slow call is kept alive, so that its client does not give up',
      'router/inbound/mcp/methods/progress-line.test.ts':
        'silence is broken from time to time, by values that rise and overtake nothing',
    },
  },
  {
    id: 'servers.bad-result',
    promise: 'A result against its own schema is a tool error that says so',
    source: ['contract 7.4', 'issue 4 "Trouble"'],
    tests: {
      'e2e/mcp/trouble.test.ts': 'a result against its own schema is named as such',
      'router/mcp/relay/judge-result.test.ts': '%j judges in its own dialect',
    },
  },
  {
    id: 'servers.large-result',
    promise: 'A result that is too large fails that call only, with its size',
    source: ['issue 4 "Trouble"'],
    tests: {
      'e2e/mcp/trouble.test.ts': 'a result that is too large is a failure of that call only',
      'router/mcp/aggregator-calls.test.ts': 'that is too large is a tool error with its size',
    },
  },
  {
    id: 'servers.tools-filter',
    promise: '`disabled` and the lists of allowed and denied tools count, by patterns',
    source: ['issue 2 "MCP downstreams"', 'other-systems D5'],
    tests: {
      'router/mcp/mcp-tools-apply.test.ts': 'takes over a new filter or time-out without a restart',
      'router/mcp/mcp-tools-owner.test.ts':
        'has what mcp.json switches off, marked, and follows an edit',
      'e2e/router/bad-servers.test.ts': 'a disabled one is not started',
    },
  },
  {
    id: 'servers.restart-drain',
    promise: 'Calls in flight finish on the old connection while new ones go to the new one',
    source: ['issue 2 "Config"'],
    tests: {
      'router/mcp/mcp-tools-apply.test.ts':
        'finish on the old connection while new ones go to the new one',
    },
  },
  {
    id: 'servers.end',
    promise: "A server's whole process tree ends with it, polite ones first by their closed input",
    source: ['contract 10.33', 'issue 2 "MCP downstreams"'],
    tests: {
      'router/mcp/transports/stdio-transport.test.ts':
        'a server that ignores everything is gone with its children when close resolves',
      'router/mcp/mcp-tools.test.ts':
        'leaves no process, also none of the stubborn ones, and can be repeated',
    },
  },
  {
    id: 'servers.offered-abilities',
    promise: 'Servers are told that they may ask for models, forms, addresses and roots',
    source: ['issue 4 "Sampling"'],
    tests: {
      'router/mcp/aggregator-questions.test.ts': 'servers are told that everything can be asked',
    },
  },
  {
    id: 'servers.conflicts',
    promise: 'Conflicts are listed with who shadows whom',
    source: ['other-systems C5', 'other-systems D5'],
    tests: {
      'router/mcp/aggregator-lists.test.ts': 'report collisions, also in the log and for the owner',
    },
    deviation:
      "in the owner's list of a server's features, not under `/api/v1`: that surface is not built",
  },
  {
    id: 'servers.nesting',
    promise:
      'What a router has from another one is listed once more and no further, and no circle of routers grows or talks to itself',
    source: ['contract 8.5', 'contract 10.31', 'contract 1.10'],
    tests: {
      'e2e/mcp/circle.test.ts': [
        'two routers have what the other one has, and no more',
        'a router that is its own server',
      ],
      'router/mcp/aggregator-routers.test.ts': [
        'a message goes through two routers, but not round',
        'what a router has from another one is not taken over, its own is marked',
      ],
    },
    deviation: 'the depth is two, the default of the contract; no variable changes it',
  },
  {
    id: 'servers.circle-of-recipes',
    promise: 'Recipes that run each other as tools of several routers are stopped',
    source: ['contract 10.31'],
    tests: {
      'e2e/mcp/circle.test.ts': 'recipes that call each other through two routers come to an end',
      'router/inbound/mcp/methods/call-tool-method.test.ts':
        'recipes that call each other through several routers are stopped',
    },
  },
  {
    id: 'servers.readable-by-others',
    promise: 'A file with secrets that others can read is warned about',
    source: ['other-systems C6', 'other-systems D5'],
    proof: 'none',
    reason: 'not built',
  },
  {
    id: 'servers.project-files',
    promise:
      'Servers named in a project folder are never read by themselves, only offered for import, inert without a yes',
    source: ['other-systems C6', 'other-systems D5'],
    tests: {
      'router/imports/scan-clients.test.ts':
        'of Claude Code: the general servers, and those of single projects in their folders',
      'renderer/features/servers/review-model.test.ts': 'nothing without a yes',
    },
  },
];
