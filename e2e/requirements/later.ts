/** What the sources promise and no issue so far has built, and what is measured by hand. */
import type { Requirement } from './requirement.ts';

export const LATER: readonly Requirement[] = [
  {
    id: 'later.ollama-surface',
    promise:
      "Programs that speak Ollama's API find all of it here: tags, show, ps, chat, generate, embed, over every inferencer",
    source: [
      'other-systems A2',
      'other-systems A3',
      'other-systems D1',
      'other-systems D7',
      'other-systems E "Samplellama"',
    ],
    proof: 'none',
    reason: 'not built: the API surfaces of a later issue',
  },
  {
    id: 'later.ollama-clients',
    promise:
      'Known clients of Ollama (its npm client, Open WebUI, VS Code, Home Assistant, Zed) accept that surface',
    source: ['other-systems A4', 'other-systems D8'],
    proof: 'none',
    reason: 'not built: the API surfaces of a later issue',
  },
  {
    id: 'later.ollama-import',
    promise: 'Flags of a sampling bridge are taken over as settings',
    source: ['other-systems A1', 'other-systems D2', 'other-systems D7'],
    proof: 'none',
    reason: 'not built: the sampling provider of a later issue',
  },
  {
    id: 'later.rest',
    promise:
      '`/api/v1` has health, models, sessions, inference and MCP as plain REST, in its own envelope',
    source: [
      'other-systems B1',
      'other-systems B3',
      'other-systems D3',
      'other-systems E "Woolly Server"',
    ],
    proof: 'none',
    reason: 'not built: the API surfaces of a later issue',
  },
  {
    id: 'later.readiness',
    promise: 'Readiness is 503 while a required part is down, liveness tells the true uptime',
    source: ['other-systems B1', 'other-systems D3', 'other-systems E "Woolly Server"'],
    proof: 'none',
    reason: 'not built: `/healthz` says ok or degraded with 200',
  },
  {
    id: 'later.limits',
    promise: 'Requests are limited for each principal, with headers that tell',
    source: ['other-systems B4', 'other-systems D3', 'other-systems E "Woolly Server"'],
    proof: 'none',
    reason: 'not built: access of a later issue',
  },
  {
    id: 'later.toml-import',
    promise: "Settings of another server's TOML are taken over, what is not used is reported",
    source: ['other-systems B5', 'other-systems D3'],
    proof: 'none',
    reason: 'not built',
  },
  {
    id: 'later.no-stubs',
    promise: 'Nothing that is listed or advertised is a stub',
    source: ['other-systems B6', 'other-systems E "Woolly Server"'],
    tests: { 'e2e/mcp/matrix.test.ts': 'server: %s', 'e2e/mcp/real-servers.test.ts': 'calls' },
  },
  {
    id: 'later.anthropic',
    promise: "Programs that speak Anthropic's Messages find them here",
    source: ['other-systems E "common gaps"', 'other-systems D0'],
    proof: 'none',
    reason: 'not built: the API surfaces of a later issue',
  },
  {
    id: 'later.error-codes',
    promise: 'A failure keeps its code across MCP, with whether trying again makes sense',
    source: ['other-systems C2', 'other-systems E "Ouroboros"', 'other-systems D5'],
    tests: {
      'router/inbound/mcp/mcp-surface.test.ts':
        'gets a failure to reach the tool as a result, too: %s',
      'renderer/activity-view/error-advice.test.ts': 'says whether trying again makes sense',
    },
  },
  {
    id: 'later.server-manager',
    promise:
      'Servers can be added, removed, renamed and restarted while the router runs; one failure blocks no other',
    source: ['other-systems C4', 'other-systems E "Ouroboros"'],
    tests: {
      'router/mcp/mcp-tools-apply.test.ts': 'starts, stops and restarts only what differs',
      'router/mcp/mcp-tools.test.ts': 'twenty servers come up side by side',
      'e2e/ui/servers.test.ts': 'restart, rename and duplicate',
    },
  },
  {
    id: 'later.yaml-import',
    promise: 'Servers of an `mcp.yaml` are taken over',
    source: ['other-systems C6', 'other-systems D7'],
    proof: 'none',
    reason: 'not built: import takes JSON and TOML shapes of eight programs',
  },
  {
    id: 'later.registry',
    promise: 'Tools have categories, and lists can be asked for by them',
    source: ['other-systems C7', 'other-systems D5'],
    proof: 'none',
    reason: 'not built',
  },
  {
    id: 'later.jobs',
    promise:
      'Long work is a job with a durable handle: start, status, wait, result, cancel, over MCP, REST and the window',
    source: ['other-systems C9', 'other-systems D6', 'other-systems E "Ouroboros"'],
    proof: 'none',
    reason: 'not built: jobs of a later issue',
  },
  {
    id: 'later.jobs-survive',
    promise:
      'A job whose router was killed is told as interrupted, an expired handle differs from an unknown one',
    source: ['other-systems C9', 'other-systems D8'],
    proof: 'none',
    reason: 'not built: jobs of a later issue',
  },
  {
    id: 'later.workspace',
    promise: 'A tool looks for repositories in a folder',
    source: ['other-systems C10'],
    proof: 'none',
    reason: 'not built: a feature of coding agents, low on every list',
  },
  {
    id: 'later.agent-workflow',
    promise: "Tools of an agent's workflow",
    source: ['other-systems C11'],
    proof: 'none',
    reason: 'out of scope: the source itself says that a router needs none of them',
  },
  {
    id: 'later.embeddable',
    promise: 'The core can be used as a library',
    source: ['contract 8.7'],
    proof: 'none',
    reason: "not built: the source's one is a Python wheel",
  },
  {
    id: 'later.session-driver',
    promise: 'Interactive Claude sessions are driven, stores of other kinds provided',
    source: ['contract 10.52'],
    proof: 'none',
    reason: 'not built: pending in the source, too',
  },
  {
    id: 'later.image-stream',
    promise: '`stream` is taken out of image requests',
    source: ['contract 11 "image `stream` field"'],
    tests: {
      'router/inbound/openai/openai-surface.test.ts':
        '%s goes on to the inferencer, only the model changed',
    },
    deviation: "it is kept: nothing but the model's name is touched in what is passed on",
  },
  {
    id: 'later.one-app',
    promise:
      'One app has tray, consent, keys, true streams, both eras of MCP, safe defaults and tests with real clients',
    source: ['other-systems E "common gaps"'],
    tests: {
      'e2e/ui/story.test.ts': 'address, server, recipe, key, a run, and what is on disk then',
      'e2e/mcp/matrix.test.ts': 'server: %s',
      'e2e/app/start.test.ts': 'shows state, servers and the way out',
    },
  },
  {
    id: 'bench.targets',
    promise:
      '`npm run bench` measures against a direct call and a bare proxy in the same run, MCP with ten servers too, and says ok or misses',
    source: ['issue 2 "Bench"', 'issue 4 "Proof"'],
    tests: {
      'bench/measure.test.ts': [
        'miss a target',
        'are compared within the round, not over all rounds',
        'shows the value, what it is compared with, and the verdict',
      ],
    },
  },
  {
    id: 'bench.numbers',
    promise: 'The targets for speed and memory are met',
    source: ['issue 2 "Bench"', 'issue 4 "Proof"'],
    proof: 'none',
    reason: 'numbers of a quiet machine: run by hand, the last ones stand in the notes',
  },
];
