/** Reading parsed recipes.toml, where every value may be anything. */
import type { ConfigDocument } from '#contract/config-editing.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** By name, in the order of the file; what is no table is left out. */
export function recipesOf(document: ConfigDocument | undefined): ReadonlyMap<string, JsonObject> {
  return new Map(entriesAt(document?.value ?? undefined, 'recipes'));
}

/** The tables in the table `key`. */
export function entriesAt(
  value: JsonObject | undefined,
  key: string,
): readonly (readonly [string, JsonObject])[] {
  const table = value?.[key];
  if (!isObject(table)) return [];
  return Object.entries(table).flatMap(([name, entry]) =>
    isObject(entry) ? [[name, entry] as const] : [],
  );
}

/** The text at `key`; numbers as they are typed; undefined when there is neither. */
export function textAt(value: JsonObject | undefined, key: string): string | undefined {
  const found = value?.[key];
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
}

/** The texts in the list at `key`. */
export function listAt(value: JsonObject | undefined, key: string): readonly string[] {
  const found = value?.[key];
  return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : [];
}
