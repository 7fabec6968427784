/** `woollama mcp`, names, our own tools and prompts, tool search. */
import type { Requirement } from './requirement.ts';

export const MCP_OWN: readonly Requirement[] = [
  {
    id: 'attach.same-servers',
    promise:
      '`woollama mcp` joins the running router: same servers, no second set of processes, shown among its clients',
    source: ['issue 4 "Attach"'],
    tests: {
      'e2e/mcp/trouble.test.ts':
        'an attached `woollama mcp` starts nothing of its own, and is seen',
      'e2e/router/mcp-clients.test.ts':
        'over stdio with a router that runs: its servers, and it shows the client',
    },
  },
  {
    id: 'attach.alone',
    promise: 'Without a router it is one itself',
    source: ['issue 4 "Attach"'],
    tests: {
      'e2e/router/mcp-clients.test.ts':
        'over stdio: `woollama mcp`, with nothing but protocol on stdout',
      'router/cli/attach-to-router.test.ts': 'no router, no attaching',
    },
  },
  {
    id: 'attach.gone',
    promise: 'When the router it joined goes away it ends and says so, also in mid-call',
    source: ['issue 4 "Attach"'],
    tests: {
      'e2e/router/mcp-clients.test.ts':
        'over stdio, when the router it joined goes away, it says so and ends',
      'e2e/mcp/trouble.test.ts':
        'an attached `woollama mcp` ends when its router is killed in mid-call',
    },
  },
  {
    id: 'attach.whole',
    promise:
      'Lines become frames and back however they are cut; a program that does not read loses nothing',
    source: ['issue 4 "Attach"'],
    tests: {
      'router/cli/attach-to-router.test.ts': [
        'lines become frames and frames lines, however they are cut',
        'a program that does not read holds the router up, and nothing is lost',
      ],
    },
  },
  {
    id: 'attach.cached-list',
    promise:
      'The list is answered at once from what is remembered, while servers still start; calls wait for them',
    source: ['issue 4 "Attach"', 'contract 10.32'],
    tests: {
      'e2e/mcp/trouble.test.ts':
        'tools are listed at once, from what is remembered, while their server still starts',
      'router/mcp/mcp-tools-cache.test.ts':
        'is listed at once, while they start, and calls wait for them',
    },
  },
  {
    id: 'attach.cache-private',
    promise:
      'What is remembered holds no secret, is readable by its user only, and is forgotten with its server',
    source: ['issue 4 "Attach"'],
    tests: {
      'router/mcp/mcp-tools-cache.test.ts': [
        'is kept without secrets, for the owner only',
        'of a removed server is forgotten',
      ],
    },
  },
  {
    id: 'mcp-names.dotted',
    promise:
      'Tools are `<server>.<tool>`, first-come names stay unique, all lead back to their own',
    source: ['issue 4 "Names"', 'contract 7.4', 'contract 10.46'],
    tests: {
      'e2e/mcp/names.test.ts':
        'three servers with the same items: every name leads back to its own',
    },
  },
  {
    id: 'mcp-names.underscore',
    promise: 'Clients that choke on dots get `<server>__<tool>`, by setting, flag or address',
    source: ['issue 4 "Names"'],
    tests: {
      'e2e/mcp/names.test.ts': 'names without dots, for clients that choke on them',
      'router/inbound/mcp/own-create-views.test.ts':
        'names that strict clients would refuse are made safe, whatever servers think of',
    },
  },
  {
    id: 'mcp-names.no-prefix',
    promise: 'A server may have no prefix or another one; filters still see the bare name',
    source: ['issue 4 "Names"', 'other-systems D5'],
    tests: {
      'e2e/mcp/names.test.ts':
        'a server without a prefix keeps its own names; what another one has already is reported',
      'router/mcp/mcp-tools-prefix.test.ts':
        'is written in calls, and filters still see the bare tool',
    },
  },
  {
    id: 'mcp-names.round-trip',
    promise:
      'Prompts and resources are namespaced so that they lead back to their server, also inside results',
    source: ['issue 4 "Names"'],
    tests: {
      'router/mcp/names/uri-names.test.ts': 'comes back as it was',
      'router/mcp/aggregator-calls.test.ts': 'renames resources in its result, and nothing else',
      'e2e/mcp/names.test.ts':
        'three servers with the same items: every name leads back to its own',
    },
  },
  {
    id: 'mcp-names.collisions',
    promise: 'Collisions are reported in the log and to the owner, ours go first, never silent',
    source: ['issue 4 "Names"', 'other-systems D5', 'other-systems C5'],
    tests: {
      'router/mcp/aggregator-lists.test.ts': 'report collisions, also in the log and for the owner',
      'router/inbound/mcp/own-create-views.test.ts':
        'our names win; what is pushed aside keeps a name and is reported once',
      'router/mcp/mcp-tools-prefix.test.ts':
        'a collision is logged once while it lasts, and again when it comes back',
    },
  },
  {
    id: 'mcp-names.bare',
    promise: 'A bare tool name of one server only is understood',
    source: ['other-systems D5', 'other-systems C4'],
    proof: 'none',
    reason: 'not built: names always have their server, unless it opted out',
  },
  {
    id: 'recipes-as.prompts',
    promise:
      'Every recipe is a prompt: its system prompt as a message of the user, one argument for each variable, defaults applied',
    source: ['contract 7.5', 'issue 4 "Names"', 'original "Recipe keys"'],
    tests: {
      'router/inbound/mcp/own/recipe-prompt.test.ts': [
        'a prompt without variables has no arguments',
        'each variable is an argument, once',
        'values are filled in, defaults take the place of missing ones',
      ],
    },
  },
  {
    id: 'recipes-as.prompt-errors',
    promise: 'An unknown prompt and missing values are invalid params',
    source: ['contract 7.5'],
    tests: {
      'router/inbound/mcp/own/recipe-prompt.test.ts': '%j are invalid params',
      'e2e/mcp/names.test.ts': 'what nobody has is refused as such in $era',
    },
    deviation:
      'a variable without a default is required here; the contract leaves its token in the text',
  },
  {
    id: 'recipes-as.tools',
    promise: 'Every recipe is a tool `recipe.<name>` with its variables as arguments',
    source: ['issue 4 "Names"'],
    tests: {
      'router/inbound/mcp/own/recipe-tool.test.ts': [
        'a recipe without variables takes what is asked',
        'variables are optional arguments',
      ],
    },
  },
  {
    id: 'chat-tool.schema',
    promise: 'The chat tool has the schemas of the contract, the wrap marker included',
    source: ['contract 7.3', 'issue 4 "Names"'],
    tests: {
      'router/inbound/mcp/own/chat-tool.test.ts': 'it describes itself as the contract says',
    },
  },
  {
    id: 'chat-tool.selector',
    promise: 'The recipe is named by `recipe`, else by `model` with or without its prefix',
    source: ['contract 7.3', 'contract 11 "chat `model` bare name"'],
    tests: { 'router/inbound/mcp/own/chat-tool.test.ts': 'a recipe is chosen by %j' },
  },
  {
    id: 'chat-tool.result',
    promise: 'The answer is the last text only, as text and as structure',
    source: ['contract 7.3'],
    tests: {
      'router/inbound/mcp/own/chat-tool.test.ts': [
        'hidden calls are told live, and the answer is the last text only',
        'a recipe is chosen by %j',
      ],
    },
  },
  {
    id: 'chat-tool.failures',
    promise: 'Failures are tool errors with the words of the contract',
    source: ['contract 7.3'],
    tests: {
      'router/inbound/mcp/own/chat-tool.test.ts': [
        '%j is refused inside the result',
        'what fails on the way is a tool error with its own words, and an error in the activity',
      ],
    },
  },
  {
    id: 'chat-tool.progress',
    promise:
      'Hidden calls are told live as log messages before and after, arguments cut at 120 characters, and as progress',
    source: [
      'contract 7.3',
      'contract 0.3',
      'contract 10.48',
      'contract 11 "chat progress"',
      'issue 4 "Names"',
    ],
    tests: {
      'router/inbound/mcp/own/chat-tool.test.ts':
        'hidden calls are told live, and the answer is the last text only',
      'router/inbound/mcp/own/follow-run.test.ts': [
        'arguments are cut at 120 characters, on one line, without control characters',
        'progress always rises: whole steps for turns and calls, parts for what tools report',
      ],
    },
  },
  {
    id: 'chat-tool.cancel',
    promise: 'A client that gives up ends the run down to the model',
    source: ['contract 10.33'],
    tests: { 'router/inbound/mcp/own/chat-tool.test.ts': 'it ends up to the model when %s' },
  },
  {
    id: 'search.meta-tools',
    promise:
      'With tool search the list has our own tools, find_tools and call_tool, on, off or automatic, for each client',
    source: ['issue 4 "Tool search"'],
    tests: {
      'router/inbound/mcp/own/tool-search.test.ts': [
        'only our own tools are listed, but all are found',
        'with %s and %d tools: %s',
      ],
      'router/inbound/mcp/websocket-door.test.ts': 'the address may choose the view',
    },
  },
  {
    id: 'search.ranking',
    promise: 'Tools are ranked on this machine by name, title, description and arguments',
    source: ['issue 4 "Tool search"'],
    tests: {
      'router/inbound/mcp/own/rank-tools.test.ts': [
        '%s is found among the first three',
        'titles and arguments are searched, too',
      ],
    },
  },
  {
    id: 'search.calls',
    promise:
      'call_tool answers as the tool does, and says what is wrong with a name; tools can still be called directly',
    source: ['issue 4 "Tool search"'],
    tests: {
      'router/inbound/mcp/own/tool-search.test.ts': [
        'call_tool stands for %s with %j',
        'call_tool says what is wrong with the name %j',
      ],
    },
  },
  {
    id: 'search.bounded',
    promise: 'No answer of the search is larger than a model can bear',
    source: ['issue 4 "Tool search"'],
    tests: {
      'router/inbound/mcp/own/tool-search.test.ts': 'no answer is larger than a model can bear',
    },
  },
  {
    id: 'search.cost',
    promise: "What a server's schemas cost in tokens is computed and shown",
    source: ['issue 4 "Tool search"'],
    tests: {
      'router/mcp/aggregator-lists.test.ts':
        'the cost of the permitted tools is known, and follows an edit',
      'e2e/ui/server-features.test.ts':
        'a row counts what the server offers, and tells its protocol and what its tools cost',
    },
  },
];
