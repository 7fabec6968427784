/** One pasted line: a command that adds a server, the server's own command, an address, a link. */
import { isObject, memberOf, parseJson } from './foreign-document.ts';
import { type ForeignServer, serversInAnyShape } from './foreign-servers.ts';
import { isKnownProgram, programName } from './program-name.ts';
import { splitShellLine } from './shell-words.ts';

/** Empty when the line is nothing of that. */
export function parseCommandLine(line: string): readonly ForeignServer[] {
  const bare = line.trim().replace(/^([$>%]|PS[^>]*>)\s+/, '');
  const linked = parseLink(bare);
  if (linked.length > 0) return linked;
  if (/^https?:\/\/\S+$/i.test(bare)) return [toServer('', { url: bare })];
  const { words, operator } = splitShellLine(bare);
  const found = parseAdding(words) ?? parseStarting(words);
  if (operator === undefined) return found;
  const problem = `It is a line for a shell, with '${operator}' in it; a server is one program.`;
  return found.map((server) => ({ ...server, problem }));
}

/** Variables stand in a shell's line as `$NAME` and `${NAME}`. */
function toServer(name: string, raw: object): ForeignServer {
  return { name, base: name, raw, dialect: 'dollar' };
}

/** `claude mcp add`, its relatives, and `code --add-mcp`. Undefined when it is none of them. */
function parseAdding(words: readonly string[]): readonly ForeignServer[] | undefined {
  const [program = '', mcp, verb, ...rest] = words;
  if (mcp === '--add-mcp' && programName(program).startsWith('code'))
    return parseJsonWord(verb, '');
  if (mcp !== 'mcp') return undefined;
  if (verb === 'add-json') {
    const [name, json] = rest.filter((word, at) => {
      return !word.startsWith('-') && !/^(-s|--scope)$/.test(rest[at - 1] ?? '');
    });
    return parseJsonWord(json, name ?? '');
  }
  return verb === 'add' ? parseAddOptions(rest) : undefined;
}

function parseJsonWord(json: string | undefined, name: string): readonly ForeignServer[] {
  const document = parseJson(json ?? '');
  if (!document.ok) return [];
  return serversInAnyShape(document.value, 'any').map((server) =>
    server.name === '' ? { ...server, name, base: name } : server,
  );
}

const ONE_VALUE =
  /^(-t|--transport|--type|-s|--scope|--url|--bearer-token-env-var|--timeout|--description|--client-id|--callback-port|--include-tools|--exclude-tools|--cwd)$/;

interface Added {
  readonly places: string[];
  readonly env: Record<string, string>;
  readonly headers: Record<string, string>;
  readonly options: Map<string, string>;
}

function parseAddOptions(words: readonly string[]): readonly ForeignServer[] {
  const added: Added = { places: [], env: {}, headers: {}, options: new Map() };
  const { places, env, headers, options } = added;
  let at = 0;
  // Behind the command everything is its own.
  while (at < words.length && !isProgramBegun(places)) at = readOption(words, at, added);
  const [name = '', target, ...args] = [...places, ...words.slice(at)];
  const type = options.get('-t') ?? options.get('--transport') ?? options.get('--type');
  const url = options.get('--url') ?? (isAddress(target) ? target : undefined);
  const bearer = options.get('--bearer-token-env-var');
  if (url !== undefined) {
    const extra = bearer === undefined ? {} : { bearer_token_env_var: bearer };
    return [toServer(name, { url, headers, ...(type === undefined ? {} : { type }), ...extra })];
  }
  return target === undefined ? [] : [toServer(name, { command: target, args, env })];
}

function isProgramBegun(places: readonly string[]): boolean {
  return places.length > 1 && !isAddress(places[1]);
}

/** Returns where to go on. */
function readOption(words: readonly string[], at: number, added: Added): number {
  const word = words[at] ?? '';
  const [, flag = word, value = words[at + 1] ?? ''] = /^(--?[\w-]+)=(.*)$/s.exec(word) ?? [];
  const next = flag === word ? at + 2 : at + 1;
  if (word === '--') {
    // The command may come without a name before it.
    while (added.places.length < 1) added.places.push('');
    added.places.push(...words.slice(at + 1));
    return words.length;
  }
  if (flag === '-e' || flag === '--env')
    return readPairs(words, flag === word ? at + 1 : at, added);
  if (flag === '-H' || flag === '--header') {
    const [, name, text = ''] = /^([^:]+):\s*(.*)$/s.exec(value) ?? [];
    if (name !== undefined) added.headers[name.trim()] = text;
    return next;
  }
  if (ONE_VALUE.test(flag)) {
    added.options.set(flag, value);
    return next;
  }
  if (!word.startsWith('-')) added.places.push(word);
  return at + 1;
}

/** One `--env` may be followed by several pairs. */
function readPairs(words: readonly string[], from: number, { env }: Added): number {
  let at = from;
  for (; at < words.length; at++) {
    const [, name, value = ''] =
      /^(?:(?:-e|--env)=)?([A-Za-z_]\w*)=(.*)$/s.exec(words[at] ?? '') ?? [];
    if (name === undefined) break;
    env[name] = value;
  }
  return Math.max(at, from);
}

function isAddress(word: string | undefined): boolean {
  return /^https?:\/\//i.test(word ?? '');
}

/** `KEY=value npx -y package`: only if the first word is surely a program, not the first of a sentence. */
function parseStarting(words: readonly string[]): readonly ForeignServer[] {
  const behindEnv = words[0] === 'env' || words[0] === 'export' ? words.slice(1) : words;
  const count = behindEnv.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  const [command, ...args] = count === -1 ? [] : behindEnv.slice(count);
  if (command === undefined || !isKnownProgram(command)) return [];
  const env = Object.fromEntries(
    behindEnv.slice(0, count).map((pair) => {
      const cut = pair.indexOf('=');
      return [pair.slice(0, cut), pair.slice(cut + 1)];
    }),
  );
  return [toServer('', { command, args, env })];
}

/** Links that open an editor with an entry in them: `?name=...&config=<base64>`, `mcp/install?{...}`. */
function parseLink(text: string): readonly ForeignServer[] {
  const [, json] = /^vscode[\w-]*:\/?\/?mcp\/install\?(.+)$/s.exec(text) ?? [];
  if (json !== undefined) return parseJsonWord(decodeLink(json), '');
  const link = /^[a-z][\w+.-]*:\S+$/i.test(text) ? URL.parse(text)?.searchParams : undefined;
  const config = link?.get('config');
  if (config === undefined || config === null) return [];
  const decoded = /^\s*\{/.test(config) ? config : Buffer.from(config, 'base64').toString('utf8');
  const servers = parseJsonWord(decoded, link?.get('name') ?? '');
  return servers.filter(({ raw }) => isObject(raw) && memberOf(raw, 'config') === undefined);
}

function decodeLink(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign of its own; the text may still be read as it is.
    return text;
  }
}
