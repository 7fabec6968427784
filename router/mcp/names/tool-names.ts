/** The names a tool has: dotted on MCP and in files, grammar-safe towards models. */

const MODEL_NAME_MAX = 64;
/** Parts of this shape joined by `__` can be told apart again. */
const PLAIN_PART = /^[A-Za-z0-9-]+(_[A-Za-z0-9-]+)*$/;
const HASH_LENGTH = 16;

/** What stands before the tool in dotted names: the server, or the `prefix` its entry wants. */
export function firstPart(server: string, prefix: string | false | undefined): string {
  return prefix === false ? '' : (prefix ?? server);
}

/** Without a first part just the tool's own name. */
export function dottedName(first: string, tool: string): string {
  return first === '' ? tool : `${first}.${tool}`;
}

/**
 * The name models see: `^[A-Za-z0-9_-]{1,64}$`, the same for the same pair for ever.
 * Plain pairs read `mcp__server__tool`; too long ones are hashed as a whole; pairs with unsafe or
 * ambiguous characters keep a readable beginning. The three forms cannot equal one another.
 */
export function modelName(server: string, tool: string): string {
  if (PLAIN_PART.test(server) && PLAIN_PART.test(tool)) {
    const full = `mcp__${server}__${tool}`;
    return full.length <= MODEL_NAME_MAX ? full : `mcp__${fnv1a64(full)}`;
  }
  const readable = ['mcp', cleaned(server), cleaned(tool)].filter((part) => part !== '').join('_');
  const room = MODEL_NAME_MAX - HASH_LENGTH - 1;
  // JSON keeps the two parts apart whatever characters they hold.
  return `${readable.slice(0, room)}_${fnv1a64(JSON.stringify([server, tool]))}`;
}

function cleaned(part: string): string {
  return part.replaceAll(/[^A-Za-z0-9-]+/g, '_').replaceAll(/^_+|_+$/g, '');
}

export interface ToolNameParts {
  readonly server: string;
  readonly tool: string;
}

/**
 * Every way to read `server.tool`, `server__tool` or `mcp__server__tool` with one of these servers,
 * the longest server name first.
 */
export function readingsOf(name: string, servers: Iterable<string>): readonly ToolNameParts[] {
  const readings: ToolNameParts[] = [];
  for (const server of servers) {
    for (const prefix of [`${server}.`, `${server}__`, `mcp__${server}__`]) {
      if (name.length > prefix.length && name.startsWith(prefix)) {
        readings.push({ server, tool: name.slice(prefix.length) });
      }
    }
  }
  return readings.sort((a, b) => b.server.length - a.server.length);
}

/** FNV-1a, 64 bits, over UTF-8, as 16 lower-case hex digits. */
export function fnv1a64(text: string): string {
  let hash = 0xcb_f2_9c_e4_84_22_23_25n;
  for (const byte of Buffer.from(text, 'utf8')) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x1_00_00_00_01_b3n);
  }
  return hash.toString(16).padStart(HASH_LENGTH, '0');
}
