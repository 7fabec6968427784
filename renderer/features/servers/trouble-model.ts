/** From the router's reason to what somebody can do about it, in plain words. */

export type NextStep = 'edit' | 'restart' | 'logs';

export interface Advice {
  /** What happened. */
  readonly title: string;
  /** What to do about it. */
  readonly advice: string;
  /** The best first. */
  readonly steps: readonly NextStep[];
}

interface Rule {
  readonly when: RegExp;
  readonly advise: (found: RegExpExecArray) => Advice;
}

/** How to get the programs that most servers are started with. */
const INSTALL: Readonly<Record<string, string>> = {
  npx: 'It comes with Node.js: install Node.js, then restart this server.',
  node: 'Install Node.js, then restart this server.',
  uvx: 'It comes with uv: install uv, then restart this server.',
  uv: 'Install uv, then restart this server.',
  docker: 'Install Docker, then restart this server.',
  python: 'Install Python. On many systems it is called python3.',
  python3: 'Install Python, then restart this server.',
};

const SPELLING = 'Is it spelled right? What was installed just now may need a restart of Woollama.';

const RULES: readonly Rule[] = [
  {
    when: /^Command "([^"]*)" was not found/,
    advise: ([, command = '']) => ({
      title: `The program ${command} was not found on this computer`,
      advice: INSTALL[baseName(command)] ?? SPELLING,
      steps: ['edit', 'restart'],
    }),
  },
  {
    when: /^Command "([^"]*)" may not be executed/,
    advise: ([, command = '']) => ({
      title: `${command} may not be executed`,
      advice: 'The file is no program, or lacks the right to run. Check the command.',
      steps: ['edit', 'restart'],
    }),
  },
  {
    when: /^The folder "([^"]*)" \(cwd\) does not exist/,
    advise: ([, folder = '']) => ({
      title: `The folder ${folder} does not exist`,
      advice: 'Make the folder, or change the folder the server is started in.',
      steps: ['edit', 'restart'],
    }),
  },
  {
    when: /exited with code|was ended by|closed its output/,
    advise: () => ({
      title: 'The program started and ended again',
      advice: 'Its last lines below often say why: a missing argument, key or package.',
      steps: ['logs', 'edit', 'restart'],
    }),
  },
  {
    when: /HTTP status (401|403)/,
    advise: ([, status = '']) => ({
      title: `The server refused the sign-in (HTTP ${status})`,
      advice: 'It wants another key or token. Check the headers of this server.',
      steps: ['edit', 'restart'],
    }),
  },
  {
    when: /HTTP status (\d+)/,
    advise: ([, status = '']) => ({
      title: `The address answered with HTTP ${status} and not as an MCP server`,
      advice: 'Check the address: it often ends with /mcp or /sse.',
      steps: ['edit', 'restart'],
    }),
  },
  {
    when: /cannot be reached|connection refused|no route/,
    advise: () => ({
      title: 'Nobody answers at this address',
      advice: 'Start the server, or check the address and your network.',
      steps: ['restart', 'edit'],
    }),
  },
  {
    when: /did not answer within/,
    advise: () => ({
      title: 'The server did not answer in time',
      advice: 'A first start may take long while packages are downloaded. Try it again.',
      steps: ['restart', 'logs', 'edit'],
    }),
  },
  {
    when: /did not speak MCP|size limit/,
    advise: () => ({
      title: 'What answers is no MCP server',
      advice: 'Check the command or the address, and whether the program speaks MCP.',
      steps: ['edit', 'logs'],
    }),
  },
];

export function adviseOn(reason: string): Advice {
  for (const { when, advise } of RULES) {
    const found = when.exec(reason);
    if (found !== null) return advise(found);
  }
  return {
    title: 'The server does not work now',
    advice: 'Its log may say more.',
    steps: ['logs', 'restart', 'edit'],
  };
}

export const UNUSABLE_ADVICE: Advice = {
  title: 'This entry cannot be used, so it was left out',
  advice: 'Everything else runs.',
  steps: ['edit'],
};

/** Names of variables that an entry refers to and nobody has set. */
export function missingVariables(
  issues: readonly { readonly message: string }[],
): readonly string[] {
  const found = issues.flatMap(({ message }) => /\$\{(\w+)\} is not set/.exec(message)?.[1] ?? []);
  return [...new Set(found)];
}

function baseName(command: string): string {
  const name = command.split(/[\\/]/).at(-1) ?? command;
  return name.replace(/\.(exe|cmd|bat)$/i, '').toLowerCase();
}
