/** The sections that promises come from. Each must be kept by at least one requirement. */

/** `numbered('1.', 10)` is `1.1` to `1.10`. */
function numbered(prefix: string, last: number): string[] {
  return Array.from({ length: last }, (_, index) => `${prefix}${index + 1}`);
}

/** The wire and behaviour of the router this one stands in for; 10 are its weaknesses. */
const CONTRACT = [
  '0.3',
  ...numbered('1.', 10),
  ...numbered('2.', 7),
  ...numbered('3.', 9),
  ...numbered('4.', 10),
  ...numbered('5.', 6),
  '6',
  ...numbered('7.', 6),
  ...numbered('8.', 7),
  ...numbered('10.', 52),
];

/** Where its two implementations differ, and one way was chosen. */
const CONTRACT_TABLE = [
  'tool wire names',
  'downstream start failure',
  'bad mcp.json entry',
  'recipes.toml error',
  'missing recipe fields',
  'system trimming',
  'state dir',
  'upstream unreachable',
  'bad JSON body',
  'banner',
  'exposure refusal',
  'second daemon',
  'serverInfo.name',
  'chat `model` bare name',
  'chat progress',
  'dispatch failure on re-export',
  'prev/conversation mismatch',
  '`busy` status',
  'networking',
  'delegate env',
  'comma in tool name',
  'tool timeout',
  '`/v1/models` order',
  'globs',
  'image `stream` field',
  'no-victim pool',
  'IPv6 address',
  'non-text tool results',
];

/** Three other systems, and how they map to this one (D). */
const OTHER_SYSTEMS = [
  ...numbered('A', 4),
  ...numbered('B', 6),
  ...numbered('C', 11),
  'D0',
  ...numbered('D', 8),
  ...['Samplellama', 'Woolly Server', 'Ouroboros', 'common gaps'].map((name) => `E "${name}"`),
];

/** What the first design page wanted. */
const ORIGINAL = [
  'Three axes',
  'Four kinds of model',
  'Recipe keys',
  'Built-in tools',
  'Bidirectional MCP',
  'Visibility per client',
  'Binding',
  'Surfaces and bundle',
  'Principles',
];

/** By the topics of each issue. */
const ISSUES: Readonly<Record<number, readonly string[]>> = {
  2: [
    'Start',
    'Repository',
    'CLI',
    'Listeners',
    'Config',
    'Inferencers',
    'MCP downstreams',
    'Recipes',
    'Surfaces',
    'Events',
    'Bench',
    'Bad input',
  ],
  3: [
    'npm start',
    'Three minutes',
    'Packages',
    'Control surface',
    'Main process',
    'Secrets',
    'Pages',
    'Editors',
    'Import',
    'Own Node',
    'Volume',
    'Tests',
  ],
  4: [
    'One server',
    'Attach',
    'Names',
    'Sampling',
    'Elicitation',
    'Both eras',
    'Tool search',
    'Trouble',
    'UI',
    'Proof',
  ],
  5: ['Responses', 'Conversations', 'Handles', 'Backends', 'Claude Code', 'UI', 'Proof'],
};

export const SOURCES: readonly string[] = [
  ...CONTRACT.map((section) => `contract ${section}`),
  ...CONTRACT_TABLE.map((topic) => `contract 11 "${topic}"`),
  ...OTHER_SYSTEMS.map((section) => `other-systems ${section}`),
  ...ORIGINAL.map((topic) => `original "${topic}"`),
  ...Object.entries(ISSUES).flatMap(([issue, topics]) =>
    topics.map((topic) => `issue ${issue} "${topic}"`),
  ),
];
