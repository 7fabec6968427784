/** The words of the command line: finds the command, parses its flags, runs it. */
import { parseArgs } from 'node:util';

import { RouterError } from '#core/router-error.ts';
import manifest from '../../package.json' with { type: 'json' };
import { closest } from './closest.ts';
import { helpText } from './help-text.ts';
import type { Invocation } from './invocation.ts';
import type { Flags } from './resolve-settings.ts';
import { SETTING_ROWS } from './setting-table.ts';
import { surviveClosedOutput } from './survive-closed-output.ts';

/** Resolves to the exit code. */
type Run = (invocation: Invocation) => Promise<number>;

interface Command {
  /** Boolean flags besides the settings. */
  readonly switches: readonly string[];
  /** Flags with a value besides the settings. */
  readonly values: readonly string[];
  /** Only its own modules are read: `woollama mcp` beside a router needs hardly any of them. */
  readonly load: () => Promise<Run>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  serve: {
    switches: ['headless', 'open'],
    values: [],
    load: async () => (await import('./serve-command.ts')).serveCommand,
  },
  mcp: {
    switches: ['standalone'],
    values: [],
    load: async () => (await import('./mcp-command.ts')).mcpCommand,
  },
  'check-config': {
    switches: [],
    values: [],
    load: async () => (await import('./check-config-command.ts')).checkConfigCommand,
  },
  'config init': {
    switches: ['force'],
    values: ['output'],
    load: async () => (await import('./config-init-command.ts')).configInitCommand,
  },
  status: {
    switches: ['json'],
    values: [],
    load: async () => (await import('./status-command.ts')).statusCommand,
  },
  ui: {
    switches: ['open'],
    values: [],
    load: async () => (await import('./ui-command.ts')).uiCommand,
  },
};

const USAGE_ERROR = 2;

/** Runs one command line; resolves to the exit code (0 fine, 1 failed, 2 wrongly called). */
export async function main(argv: readonly string[]): Promise<number> {
  surviveClosedOutput();
  const env = process.env;
  if (argv.some((word) => word === '--version' || word === '-V')) {
    process.stdout.write(`woollama ${manifest.version}\n`);
    return 0;
  }
  if (argv.some((word) => word === '--help' || word === '-h') || argv[0] === 'help') {
    process.stdout.write(helpText(manifest.version));
    return 0;
  }
  const words = wordsOf(argv);
  const name = words.join(' ') || 'serve';
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    const known = Object.keys(COMMANDS);
    const hint = known.find((word) => word.startsWith(`${name} `)) ?? closest(name, known);
    return wrongUsage(
      `unknown command '${name}'`,
      hint === undefined ? undefined : `woollama ${hint}`,
    );
  }
  const parsed = parseFlags(argv.slice(words.length), command);
  if (typeof parsed === 'string') return wrongUsage(...explainFlag(parsed, command));
  try {
    const run = await command.load();
    return await run({ flags: parsed, env, version: manifest.version });
  } catch (error) {
    if (!(error instanceof RouterError)) throw error;
    process.stderr.write(`woollama: ${error.message}\n`);
    return error.code === 'INVALID_REQUEST' ? USAGE_ERROR : 1;
  }
}

/** The command's words: everything before the first flag. */
function wordsOf(argv: readonly string[]): readonly string[] {
  const end = argv.findIndex((word) => word.startsWith('-'));
  return end === -1 ? argv : argv.slice(0, end);
}

function flagNames(command: Command): { switches: string[]; values: string[] } {
  const settings = Object.values(SETTING_ROWS).map((row) => row.flag);
  return { switches: [...command.switches, 'no-demo'], values: [...settings, ...command.values] };
}

/** The flags, or the parser's complaint. */
function parseFlags(args: readonly string[], command: Command): Flags | string {
  const { switches, values } = flagNames(command);
  const options = Object.fromEntries([
    ...switches.map((name) => [name, { type: 'boolean' as const }]),
    ...values.map((name) => [name, { type: 'string' as const }]),
  ]);
  try {
    const parsed = parseArgs({ args: [...args], options, strict: true });
    return Object.fromEntries(Object.entries(parsed.values).filter(isFlag));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function isFlag(entry: [string, unknown]): entry is [string, string | boolean] {
  return typeof entry[1] === 'string' || typeof entry[1] === 'boolean';
}

/** Node's message names the flag in quotes; ours adds what was probably meant. */
function explainFlag(complaint: string, command: Command): [string, string | undefined] {
  const flag = /'(--?[\w-]+)/.exec(complaint)?.[1] ?? '';
  const { switches, values } = flagNames(command);
  if (complaint.startsWith('Unexpected argument')) {
    return [`${complaint.split('.')[0]}; the command comes before its flags`, undefined];
  }
  if (!complaint.startsWith('Unknown option'))
    return [complaint.split('\n')[0] ?? complaint, undefined];
  const hint = closest(flag.replace(/^-+/, ''), [...switches, ...values]);
  return [`unknown flag '${flag}'`, hint === undefined ? undefined : `--${hint}`];
}

function wrongUsage(complaint: string, hint: string | undefined): number {
  const help = hint === undefined ? '' : `; did you mean '${hint}'?`;
  process.stderr.write(`woollama: ${complaint}${help}\nSee 'woollama --help'.\n`);
  return USAGE_ERROR;
}
