/** Commands, settings, start and end: everything around the router as a program. */
import type { Requirement } from './requirement.ts';

export const PROCESS: readonly Requirement[] = [
  {
    id: 'process.serve-by-default',
    promise:
      'Without a word of command the router serves, and prints the OpenAI base_url and the MCP URL on stdout',
    source: ['contract 1.1', 'contract 1.4', 'contract 11 "banner"', 'issue 2 "Start"'],
    tests: { 'e2e/router/first-start.test.ts': 'says where it is and what it found' },
  },
  {
    id: 'process.banner-access',
    promise: 'The start says who may call, whether a token is needed, and what is missing',
    source: ['contract 1.4'],
    tests: { 'router/cli/print-banner.test.ts': 'who may call, and what is missing, is said' },
  },
  {
    id: 'process.banner-keeps-secrets',
    promise: 'What is printed where no terminal is holds no link that opens the window',
    source: ['issue 3 "Control surface"'],
    tests: {
      'router/cli/print-banner.test.ts':
        'anything else may be a log, and gets the address of the window only',
    },
  },
  {
    id: 'process.findings',
    promise:
      'The start says whether Ollama, Claude Code and which keys were found, keys by their names only',
    source: ['issue 2 "Start"'],
    tests: {
      'router/cli/describe-findings.test.ts': [
        'what was found is named; keys by their name only',
        'what was not found, too',
      ],
    },
  },
  {
    id: 'process.mcp-command',
    promise: '`woollama mcp` writes MCP and nothing else on stdout, and ends with its stdin',
    source: ['contract 1.1', 'contract 11 "banner"', 'issue 4 "One server"'],
    tests: {
      'e2e/router/mcp-clients.test.ts':
        'over stdio: `woollama mcp`, with nothing but protocol on stdout',
      'router/cli/serve-command.test.ts':
        'mcp speaks MCP on stdout and nothing else, and ends with stdin',
    },
  },
  {
    id: 'process.version',
    promise: '`--version` and `-V` print name and version, exit 0, and touch no file or socket',
    source: ['contract 1.1', 'issue 2 "CLI"'],
    tests: { 'e2e/router/command-line.test.ts': '%s %s prints the version only' },
  },
  {
    id: 'process.help',
    promise: '`--help` names every command with the settings and touches nothing',
    source: ['contract 1.1', 'issue 2 "CLI"'],
    tests: { 'e2e/router/command-line.test.ts': '--help names every command and touches nothing' },
  },
  {
    id: 'process.unknown-words',
    promise:
      'Unknown words and flags are errors with a hint and exit code 2, never a started router',
    source: ['contract 1.1', 'contract 10.36', 'issue 2 "CLI"'],
    tests: {
      'e2e/router/command-line.test.ts': '%j is refused with a hint',
      'router/cli/main.test.ts': '%j exits with 2 and says what is wrong',
    },
  },
  {
    id: 'process.setting-order',
    promise: 'Every setting is taken from flag, environment, file, default, in that order',
    source: ['contract 1.10', 'issue 2 "CLI"'],
    tests: {
      'router/cli/resolve-settings.test.ts':
        'the flag wins over the environment, that over the file, that over the default',
    },
  },
  {
    id: 'process.setting-names',
    promise: 'Every setting has a flag and a variable, and both stand in the help',
    source: ['contract 1.10', 'issue 2 "CLI"'],
    tests: {
      'router/cli/resolve-settings.test.ts':
        'has a flag and a variable of its own, and both stand in the help',
    },
  },
  {
    id: 'process.empty-variable',
    promise: 'A variable that is set but empty counts as unset',
    source: ['contract 1.8', 'contract 1.10'],
    tests: { 'router/cli/resolve-settings.test.ts': 'an empty variable counts as unset' },
  },
  {
    id: 'process.wrong-setting',
    promise:
      'A setting that cannot be used ends the start with exit code 2 and names where it came from',
    source: ['contract 1.2', 'issue 2 "CLI"'],
    tests: {
      'e2e/router/command-line.test.ts': 'a wrong value names where it came from',
      'router/cli/resolve-settings.test.ts': 'a wrong value names where it came from: $source',
    },
  },
  {
    id: 'process.tool-timeout-names',
    promise:
      'The time-out of tool calls is read under both names of the contract; zero or less is none',
    source: ['contract 1.10', 'contract 11 "tool timeout"'],
    tests: {
      'router/cli/resolve-settings.test.ts':
        'the flag wins over the environment, that over the file, that over the default',
    },
  },
  {
    id: 'process.config-dir',
    promise:
      'The config folder follows the flag, the variable, the XDG base, the home folder; a leading tilde is expanded',
    source: ['contract 1.10', 'contract 2.1'],
    tests: { 'router/cli/resolve-settings.test.ts': 'folders > %j %j' },
  },
  {
    id: 'process.state-dir',
    promise:
      'State lies in a folder of the user by default, so that handles survive without any setting',
    source: ['contract 1.10', 'contract 10.26', 'contract 11 "state dir"'],
    tests: {
      'router/cli/resolve-settings.test.ts': 'folders > %j %j',
      'e2e/router/conversations.test.ts': 'a handle survives kill -9, and its key finds it again',
    },
  },
  {
    id: 'process.status',
    promise:
      '`woollama status`, also as JSON, tells how the running router is, and exits 1 where none runs',
    source: ['issue 2 "CLI"'],
    tests: {
      'e2e/router/first-start.test.ts': 'tells the whole status to its owner',
      'e2e/router/command-line.test.ts': 'status without a router says so',
    },
  },
  {
    id: 'process.check-config-clean',
    promise: '`check-config` of a fresh home is fine, writes nothing and starts nothing',
    source: ['contract 2.7', 'contract 1.1'],
    tests: { 'router/cli/main.test.ts': 'of a fresh home is fine and writes nothing' },
  },
  {
    id: 'process.check-config-located',
    promise: '`check-config` exits 1 and names file, line, column and key of what is wrong',
    source: ['contract 1.2', 'contract 2.7', 'issue 2 "Config"'],
    tests: {
      'e2e/router/command-line.test.ts':
        'check-config: fine with nothing, precise with something wrong',
    },
  },
  {
    id: 'process.check-config-equals-start',
    promise: 'What a start refuses, `check-config` refuses too',
    source: ['contract 10.28'],
    tests: {
      'e2e/router/command-line.test.ts':
        'check-config refuses what start refuses: the network without a token',
      'router/config/check-config.test.ts':
        'fails on what start refuses, and still reads the other files',
    },
  },
  {
    id: 'process.check-config-references',
    promise: '`check-config` warns about tools and inferencers of recipes that nobody has',
    source: ['contract 10.28', 'contract 2.7'],
    tests: {
      'router/config/check-config.test.ts': [
        'warns about the tool %s',
        'warns about the inferencer %s',
      ],
    },
  },
  {
    id: 'process.check-config-report',
    promise:
      '`check-config` prints one line for each file, and counts entries that were left out as errors',
    source: ['contract 2.7', 'contract 11 "bad mcp.json entry"'],
    tests: {
      'router/config/check-config.test.ts': [
        'has one line a file',
        'counts an entry that was left out as an error',
      ],
    },
  },
  {
    id: 'process.config-init',
    promise:
      '`config init` writes commented files that pass the check, and replaces existing ones with `--force` only',
    source: ['issue 2 "CLI"'],
    tests: {
      'e2e/router/command-line.test.ts': [
        'config init writes files that check out, and never over existing ones',
        'a first backup outlives a second --force',
      ],
    },
  },
];
