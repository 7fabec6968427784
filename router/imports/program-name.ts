/** Programs that fetch and run other programs, and what a command line is called after. */

/** Fetch what they run, whatever follows. */
const FETCHING: readonly string[] = ['npx', 'bunx', 'pnpx', 'uvx', 'pipx'];
/** Fetch it with one of these words behind them. */
const FETCHING_WITH: ReadonlyMap<string, readonly string[]> = new Map([
  ['npm', ['exec', 'x', 'install', 'i', 'init', 'create']],
  ['pnpm', ['dlx', 'add', 'install', 'create']],
  ['yarn', ['dlx', 'add', 'create']],
  ['bun', ['x', 'add', 'install', 'create']],
  ['uv', ['run', 'tool', 'pip', 'add', 'sync']],
  ['pip', ['install']],
  ['pip3', ['install']],
  ['docker', ['run', 'pull', 'compose']],
  ['podman', ['run', 'pull']],
  ['go', ['run', 'install']],
  ['deno', ['run', 'install']],
  ['cargo', ['install', 'run']],
  ['dotnet', ['tool', 'dnx']],
  ['brew', ['install']],
]);

const INTERPRETERS = ['node', 'python', 'python3', 'py', 'ruby', 'java', 'php', 'perl', 'tsx'];

/** `C:\\bin\\NPX.cmd` as `npx`. */
export function programName(command: string): string {
  const [, name = ''] = /([^/\\]*)$/.exec(command.trim()) ?? [];
  return name.toLowerCase().replace(/\.(exe|cmd|bat|ps1|com)$/, '');
}

/** Whether the first word of a pasted line can only be a command. */
export function isKnownProgram(word: string): boolean {
  const name = programName(word);
  if (/^(~?[/\\]|\.{1,2}[/\\]|[A-Za-z]:[/\\])/.test(word)) return true;
  return [...FETCHING, ...FETCHING_WITH.keys(), ...INTERPRETERS, 'cmd', 'mcp-remote'].includes(
    name,
  );
}

/** Whether these words, anywhere among them, fetch a program from the network and run it. */
export function fetchesCode(words: readonly string[]): boolean {
  return words.some((word, at) => {
    const name = programName(word);
    if (FETCHING.includes(name)) return true;
    const needed = FETCHING_WITH.get(name);
    return (
      needed !== undefined && words.slice(at + 1, at + 4).some((next) => needed.includes(next))
    );
  });
}

/** A name for what a command starts: its package, image, module or script. */
export function nameOfCommand(command: string, args: readonly string[]): string {
  const program = programName(command);
  const target = /^(docker|podman)$/.test(program) ? imageOf(args) : targetOf(args);
  const isStarter = isKnownProgram(program) || /^(sh|bash|env|sudo)$/.test(program);
  return nameOfPackage(isStarter && target !== undefined ? target : program);
}

/** `https://mcp.notion.com/sse` as `notion`. */
export function nameOfAddress(address: string): string {
  const host = URL.parse(address)?.hostname ?? '';
  if (/^[\d.]+$|^\[/.test(host)) return host;
  const parts = host.split('.').filter((part) => !/^(www|mcp|api|server|app)$/.test(part));
  return parts.length > 1 ? (parts.at(-2) ?? host) : (parts[0] ?? host);
}

const WITH_VALUE = /^(-p|--package|--from|--with|--python|-c|--directory|--project)$/;

/** The first argument that is neither a flag, nor a flag's value, nor a word of the starter. */
function targetOf(args: readonly string[]): string | undefined {
  return args.find((arg, at) => {
    if (arg.startsWith('-') || WITH_VALUE.test(args[at - 1] ?? '')) return false;
    return !/^(run|tool|exec|x|dlx|\/c|npx|npm|uvx|uv)$/i.test(arg) && !/^\w+=/.test(arg);
  });
}

const CONTAINER_SWITCH =
  /^(-[itd]+|--rm|--init|--interactive|--tty|--privileged|--read-only|--.*=.*)$/;

function imageOf(args: readonly string[]): string | undefined {
  const behind = args.slice(args.indexOf('run') + 1);
  return behind.find((arg, at) => {
    const before = behind[at - 1] ?? '--rm';
    const isValue = before.startsWith('-') && !CONTAINER_SWITCH.test(before);
    return !arg.startsWith('-') && !isValue;
  });
}

/** `@scope/mcp-server-github@1.2` as `github`, `@playwright/mcp` as `playwright`. */
function nameOfPackage(target: string): string {
  const [scope = '', bare = ''] = /^@([^/]+)\/(.+)$/.exec(target)?.slice(1) ?? [];
  const path = (bare || target).replace(/[/\\]+$/, '');
  const file = path
    .split(/[/\\]/)
    .findLast((part) => !/^(dist|build|src|index\.\w+|main\.\w+)$/.test(part));
  const plain = (file ?? path)
    .replace(/[@:=<>~].*$/, '')
    .replace(/\.(m?js|cjs|ts|py|jar|exe|cmd|sh)$/, '');
  const short = plain
    .replaceAll(/(^|[-_.])(mcp|server|modelcontextprotocol)(?=$|[-_.])/gi, '$1')
    .replaceAll(/^[-_.]+|[-_.]+$/g, '')
    .replaceAll(/[-_.]{2,}/g, '-');
  return short || scope || plain;
}
