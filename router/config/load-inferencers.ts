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
import { looksLikeKey } from '#core/secret-shapes.ts';

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
  // Before anything is filled in: messages about that name the variable.
  const misplaced = checkKeyNames(written, log);
  if (log.failed()) return { secrets: misplaced };
  const { value, used } = expandEntry(written, env, log);
  const secrets = expandedSecrets(used);
  // What is not filled in would only be found faulty once more.
  if (log.failed()) return { secrets };
  const entry = parseEntry(inferencerEntry, value, source);
  if (!entry) return { secrets };
  const filledIn = checkKeyNames(entry, log);
  if (filledIn.length > 0) return { secrets: [...secrets, ...filledIn] };
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
  if (key !== undefined && name !== undefined) {
    log.warn(['api_key_env'], "'api_key' is there, too, and is the one that counts");
  }
}

/**
 * Names of variables are told to everybody, so that a key in the place of one must be found. Returns
 * the values to hide; messages do not quote them.
 */
function checkKeyNames(entry: Readonly<Record<string, unknown>>, log: IssueLog): readonly string[] {
  const { api_key: key, api_key_env: name } = entry;
  const misplaced: string[] = [];
  if (typeof name === 'string' && !isVariableOrReference(name)) {
    const hint = 'Write the name of a variable, such as OPENAI_API_KEY, without $.';
    log.error(['api_key_env'], "'api_key_env' is not the name of a variable", hint);
    misplaced.push(name);
  }
  if (typeof key === 'string' && !isKeyOrReference(key)) {
    const hint = 'Write api_key = "$NAME", with the name of a variable.';
    log.error(['api_key'], "what follows '$' in 'api_key' is not the name of a variable", hint);
    misplaced.push(key);
  }
  return misplaced.flatMap((value) => {
    const bare = value.replaceAll(/^[\s${]+|[\s}]+$/g, '');
    return [value.trim(), bare];
  });
}

/** Empty is no key at all. */
function isVariableOrReference(written: string): boolean {
  const text = written.trim();
  return text === '' || isVariableName(text) || (text.includes('${') && hasGoodReferences(text));
}

function isKeyOrReference(written: string): boolean {
  const text = written.trim();
  if (text.includes('${')) return hasGoodReferences(text);
  return !text.startsWith('$') || isVariableName(text.slice(1));
}

function hasGoodReferences(text: string): boolean {
  return text
    .split('${')
    .slice(1)
    .every((rest) => {
      const [, name = ''] = /^([^}]*)\}/.exec(rest) ?? [];
      return isVariableName(name.replace(/:-.*$/s, ''));
    });
}

function isVariableName(text: string): boolean {
  return /^[A-Za-z_]\w{0,99}$/.test(text) && !looksLikeKey(text);
}

/** `$NAME`, looked up in the environment at every call. */
function isKeyReference(key: string): boolean {
  return /^\$\w+$/.test(key);
}

function isLiteralKey(written: unknown): boolean {
  if (typeof written !== 'string' || written === '') return false;
  return !isKeyReference(written) && !written.includes('${');
}
