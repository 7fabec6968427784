/** Input schemas in an answer that must stay small. */
import type { JsonObject } from '#core/ports/tools.ts';

const LONGEST_SCHEMA = 3_000;
const MOST_PROPERTIES = 40;
const LONGEST_TEXT = 80;

/** The schema itself if it is short, else its properties with types, and which are required. */
export function fitSchema(schema: JsonObject): JsonObject {
  if (JSON.stringify(schema).length <= LONGEST_SCHEMA) return schema;
  const { properties, required } = schema;
  const names = isObject(properties) ? Object.keys(properties) : [];
  const kept = names
    .filter((name) => name.length <= LONGEST_TEXT)
    .sort((a, b) => Number(isIn(required, b)) - Number(isIn(required, a)))
    .slice(0, MOST_PROPERTIES);
  const short = kept.map((name) => [name, shorten((properties as JsonObject)[name])] as const);
  return {
    type: 'object',
    properties: Object.fromEntries(short),
    ...(Array.isArray(required) && { required: kept.filter((name) => isIn(required, name)) }),
    description: 'Shortened: the whole schema is too long to be shown here.',
  };
}

function shorten(property: unknown): JsonObject {
  if (!isObject(property)) return {};
  const { type, description } = property;
  return {
    ...(typeof type === 'string' && { type: type.slice(0, LONGEST_TEXT) }),
    ...(typeof description === 'string' && { description: description.slice(0, LONGEST_TEXT) }),
  };
}

function isIn(list: unknown, name: string): boolean {
  return Array.isArray(list) && list.includes(name);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
