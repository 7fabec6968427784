/** One server of another program, with the keys of ours. */
import { markSecrets, type Place } from './find-secrets.ts';
import { isObject, memberOf } from './foreign-document.ts';
import type { ForeignServer } from './foreign-servers.ts';
import { literal, reference, type Template, wholeText } from './template.ts';
import { translateValue } from './translate-value.ts';

export interface ForeignEntry {
  readonly command: Template | undefined;
  readonly args: readonly Template[];
  readonly env: ReadonlyMap<string, Template>;
  readonly cwd: Template | undefined;
  readonly url: Template | undefined;
  readonly headers: ReadonlyMap<string, Template>;
  /** Only where it is not clear from the other keys. */
  readonly type: 'http' | 'sse' | undefined;
  readonly disabled: boolean;
  /** A file of variables, which is not read. */
  readonly envFile: string | undefined;
  readonly problem: string | null;
}

/** Never throws: what is wrong with it is its `problem`. */
export function readForeignEntry(server: ForeignServer, platform: NodeJS.Platform): ForeignEntry {
  const reader = createReader(server, platform);
  const { raw } = server;
  const get = (key: string): unknown => memberOf(raw, key);
  if (!isObject(raw)) reader.fail('It is not an object.');

  const { command, args, env } = readProgram(raw);
  const type = readType(get('type') ?? get('transport'), reader);
  const url = get('httpUrl') ?? get('serverUrl') ?? get('url');
  const isProgram = command !== undefined && (url === undefined || type === 'stdio');
  if (command !== undefined && url !== undefined && type === undefined) {
    reader.fail('It has both a command and an address; only one of them can be meant.');
  }
  if (command === undefined && url === undefined) {
    const isOfZed = get('source') === 'extension' || get('settings') !== undefined;
    reader.fail(
      isOfZed
        ? 'It belongs to an extension of its program.'
        : 'It names no command and no address.',
    );
  }
  const cwd = get('cwd') ?? (isProgram ? server.cwd : undefined);
  const envFile = get('envFile');
  const entry = {
    command: isProgram ? reader.text(command, 'command') : undefined,
    args: isProgram ? reader.list(args ?? []) : [],
    env: isProgram ? readEnv(env, get('env_vars'), reader) : new Map<string, Template>(),
    cwd: cwd === undefined ? undefined : reader.text(cwd, 'cwd'),
    url: isProgram || url === undefined ? undefined : reader.text(url, 'url', { kind: 'url' }),
    headers: isProgram ? new Map<string, Template>() : readHeaders(get, reader),
    disabled: get('disabled') === true || get('enabled') === false,
    envFile: typeof envFile === 'string' ? envFile : undefined,
  };
  if (entry.url !== undefined) checkUrl(entry.url, reader);
  const isSse = type === 'sse' || (server.urlMeansSse === true && get('httpUrl') === undefined);
  return {
    ...entry,
    type: isProgram || type === 'stdio' ? undefined : isSse && type !== 'http' ? 'sse' : type,
    problem: server.problem ?? reader.problem(),
  };
}

/** A command may be one text, a list, or an object as in older files of Zed. */
function readProgram(raw: unknown): Record<'command' | 'args' | 'env', unknown> {
  const command = memberOf(raw, 'command');
  const env = memberOf(raw, 'env') ?? memberOf(raw, 'environment');
  if (Array.isArray(command))
    return { command: command[0] as unknown, args: command.slice(1), env };
  if (!isObject(command)) return { command, args: memberOf(raw, 'args'), env };
  const [args, own] = [memberOf(command, 'args'), memberOf(command, 'env')];
  return { command: memberOf(command, 'path'), args: args ?? undefined, env: own ?? env };
}

const TYPES: Readonly<Record<string, 'stdio' | 'http' | 'sse'>> = {
  stdio: 'stdio',
  local: 'stdio',
  http: 'http',
  streamablehttp: 'http',
  sse: 'sse',
};

/** `remote` and the like say nothing that the address does not. */
function readType(type: unknown, reader: Reader): 'stdio' | 'http' | 'sse' | undefined {
  if (typeof type !== 'string') return undefined;
  const known = new Map(Object.entries(TYPES)).get(type.toLowerCase().replaceAll(/[-_]/g, ''));
  if (/^(ws|websocket)/i.test(type))
    reader.fail('It speaks over a web socket, which is not supported.');
  return known;
}

/** Codex passes on the variables named in `env_vars` when they are set. */
function readEnv(env: unknown, passedOn: unknown, reader: Reader): ReadonlyMap<string, Template> {
  const names = Array.isArray(passedOn) ? passedOn.filter((name) => typeof name === 'string') : [];
  const passed = names.map((name) => [name, [reference(name, '')]] as const);
  return reader.checked(new Map([...passed, ...reader.map(env, 'env')]), 'env');
}

function readHeaders(get: (key: string) => unknown, reader: Reader): ReadonlyMap<string, Template> {
  const headers = new Map(reader.map(get('headers') ?? get('http_headers'), 'header'));
  const fromEnv = get('env_http_headers');
  for (const [name, variable] of isObject(fromEnv) ? Object.entries(fromEnv) : []) {
    if (typeof variable === 'string') headers.set(name, [reference(variable)]);
  }
  const bearer = get('bearer_token_env_var');
  if (typeof bearer === 'string') {
    headers.set('Authorization', [{ kind: 'text', text: 'Bearer ' }, reference(bearer)]);
  }
  return reader.checked(headers, 'header');
}

function checkUrl(url: Template, reader: Reader): void {
  const isFilledIn = url[0]?.kind === 'reference';
  const text = wholeText(url).replaceAll(/\$\{[^}]*\}/g, 'x');
  if (isFilledIn || /^https?:$/.test(URL.parse(text)?.protocol ?? '')) return;
  reader.fail('Its address does not begin with http:// or https://.');
}

/** Of all values together; looking for secrets and warnings takes its time. */
const LONGEST = 32 * 1024;
/** In our files it would be turned into one of the user's own secrets. */
const OWN_MARK = /‹\s*secret/i;
const MARKED = 'It holds ‹secret›, which is a mark of the router.';

type Reader = ReturnType<typeof createReader>;

/** Reads values of any kind and remembers the first thing that is wrong. */
function createReader(server: ForeignServer, platform: NodeJS.Platform) {
  let first: string | null = null;
  let length = 0;
  const fail = (problem: string): void => void (first ??= problem);

  function text(value: unknown, key: string, place: Place = { kind: 'other' }): Template {
    const isScalar = ['string', 'number', 'boolean'].includes(typeof value);
    if (!isScalar) fail(`Its '${key}' is not text.`);
    const written = isScalar ? String(value) : '';
    length += written.length;
    if (length > LONGEST) {
      fail('It is longer than 32 KB.');
      return literal('');
    }
    if (key === 'command' && written.trim() === '') fail("Its 'command' is empty.");
    if (OWN_MARK.test(written)) fail(MARKED);
    const translated = translateValue(written, { dialect: server.dialect, platform });
    if (translated.problem !== null) fail(translated.problem);
    return markSecrets(translated.template, place);
  }

  return {
    fail,
    problem: () => first,
    text,
    list(values: unknown): readonly Template[] {
      if (!Array.isArray(values)) fail("Its 'args' are not a list.");
      const items: readonly unknown[] = Array.isArray(values) ? values : [];
      return items.map((item, at) => {
        const before = items[at - 1];
        return text(item, 'args', {
          kind: 'argument',
          before: typeof before === 'string' ? before : undefined,
        });
      });
    },
    map(values: unknown, kind: 'env' | 'header'): readonly (readonly [string, Template])[] {
      if (values !== undefined && values !== null && !isObject(values)) {
        fail(`Its '${kind === 'env' ? 'env' : 'headers'}' is not an object.`);
      }
      const members = isObject(values) ? Object.entries(values) : [];
      return members.map(
        ([name, value]) => [name, text(value ?? '', name, { kind, name })] as const,
      );
    },
    /** Our files take keys that begin with `_` as notes: nothing is filled in below them. */
    checked(values: ReadonlyMap<string, Template>, kind: 'env' | 'header') {
      for (const [name, template] of values) {
        if (OWN_MARK.test(name)) fail(MARKED);
        if (name === '' || name === '__proto__') fail(`One of its ${kind} names cannot be used.`);
        const isPlain = template.every((piece) => piece.kind === 'text');
        if (name.startsWith('_') && !isPlain) {
          fail(
            `'${name.slice(0, 60)}' needs a variable, which is not possible below a name with _.`,
          );
        }
      }
      return values;
    },
  };
}
