/** The user's own Claude Code as a model, contained, with the tools of a recipe. */
import type { Requirement } from './requirement.ts';

export const CLAUDE_CODE: readonly Requirement[] = [
  {
    id: 'claude.model',
    promise:
      '`claude-code/<model>` answers on chat completions and responses, whole and streamed, and in recipes',
    source: ['contract 10.2', 'contract 5.1', 'contract 0.3', 'issue 5 "Claude Code"'],
    tests: {
      'e2e/router/claude-code.test.ts':
        'it answers chat completions and responses, whole and streamed',
      'router/claude-code/real-claude.test.ts': 'a recipe without tools',
    },
    deviation: 'the contract refuses it as a model of chat, and lists that as a weakness',
  },
  {
    id: 'claude.stdin',
    promise:
      'The prompt goes through stdin, whatever its size, and is never in the list of processes',
    source: ['contract 10.19', 'contract 5.2', 'issue 5 "Claude Code"'],
    tests: {
      'router/claude-code/create-claude-code.test.ts': [
        'nothing built in, no settings, no words of anybody in its command line',
        'a prompt of megabytes arrives whole',
      ],
    },
    deviation: 'the contract passes it as an argument, and lists that as a weakness',
  },
  {
    id: 'claude.contained',
    promise:
      'No built-in tools, settings, hooks, files or commands: the program gets the lock-down of the contract',
    source: ['contract 5.2', 'contract 10.44', 'issue 5 "Claude Code"'],
    tests: {
      'router/claude-code/create-claude-code.test.ts': [
        'nothing built in, no settings, no words of anybody in its command line',
        'a prompt that looks like a command stays a prompt',
      ],
      'router/claude-code/real-claude.test.ts':
        'a completion: our prompt and system prompt, no tools, nothing of the user',
    },
  },
  {
    id: 'claude.environment',
    promise: 'Its environment is an allow-list without keys',
    source: ['contract 5.3', 'issue 5 "Claude Code"'],
    tests: {
      'router/claude-code/create-claude-code.test.ts':
        'a small environment: no keys, no files named with @, no proxy to ourselves',
    },
  },
  {
    id: 'claude.folder',
    promise: 'It runs in an empty folder of this user alone, removed afterwards',
    source: ['contract 5.3', 'contract 10.18'],
    tests: {
      'router/claude-code/create-claude-code.test.ts':
        'an empty folder of this user alone, removed afterwards',
    },
  },
  {
    id: 'claude.silence',
    promise:
      'Silence ends an answer, unless a tool is running; a cancelled one takes its whole process group',
    source: ['contract 5.3'],
    tests: {
      'router/claude-code/create-claude-code.test.ts': [
        'silence ends it, but not that of a tool that runs',
        'a cancelled one takes the whole process group with it',
      ],
    },
    deviation: 'the contract limits the whole run to 180 or 300 seconds',
  },
  {
    id: 'claude.delegation',
    promise:
      "A recipe's tools are handed over through our own router with a token of one run, and those only",
    source: [
      'contract 5.4',
      'contract 10.44',
      'contract 11 "delegate env"',
      'issue 5 "Claude Code"',
    ],
    tests: {
      'e2e/router/claude-code.test.ts': 'a recipe hands it its tools, and those only',
      'router/inbound/mcp/granted-tools.test.ts': 'a run sees and calls its tools only (%s)',
      'router/claude-code/create-claude-code.test.ts':
        'tools: our endpoint in a private file, the token nowhere else',
    },
    deviation: 'the contract lets it start servers of its own',
  },
  {
    id: 'claude.delegation-ends',
    promise: 'The token ends with the run, and so do its calls',
    source: ['issue 5 "Claude Code"'],
    tests: {
      'router/inbound/mcp/granted-tools.test.ts':
        'the end of the run ends its calls, and its token',
      'router/inferencers/claude-code-adapter.test.ts':
        'a grant for the run, in its name, which ends with it',
    },
  },
  {
    id: 'claude.delegation-shown',
    promise: 'Each delegated call shows in the activity under the run',
    source: ['issue 5 "Claude Code"'],
    tests: {
      'router/inbound/mcp/granted-tools.test.ts':
        'calls show under the request of the run, in its turn',
      'router/claude-code/real-claude.test.ts':
        'a delegated tool runs through our router and shows under the request',
    },
  },
  {
    id: 'claude.no-shell',
    promise: 'A tool outside the list and a shell are refused, and the run goes on',
    source: ['contract 5.2', 'issue 5 "Proof"'],
    tests: {
      'router/claude-code/real-claude.test.ts': '%s is refused, and the run goes on',
      'router/inbound/mcp/granted-tools.test.ts': 'a run sees and calls its tools only (%s)',
    },
  },
  {
    id: 'claude.odd-names',
    promise:
      "A tool's name with a comma, or a model like an option, is refused before anything starts",
    source: ['contract 5.4', 'contract 11 "comma in tool name"'],
    tests: {
      'router/claude-code/create-claude-code.test.ts': '%j does not reach the command line',
    },
  },
  {
    id: 'claude.parsing',
    promise:
      "Text streams in pieces; the result's errors, a missing result, exit codes and a missing program are told as such",
    source: ['contract 5.5'],
    tests: {
      'router/claude-code/create-claude-code.test.ts': [
        'session, text in pieces, result',
        'failures > %s',
        'a program that is not there',
      ],
    },
  },
  {
    id: 'claude.answer',
    promise: 'The answer is a whole chat completion, with id, model and usage',
    source: ['contract 5.5'],
    tests: { 'router/inferencers/claude-code-adapter.test.ts': 'a whole answer, with its usage' },
  },
  {
    id: 'claude.lost-parts',
    promise: 'Images and calls in messages are refused, never flattened away',
    source: ['contract 10.20'],
    tests: { 'router/core/claude/to-claude-prompt.test.ts': 'what would be lost is refused: %j' },
  },
  {
    id: 'claude.prompt',
    promise: 'One message goes as it is, several as a transcript',
    source: ['contract 5.2', 'contract 10.20'],
    tests: {
      'router/core/claude/to-claude-prompt.test.ts': [
        'a single message goes as it is',
        'several become a transcript',
      ],
    },
  },
  {
    id: 'claude.faked',
    promise: 'Tests use a stand-in for the program, the real one when it is named',
    source: ['contract 5.6', 'issue 5 "Proof"'],
    tests: {
      'router/claude-code/real-claude.test.ts': 'a stream comes in pieces, once',
      'e2e/router/claude-code.test.ts':
        'it answers chat completions and responses, whole and streamed',
    },
  },
  {
    id: 'claude.bin',
    promise: 'A variable and a setting name the program',
    source: ['contract 1.10'],
    tests: {
      'router/cli/resolve-settings.test.ts':
        'the flag wins over the environment, that over the file, that over the default',
    },
  },
  {
    id: 'claude.kill-9',
    promise: 'Kill -9 of the router ends the programs and what they started',
    source: ['issue 5 "Claude Code"'],
    tests: {
      'e2e/router/claude-code.test.ts':
        'kill -9 in the middle of turns takes the programs along, and what began with them',
    },
  },
];
