/** Reading what somebody wrote into mcp.json, whatever shape it has. */
import type { ConfigDocument } from '#contract/config-editing.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((at, key) => (isObject(at) ? at[key] : undefined), value);
}

export function textAt(value: unknown, path: readonly string[]): string | undefined {
  const found = valueAt(value, path);
  return typeof found === 'string' ? found : undefined;
}

/** The texts of a list; undefined when there is no list. */
export function listAt(value: unknown, path: readonly string[]): readonly string[] | undefined {
  const found = valueAt(value, path);
  return Array.isArray(found) ? found.map(String) : undefined;
}

/** Name and text of each pair; numbers and the like as they would be written. */
export function pairsAt(value: unknown, path: readonly string[]): readonly [string, string][] {
  const found = valueAt(value, path);
  if (!isObject(found)) return [];
  return Object.entries(found).map(([key, one]) => [
    key,
    typeof one === 'string' ? one : JSON.stringify(one),
  ]);
}

/** The entries of mcp.json in the order of the file; keys that begin with `_` are notes. */
export function serverEntries(
  document: ConfigDocument | undefined,
): ReadonlyMap<string, JsonObject> {
  const section = valueAt(document?.value, ['mcpServers']);
  if (!isObject(section)) return new Map();
  return new Map(
    Object.entries(section).flatMap(([name, entry]): [string, JsonObject][] =>
      name.startsWith('_') ? [] : [[name, isObject(entry) ? entry : {}]],
    ),
  );
}

/** The command line or the address of an entry, for one line. */
export function describeEntry(entry: JsonObject): string {
  const command = textAt(entry, ['command']);
  if (command === undefined) return textAt(entry, ['url']) ?? '';
  return [command, ...(listAt(entry, ['args']) ?? [])].join(' ');
}
