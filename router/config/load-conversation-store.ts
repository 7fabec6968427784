/** `conversationStore` in mcp.json: a server of the same file, or an address. */
import { type ConversationStoreEntry, conversationStoreEntry } from '#contract/config.ts';
import type { Env } from './expand.ts';
import { isObject } from './formats/value-at.ts';
import type { IssueLog } from './issue-log.ts';
import { KNOWN_KEYS, warnMisspelledKeys } from './known-keys.ts';
import type { ReadEntry } from './load-entries.ts';
import type { OpenedFile } from './open-file.ts';
import { expandEntry, parseEntry } from './read-entry.ts';
import { entrySecrets, expandedSecrets } from './secrets.ts';
import { isHttpUrl } from './server-rules.ts';

const KEY = 'conversationStore';

/** A wrong one is left out and reported. */
export function loadConversationStore(
  { root, format, log: fileLog }: OpenedFile,
  servers: ReadonlySet<string>,
  env: Env,
): ReadEntry<ConversationStoreEntry> {
  const found = root[KEY];
  if (found === undefined || found === null) return {};
  const log = fileLog.under([KEY]);
  // The short form of earlier programs: the name of a server.
  const written = typeof found === 'string' ? { server: found } : found;
  if (!isObject(written)) {
    const hint = 'Write { "server": "<name>" } or { "url": "..." }.';
    log.error([], `'${KEY}' must be an object or the name of a server`, hint);
    return {};
  }
  warnMisspelledKeys(log, written, { known: KNOWN_KEYS.conversationStore });
  const { value, used } = expandEntry(written, env, log);
  const secrets = expandedSecrets(used);
  // What is not filled in would only be found faulty once more.
  if (log.failed()) return { secrets };
  const entry = parseEntry(conversationStoreEntry, value, { log, format });
  if (entry === undefined) return { secrets };
  checkStore(entry, servers, log);
  const { headers } = entry;
  const all = [...secrets, ...entrySecrets({ env: {}, headers })];
  return log.failed() ? { secrets: all } : { entry, secrets: all };
}

function checkStore(
  { server, url, type }: ConversationStoreEntry,
  servers: ReadonlySet<string>,
  log: IssueLog,
): void {
  if ((server === undefined) === (url === undefined)) {
    const hint = "Keep 'server' for an MCP server of this file, 'url' for a store over HTTP.";
    log.error([], "exactly one of 'server' and 'url' must be there", hint);
  } else if (type !== undefined && (type === 'http') !== (url !== undefined)) {
    log.error(['type'], `type '${type}' needs '${type === 'http' ? 'url' : 'server'}'`);
  } else if (url !== undefined && !isHttpUrl(url)) {
    log.error(['url'], "'url' must be an http:// or https:// address");
  } else if (server !== undefined && !servers.has(server)) {
    const known = [...servers].sort().join(', ') || 'none';
    log.error(['server'], `there is no server '${server}' in mcpServers`, `There are: ${known}.`);
  }
}
