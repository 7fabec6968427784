/** inferencers.toml: text and environment to inferencer entries. */
import { type InferencerEntry, inferencerEntry } from '#contract/config.ts';
import type { Env } from './expand.ts';
import type { IssueLog } from './issue-log.ts';
import { KNOWN_KEYS, warnMisspelledKeys } from './known-keys.ts';
import {
  loadEntries,
  type LoadedEntries,
  type ReadEntry,
  type WrittenEntry,
} from './load-entries.ts';
import { BUILT_IN_INFERENCERS, RESERVED_NAMESPACES } from '#contract/names.ts';
import { type ConfigText, type LoadFailure, openFile } from './open-file.ts';
import { expandEntry, parseEntry } from './read-entry.ts';
import { expandedSecrets } from './secrets.ts';
import { isHttpUrl } from './server-rules.ts';

export function loadInferencers(
  source: ConfigText,
  env: Env,
): LoadedEntries<InferencerEntry> | LoadFailure {
  const file = openFile(source);
  if (!file.ok) return file;
  warnMisspelledKeys(file.log, file.root, { known: KNOWN_KEYS.inferencersFile });
  return loadEntries(file, {
    section: 'inferencers',
    noun: 'inferencer',
    read: (written) => readInferencer(written, env),
    // Unlike a server, an inferencer whose name begins with `_` is documentation.
    isEntry: (name) => !name.startsWith('_'),
  });
}

function readInferencer(source: WrittenEntry, env: Env): ReadEntry<InferencerEntry> {
  const { name, written, log } = source;
  warnMisspelledKeys(log, written, { known: KNOWN_KEYS.inferencer });
  const { value, used } = expandEntry(written, env, log);
  const secrets = expandedSecrets(used);
  // What is not filled in would only be found faulty once more.
  if (log.failed()) return { secrets };
  const entry = parseEntry(inferencerEntry, value, source);
  if (!entry) return { secrets };
  checkName(name, log);
  checkBaseUrl(name, entry.base_url, log);
  if (isLiteralKey(written.api_key)) {
    const hint = 'Keep it in the environment and write api_key = "$NAME".';
    log.warn(['api_key'], 'the API key itself stands in the file', hint);
  }
  checkKeys(entry, log);
  const { api_key: key } = entry;
  if (key === undefined || isKeyReference(key)) return { entry, secrets };
  return { entry, secrets: [...secrets, key] };
}

function checkName(name: string, log: IssueLog): void {
  if (RESERVED_NAMESPACES.includes(name)) {
    log.error([], `'${name}' is a name the router uses itself`, 'Choose another name.');
  } else if (name.includes('/')) {
    const hint = 'A model is written <inferencer>/<model>; choose a name without a slash.';
    log.error([], "the name of an inferencer cannot hold '/'", hint);
  }
}

function checkBaseUrl(name: string, url: string | undefined, log: IssueLog): void {
  const example = 'Write base_url = "http://127.0.0.1:1234/v1".';
  if (url === undefined || url === '') {
    if (BUILT_IN_INFERENCERS.includes(name) || RESERVED_NAMESPACES.includes(name)) return;
    log.error([], `missing 'base_url': '${name}' is not a built-in inferencer`, example);
  } else if (!isHttpUrl(url)) {
    log.error(['base_url'], "'base_url' must be an http:// or https:// address", example);
  } else if (new URL(url).username !== '' || new URL(url).password !== '') {
    const hint = 'Keep the key in the environment and write api_key = "$NAME".';
    log.error(['base_url'], "'base_url' must not hold a user name or password", hint);
  } else if (/\/chat\/completions\/*$/.test(url)) {
    const hint = 'Leave /chat/completions out: the router adds it.';
    log.warn(['base_url'], "'base_url' names one operation, not the whole API", hint);
  }
}

function checkKeys({ api_key: key, api_key_env: name }: InferencerEntry, log: IssueLog): void {
  if (name?.startsWith('$') === true) {
    const hint = `Write api_key_env = "${name.slice(1)}".`;
    log.warn(['api_key_env'], "'api_key_env' is the name of a variable, without '$'", hint);
  }
  if (key !== undefined && name !== undefined) {
    log.warn(['api_key_env'], "'api_key' is there, too, and is the one that counts");
  }
}

/** `$NAME`, looked up in the environment at every call. */
function isKeyReference(key: string): boolean {
  return /^\$\w+$/.test(key);
}

function isLiteralKey(written: unknown): boolean {
  if (typeof written !== 'string' || written === '') return false;
  return !isKeyReference(written) && !written.includes('${');
}
