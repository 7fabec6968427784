/** Names of servers in our mcp.json: letters, digits, `-` and `_`. */
import { memberOf } from './foreign-document.ts';
import type { ForeignEntry } from './foreign-entry.ts';
import { nameOfAddress, nameOfCommand } from './program-name.ts';
import { wholeText } from './template.ts';

const LONGEST = 48;

export function isServerName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(name);
}

/** A valid name that is not `taken`, made from the other program's or from what is started. */
export function suggestName(base: string, entry: ForeignEntry, taken: ReadonlySet<string>): string {
  const cleaned = cleanName(base) || cleanName(nameFromEntry(entry)) || 'server';
  for (let count = 1; ; count++) {
    const name = count === 1 ? cleaned : `${cleaned}-${count}`;
    if (!taken.has(name)) return name;
  }
}

/** The servers of our file by name. */
export function ownServers(
  value: Readonly<Record<string, unknown>> | null,
): ReadonlyMap<string, unknown> {
  const servers = memberOf(value, 'mcpServers');
  return new Map(typeof servers === 'object' && servers !== null ? Object.entries(servers) : []);
}

function nameFromEntry({ command, args, url }: ForeignEntry): string {
  if (command !== undefined) return nameOfCommand(wholeText(command), args.map(wholeText));
  return url === undefined ? '' : nameOfAddress(wholeText(url));
}

/** Two underscores in a row would part server and tool in the names that models see. */
function cleanName(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9_-]+/g, '-')
    .replaceAll(/_+/g, '_')
    .replaceAll(/-+/g, '-')
    .slice(0, LONGEST)
    .replaceAll(/^[-_]+|[-_]+$/g, '');
}
