/** What passes through the router, in both directions and both eras. */
import type { Requirement } from './requirement.ts';

export const MCP_RELAY: readonly Requirement[] = [
  {
    id: 'mcp.reexport',
    promise:
      'Every tool is listed as its server describes it: schemas, annotations, icons, `_meta`; none is made up',
    source: ['contract 7.4', 'issue 4 "One server"'],
    tests: {
      'router/inbound/mcp/mcp-surface.test.ts': 'finds every tool as its server describes it',
      'router/mcp/names/tool-index.test.ts': 'carries what the server said, and only that',
      'router/inbound/mcp/own-create-views.test.ts':
        'own tools come first, servers’ tools as they are',
    },
  },
  {
    id: 'mcp.result',
    promise:
      "A result comes back whole, with structure, links and pictures; a tool's failure stays a result",
    source: ['contract 7.4', 'issue 4 "One server"'],
    tests: {
      'router/inbound/mcp/mcp-surface.test.ts': [
        'calls one and gets its whole result',
        "gets a tool's failure as a result",
      ],
      'router/mcp/aggregator-calls.test.ts':
        'passes the params on as they are, but for the name and the token',
    },
  },
  {
    id: 'mcp.dispatch-failed',
    promise:
      'A tool that cannot be reached is a tool error with the words dispatch failed and a code',
    source: ['contract 7.4', 'contract 11 "dispatch failure on re-export"'],
    tests: {
      'router/inbound/mcp/mcp-surface.test.ts':
        'gets a failure to reach the tool as a result, too: %s',
    },
  },
  {
    id: 'mcp.unknown-tool',
    promise: 'A tool that nobody has is an error of the protocol',
    source: ['contract 7.4'],
    tests: {
      'e2e/router/mcp-clients.test.ts':
        'a tool that fails is a tool error, an unknown one a protocol error',
      'router/inbound/mcp/mcp-surface.test.ts':
        'is told of an unknown tool as a mistake of its own',
    },
  },
  {
    id: 'mcp.bundled-results',
    promise: 'The bundled servers answer with the structure and schemas of the contract',
    source: ['contract 7.4'],
    tests: {
      'resources/servers/textops.test.ts':
        'the server names itself and its tools, with the schemas clients unwrap by',
      'resources/servers/hello.test.ts': 'reports each step and returns the count',
    },
  },
  {
    id: 'mcp.progress',
    promise:
      'Progress passes both ways complete, the last one included, each call with its own token',
    source: ['issue 4 "One server"', 'contract 10.48'],
    tests: {
      'router/inbound/mcp/mcp-surface.test.ts':
        'learns of progress while it waits, the last one included',
      'router/mcp/mcp-tools-calls.test.ts':
        'is never lost when it comes in the same breath as the result',
      'router/inbound/mcp/legacy-clients.test.ts':
        'progress has its own token, and log messages of the call come with it',
    },
  },
  {
    id: 'mcp.cancel',
    promise: 'A cancelled call and a client that goes away reach the tool',
    source: ['issue 4 "One server"', 'contract 10.33'],
    tests: {
      'router/inbound/mcp/mcp-surface.test.ts': 'cancels, and the tool hears of it',
      'e2e/mcp/trouble.test.ts': 'a client that hangs up (%s) ends its calls at the server',
    },
  },
  {
    id: 'mcp.log-messages',
    promise: "Log messages of a call go to its caller, others to all, from each client's level on",
    source: ['issue 4 "One server"'],
    tests: {
      'router/mcp/aggregator-seats.test.ts': 'go to the client whose call is the only one',
      'router/inbound/mcp/legacy-clients.test.ts':
        'hears log messages from its level on, its own tasks and finished sign-ins',
      'router/inbound/mcp/modern-clients.test.ts':
        'hears log messages of its call when the request says from which level on',
    },
  },
  {
    id: 'mcp.list-changed',
    promise: 'Changed lists are told, once for several changes',
    source: ['issue 4 "One server"', 'contract 10.48', 'contract 7.6'],
    tests: {
      'router/inbound/mcp/legacy-clients.test.ts':
        'hears of changed lists, once for several changes in one moment',
      'router/inbound/mcp/modern-clients.test.ts':
        'listens: to changed lists, and to resources that are really watched meanwhile',
    },
  },
  {
    id: 'mcp.prompts-resources',
    promise: 'Prompts, resources and templates of servers are listed, read and completed',
    source: ['issue 4 "One server"', 'contract 10.48', 'contract 7.6'],
    tests: {
      'router/inbound/mcp/legacy-clients.test.ts':
        'lists, reads and completes what servers have, as they say it',
      'router/inbound/mcp/modern-clients.test.ts': 'lists, reads and completes what servers have',
    },
  },
  {
    id: 'mcp.resource-updates',
    promise:
      'Who subscribed hears of changes, who did not does not, also after the server came back',
    source: ['issue 4 "One server"'],
    tests: {
      'router/inbound/mcp/legacy-clients.test.ts':
        'subscribes, and hears of what it subscribed to alone',
      'router/mcp/aggregator-seats.test.ts': 'come back with their server',
    },
  },
  {
    id: 'mcp.roots',
    promise: 'Roots of the client reach the servers, and their changes too',
    source: ['issue 4 "One server"'],
    tests: {
      'router/inbound/mcp/legacy-clients.test.ts': 'tells of changed roots',
      'router/mcp/aggregator-questions.test.ts':
        'of several clients, or of none that calls, are all of them together',
    },
  },
  {
    id: 'mcp.tasks',
    promise: 'Tasks of 2025-11-25 pass under names of ours, and belong to their client',
    source: ['issue 4 "One server"', 'other-systems D6'],
    tests: {
      'router/mcp/aggregator-tasks.test.ts': [
        'is begun, asked for, told about and ended under a name of ours',
        'is nobody else’s',
      ],
    },
  },
  {
    id: 'mcp.tasks-bridged',
    promise:
      'A tool that must be a task is run as one for clients that know none; a task that a newer server makes of a call is followed to its result',
    source: ['issue 4 "Both eras"'],
    tests: {
      'router/mcp/aggregator-tasks.test.ts': 'is run as one for those who know no tasks',
      'router/mcp/aggregator-modern-tasks.test.ts': [
        'is waited for, and told about',
        'is cancelled when its caller gives up',
        'ends with its server, also between two polls',
      ],
      'router/mcp/aggregator-handed-tasks.test.ts':
        'that wished for a task gets one in its own words',
    },
  },
  {
    id: 'mcp.tasks-extension',
    promise: 'The tasks extension of 2026-07-28 is spoken on both sides',
    source: ['other-systems D6', 'other-systems D0'],
    tests: {
      'router/inbound/mcp/modern-tasks.test.ts': [
        'a client that declares them asks for its tasks',
        'a client that does not is told what it misses',
      ],
      'router/mcp/aggregator-handed-tasks.test.ts': ['alone may ask for it', 'cancels its task'],
    },
  },
  {
    id: 'mcp.meta',
    promise: '`_meta` passes untouched in both directions',
    source: ['issue 4 "One server"'],
    tests: {
      'router/inbound/mcp/legacy-clients.test.ts':
        'passes `_meta`, tasks and results on as they are',
    },
  },
  {
    id: 'mcp.era-shown',
    promise: 'Each connection says which revision it speaks, clients and servers',
    source: ['issue 4 "Both eras"', 'issue 4 "UI"'],
    tests: {
      'router/mcp/aggregator-eras.test.ts': 'tells its era and lists everything',
      'e2e/ui/server-features.test.ts':
        'a row counts what the server offers, and tells its protocol and what its tools cost',
      'e2e/mcp/trouble.test.ts':
        'an attached `woollama mcp` starts nothing of its own, and is seen',
    },
  },
  {
    id: 'mcp.era-bridged',
    promise: 'Questions of newer servers reach older clients and the other way round',
    source: ['issue 4 "Both eras"', 'other-systems D0'],
    tests: {
      'router/mcp/aggregator-eras.test.ts':
        'gets its questions answered, all at once, and its state back',
      'router/inbound/mcp/modern-clients.test.ts':
        'is asked by answers that need input, questions of one moment together',
      'e2e/mcp/matrix.test.ts': 'server: %s',
    },
  },
  {
    id: 'mcp.parked',
    promise:
      'A call that asks a newer client waits for its retry, whose state nobody can guess, use twice or use for another client',
    source: ['issue 4 "Both eras"'],
    tests: {
      'router/inbound/mcp/clients/parked-calls.test.ts': [
        'a word counts once, and a made-up one never',
        '%s cannot go on with it, and its own client still can',
        'after its time it is given up',
      ],
    },
  },
  {
    id: 'mcp.not-bridged',
    promise: 'What cannot be bridged is refused with the reason',
    source: ['issue 4 "Both eras"'],
    tests: {
      'router/inbound/mcp/legacy-clients.test.ts': 'refuses %s %j',
      'router/inbound/mcp/modern-clients.test.ts':
        "passes a server's result and refusal on as they are, and no wish for a task",
      'e2e/mcp/matrix.test.ts': 'server: %s',
    },
  },
  {
    id: 'mcp.bad-messages',
    promise: 'Broken and unknown messages get the words of JSON-RPC, never a 5xx',
    source: ['issue 4 "Trouble"'],
    tests: {
      'router/inbound/mcp/mcp-surface.test.ts': [
        'broken JSON is answered in JSON-RPC’s words',
        '%j is refused, and not with a 5xx',
        'an unknown method is -32601',
      ],
    },
  },
  {
    id: 'mcp.websocket-rules',
    promise: 'A WebSocket is checked at its upgrade, pinged, limited, and told why it is closed',
    source: ['other-systems D4'],
    tests: {
      'router/inbound/mcp/websocket-door.test.ts': [
        'what the guard refuses: %s',
        'a client that does not answer pings is cut off',
        'a frame beyond the limit ends the connection',
        'the end of the router is said, and leaves nobody seated',
      ],
    },
  },
  {
    id: 'mcp.slow-readers',
    promise: 'Who does not read its stream is cut off, and holds nobody up',
    source: ['issue 4 "Trouble"', 'other-systems D4'],
    tests: {
      'router/inbound/mcp/slow-readers.test.ts': [
        'a WebSocket whose client reads nothing is cut off',
        'the stream of a session is cut off, and the session stays',
      ],
    },
  },
  {
    id: 'mcp.rest',
    promise: 'Tools, prompts and resources are offered as plain REST',
    source: ['other-systems B1', 'other-systems D3'],
    proof: 'none',
    reason: 'not built: the API surfaces of a later issue',
  },
  {
    id: 'mcp.compat-socket',
    promise: 'The tagged frames of `/api/v1/ws` are understood',
    source: ['other-systems B2', 'other-systems D4'],
    proof: 'none',
    reason: 'not built: the API surfaces of a later issue',
  },
];
