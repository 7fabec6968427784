/** Recipes and inferencers in the files. */
import type { Requirement } from './requirement.ts';

export const CONFIG_ENTRIES: readonly Requirement[] = [
  {
    id: 'config.recipe-keys',
    promise:
      'A recipe has inferencer, tools and system, else it is left out with each missing key in order',
    source: ['contract 2.4', 'contract 11 "missing recipe fields"'],
    tests: {
      'router/config/load-recipes.test.ts':
        'reports missing keys in their order, and leaves out only that recipe',
    },
  },
  {
    id: 'config.recipe-trim',
    promise: 'The system prompt is trimmed',
    source: ['contract 2.4', 'contract 11 "system trimming"'],
    tests: {
      'router/config/load-recipes.test.ts': 'trims the prompt, gives defaults and expands nothing',
    },
  },
  {
    id: 'config.recipe-params-guarded',
    promise:
      '`params` of a recipe cannot set model, messages, stream or tools, and the file says so',
    source: ['contract 10.11', 'contract 2.4'],
    tests: {
      'router/config/load-recipes.test.ts': 'warns about params the router sets itself',
      'router/engine/create-recipes.test.ts':
        'ignores configuration that sets reserved keys, and says so',
    },
  },
  {
    id: 'config.patterns-dir',
    promise:
      '`[patterns]` makes a recipe without tools of every system.md in a folder; a recipe of that name wins',
    source: ['contract 2.4', 'contract 8.1'],
    tests: {
      'router/config/load-recipes.test.ts':
        'become recipes without tools, unless the name is taken',
      'router/config/config-store.test.ts':
        'reads patterns, and warns about a folder that is not there',
    },
  },
  {
    id: 'config.bundled-recipes',
    promise:
      'Without a file the recipes streamer, textcounter, cc-assistant and cc-counter are there and the first two run',
    source: ['contract 2.4', 'issue 2 "MCP downstreams"'],
    tests: {
      'e2e/router/first-start.test.ts': [
        'lists models, also one by one',
        'a recipe of two tools uses both',
        'runs a recipe whose tool really runs in a child process',
      ],
    },
  },
  {
    id: 'config.bundled-servers',
    promise:
      'The bundled servers hello and textops are ours, in TypeScript, with the results and schemas of the contract',
    source: ['contract 2.4', 'contract 7.4', 'contract 10.39', 'issue 2 "MCP downstreams"'],
    tests: {
      'resources/servers/hello.test.ts': 'reports each step and returns the count',
      'resources/servers/textops.test.ts':
        'the server names itself and its tools, with the schemas clients unwrap by',
    },
  },
  {
    id: 'config.examples-dir',
    promise: 'Where the example programs lie is found by itself; a variable of the user wins',
    source: ['contract 1.10'],
    tests: {
      'router/cli/describe-findings.test.ts': [
        'files that belong to the program lie beside it, built or not',
        'the environment of people wins over the program’s',
      ],
    },
  },
  {
    id: 'config.new-inferencer',
    promise:
      'A new inferencer without a base_url is refused by name; wrong types are named with their key',
    source: ['contract 2.5'],
    tests: {
      'router/config/load-inferencers.test.ts': 'leaves out an entry with %s, and only that one',
    },
  },
  {
    id: 'config.later-inferencer-keys',
    promise: 'Keys of pooling, capabilities and management protocols are kept and raise no warning',
    source: ['contract 2.5', 'issue 2 "Config"'],
    tests: {
      'router/config/load-inferencers.test.ts':
        'keeps everything that is written, later keys too, and expands variables',
    },
  },
  {
    id: 'config.globs',
    promise:
      'Lists of names take full globs, sets of characters too, and a hostile one is answered at once',
    source: ['contract 2.5', 'contract 11 "globs"'],
    tests: {
      'router/contract/match-glob.test.ts': [
        '%s',
        'a hostile pattern is answered, and not only after ages',
      ],
    },
  },
  {
    id: 'config.built-ins',
    promise: 'The built-in inferencers have the addresses and key variables of the contract',
    source: ['contract 2.6'],
    tests: {
      'router/inferencers/merge-entries.test.ts': [
        '%s lies at %s',
        'ollama lies at the OpenAI endpoint of %s',
      ],
    },
  },
  {
    id: 'config.key-spellings',
    promise:
      'A key is `$NAME` or `api_key_env`; a literal one works with a warning, and a key in place of a name is refused unquoted',
    source: ['contract 2.5', 'issue 2 "Config"'],
    tests: {
      'router/config/load-inferencers.test.ts': [
        'takes a literal key with a warning that names the better way',
        'takes no key in place of a name: %s = "%s"',
      ],
    },
  },
  {
    id: 'config.key-empty',
    promise: 'An empty `api_key_env` means that no key is sent',
    source: ['contract 2.5'],
    tests: { 'router/inferencers/merge-entries.test.ts': '%o takes the key from %o' },
  },
  {
    id: 'config.located',
    promise: 'Every issue says file, line, column, key, and what to write instead',
    source: ['issue 2 "Config"'],
    tests: {
      'router/config/load-servers.test.ts': 'names the variable and the way to a default',
      'e2e/router/command-line.test.ts':
        'check-config: fine with nothing, precise with something wrong',
    },
  },
];
