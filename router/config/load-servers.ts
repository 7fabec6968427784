/** mcp.json: text and environment to server entries. */
import { type ConversationStoreEntry, type ServerEntry, serverEntry } from '#contract/config.ts';
import { loadConversationStore } from './load-conversation-store.ts';
import type { Env } from './expand.ts';
import { KNOWN_KEYS, warnMisspelledKeys } from './known-keys.ts';
import {
  loadEntries,
  type LoadedEntries,
  type ReadEntry,
  type WrittenEntry,
} from './load-entries.ts';
import { type ConfigText, type LoadFailure, openFile } from './open-file.ts';
import { expandEntry, parseEntry } from './read-entry.ts';
import { entrySecrets, expandedSecrets } from './secrets.ts';
import { checkServer, warnEmptyEnv } from './server-rules.ts';

export interface LoadedServers extends LoadedEntries<ServerEntry> {
  readonly store: ConversationStoreEntry | undefined;
}

export function loadServers(source: ConfigText, env: Env): LoadedServers | LoadFailure {
  const file = openFile(source);
  if (!file.ok) return file;
  const { root, log } = file;
  warnMisspelledKeys(log, root, { known: KNOWN_KEYS.mcpFile, isShared: true });
  if (root.mcpServers === undefined && root.servers !== undefined) {
    log.warn(['servers'], "'servers' is not read here", "Rename it to 'mcpServers'.");
  }
  const servers = loadEntries(file, {
    section: 'mcpServers',
    noun: 'server',
    read: (written) => readServer(written, env),
  });
  if (!servers.ok) return servers;
  const { entry: store, secrets = [] } = loadConversationStore(file, servers.names, env);
  return { ...servers, store, secrets: new Set([...servers.secrets, ...secrets]) };
}

function readServer(source: WrittenEntry, env: Env): ReadEntry<ServerEntry> {
  const { name, written, log } = source;
  warnMisspelledKeys(log, written, { known: KNOWN_KEYS.server, isShared: true });
  warnMisspelledKeys(log, written.tools, {
    path: ['tools'],
    known: KNOWN_KEYS.serverTools,
    isShared: true,
  });
  const { value, used } = expandEntry(written, env, log);
  const secrets = expandedSecrets(used);
  // What is not filled in would only be found faulty once more.
  if (log.failed()) return { secrets };
  const entry = parseEntry(serverEntry, value, source);
  if (!entry) return { secrets };
  checkServer(entry, log);
  warnEmptyEnv({ name, written, entry }, log);
  return { entry, secrets: [...secrets, ...entrySecrets(entry)] };
}
