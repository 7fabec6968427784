/** The user's files: how they are read, what is refused, what is said about it. */
import type { Requirement } from './requirement.ts';

export const CONFIG_FILES: readonly Requirement[] = [
  {
    id: 'config.user-file-replaces',
    promise:
      '`mcp.json` and `recipes.toml` of the user take the place of the bundled ones as a whole',
    source: ['contract 2.1'],
    tests: {
      'router/config/config-store.test.ts': [
        'uses the bundled files where the user has none',
        "replaces a bundled file entirely by the user's",
      ],
    },
  },
  {
    id: 'config.inferencers-merge',
    promise:
      '`inferencers.toml` is merged over the built-in inferencers field by field; what is empty inherits',
    source: ['contract 2.1', 'contract 2.5', 'issue 2 "Inferencers"'],
    tests: { 'router/inferencers/merge-entries.test.ts': 'changes only the fields it fills' },
  },
  {
    id: 'config.expand-after-parsing',
    promise:
      "Variables are filled into parsed values, so what a variable holds can never change the file's structure",
    source: ['contract 2.2', 'contract 10.35', 'issue 2 "Config"'],
    tests: {
      'router/config/expand.test.ts': '%s gives %s',
      'router/config/load-servers.test.ts':
        'gives defaults, expands variables and keeps unknown keys',
    },
    deviation: 'the contract expands the text before it is parsed, and lists that as a weakness',
  },
  {
    id: 'config.expand-forms',
    promise:
      '`${VAR}`, `${VAR:-default}` for unset or empty ones, defaults with `:-` in them; `$VAR` and an unclosed reference stay as written',
    source: ['contract 2.2'],
    tests: { 'router/config/expand.test.ts': '%s gives %s' },
  },
  {
    id: 'config.expand-not-recipes',
    promise: 'Variables are not filled in in `recipes.toml`',
    source: ['contract 2.2'],
    tests: {
      'router/config/load-recipes.test.ts': 'trims the prompt, gives defaults and expands nothing',
    },
  },
  {
    id: 'config.expand-missing',
    promise:
      'A variable that is missing and has no default leaves out the one entry that needs it, by name, with the way to a default',
    source: ['contract 2.2', 'issue 2 "Config"'],
    tests: {
      'router/config/load-servers.test.ts': [
        'names the variable and the way to a default',
        'leaves out an entry with %s, and only that one',
      ],
    },
    deviation:
      'the contract refuses the whole file; the design leaves out the entry, and `check-config` fails',
  },
  {
    id: 'config.expand-notes',
    promise:
      'Keys that begin with an underscore are notes and never expanded, but servers may have such names',
    source: ['contract 2.2', 'contract 2.3'],
    tests: {
      'router/config/expand.test.ts': 'leaves documentation alone',
      'router/config/load-servers.test.ts': 'reads a server whose name begins with _',
    },
  },
  {
    id: 'config.expand-malformed',
    promise:
      'A reference with a reference or blanks in its name is an error, in its default a warning',
    source: ['contract 2.2'],
    tests: { 'router/config/expand.test.ts': ['refuses %s', 'doubts %s, but uses the default'] },
  },
  {
    id: 'config.empty-env-warned',
    promise: 'A value in `env` that a variable left empty is warned about, with server and key',
    source: ['contract 2.2'],
    tests: {
      'router/config/load-servers.test.ts':
        'names server and key of an env value that a variable left empty',
    },
  },
  {
    id: 'config.server-keys',
    promise: 'A server has a command with args, env and cwd, or a url with headers, never both',
    source: ['contract 2.3', 'other-systems D5'],
    tests: {
      'router/config/load-servers.test.ts': [
        'gives defaults, expands variables and keeps unknown keys',
        'leaves out an entry with %s, and only that one',
      ],
    },
  },
  {
    id: 'config.bad-entry-skipped',
    promise: 'A wrong server is left out with the place and what to write; its siblings load',
    source: ['contract 2.3', 'contract 11 "bad mcp.json entry"', 'issue 2 "Config"'],
    tests: {
      'router/config/load-servers.test.ts': 'leaves out an entry with %s, and only that one',
      'e2e/router/live-config.test.ts': 'one bad entry does not take its neighbours down',
    },
  },
  {
    id: 'config.headers-checked',
    promise:
      'Blank header values and credentials that are only a scheme word are refused, values never quoted',
    source: ['contract 2.3'],
    tests: {
      'router/config/load-servers.test.ts': ['refuses a value that is %s', 'never quotes a value'],
    },
  },
  {
    id: 'config.headers-in-clear',
    promise: 'Headers to a plain http address beyond this machine are warned about',
    source: ['contract 2.3'],
    tests: { 'router/config/load-servers.test.ts': 'to %s: %i warnings' },
  },
  {
    id: 'config.unknown-keys',
    promise:
      'Keys that nobody reads are kept without a word, unless they look like a slip of the pen',
    source: ['contract 2.3', 'issue 2 "Config"'],
    tests: {
      'router/config/load-servers.test.ts': ['asks whether %s means %s', 'says nothing about %s'],
    },
  },
  {
    id: 'config.file-shape',
    promise: 'A file of the wrong shape cannot be used, with the words of the contract',
    source: ['contract 2.3', 'contract 2.4'],
    tests: {
      'router/config/load-servers.test.ts': 'cannot be used: %s',
      'router/config/load-recipes.test.ts': 'cannot use a file with %s',
    },
  },
  {
    id: 'config.store-shapes',
    promise:
      '`conversationStore` is a server of the file or an address, in every spelling of the contract',
    source: ['contract 2.3', 'contract 4.10'],
    tests: {
      'router/config/load-conversation-store.test.ts': [
        'names a server of the file, or an address',
        'is read as earlier programs wrote it: %j',
      ],
    },
  },
  {
    id: 'config.store-refused',
    promise:
      'A store that is neither, both, or a server that is not there is left out and reported; servers load',
    source: ['contract 2.3'],
    tests: {
      'router/config/load-conversation-store.test.ts':
        '%j is left out and reported where it stands; servers load',
    },
  },
];
