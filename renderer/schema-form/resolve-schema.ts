/** Reading a JSON Schema that comes from a stranger: nothing in it is taken for granted. */
export type Schema = Readonly<Record<string, unknown>>;

/** Schemas may refer to themselves. */
const MOST_STEPS = 5;

/** Follows references inside the schema, and takes the one type of `T | null`. */
export function resolveSchema(schema: Schema, root: Schema): Schema {
  let found = schema;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const next = target(found, root) ?? onlyType(found);
    if (next === undefined) break;
    // What stands beside a reference or a union is about this place.
    const { $ref: _, anyOf: __, oneOf: ___, type: ____, ...own } = found;
    found = { ...next, ...own };
  }
  return found;
}

function target({ $ref: reference }: Schema, root: Schema): Schema | undefined {
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return undefined;
  let place: unknown = root;
  for (const part of reference.slice(2).split('/')) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const table = asTable(place);
    place = table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
  }
  return asTable(place);
}

function onlyType({ anyOf, oneOf, type }: Schema): Schema | undefined {
  if (Array.isArray(type)) {
    const [only, ...others] = type.filter((name) => name !== 'null');
    return typeof only === 'string' && others.length === 0 ? { type: only } : undefined;
  }
  const members = [...asList(anyOf), ...asList(oneOf)].map((member) => asTable(member) ?? {});
  const real = members.filter((member) => member['type'] !== 'null');
  return real.length === 1 ? real[0] : undefined;
}

export function asTable(value: unknown): Schema | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
