/** Makes up arguments for a tool from its JSON schema and what the user wrote. */
import { fieldOf } from '#core/field-of.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Schemas may refer to themselves; deeper than this everything is left empty. */
const MAX_DEPTH = 6;

/** Nor may they multiply: about so many values are made, then no list or object gets anything in. */
const MAX_VALUES = 1_000;

const MAX_ITEMS = 10;

/**
 * Numbers in `text` fill numeric properties in the schema's order; other required properties get
 * the smallest valid value, strings the text itself; what is optional otherwise stays away.
 */
export function toDemoArguments(schema: unknown, text: string): Record<string, unknown> {
  const root = isSchema(schema) ? schema : {};
  const numbers = text.match(/(?<![\w.])-?\d+(?:\.\d+)?/g)?.map(Number) ?? [];
  return new ArgumentMaker(root, text, numbers).object(root, 0);
}

class ArgumentMaker {
  readonly #root: Schema;
  readonly #text: string;
  readonly #numbers: number[];
  #valuesLeft = MAX_VALUES;

  constructor(root: Schema, text: string, numbers: number[]) {
    this.#root = root;
    this.#text = text;
    this.#numbers = numbers;
  }

  object(schema: Schema, depth: number): Record<string, unknown> {
    const made: Record<string, unknown> = {};
    const required = new Set(listOf(schema['required']));
    const properties = isSchema(schema['properties']) ? schema['properties'] : {};
    const entries = Object.entries(properties);
    // What is only looked at costs as well.
    this.#valuesLeft -= entries.length + required.size;
    for (const [name, raw] of entries) {
      const property = this.#resolve(raw, depth);
      const takesNumber = this.#numbers.length > 0 && isNumeric(property);
      if (required.has(name) || takesNumber) made[name] = this.#value(property, depth);
    }
    return made;
  }

  #value(schema: Schema, depth: number): unknown {
    if ('const' in schema) return schema['const'];
    const choices = listOf(schema['enum']);
    if (choices.length > 0) return choices[0];
    const type = typeOf(schema);
    if (type === 'number' || type === 'integer') return this.#number(schema, type);
    if (schema['default'] !== undefined) return schema['default'];
    if (type === 'boolean') return false;
    if (type === 'null') return null;
    if (type === 'array') return this.#array(schema, depth);
    if (type === 'object') return this.#mayNest(depth) ? this.object(schema, depth + 1) : {};
    return this.#string(schema);
  }

  #number(schema: Schema, type: 'number' | 'integer'): unknown {
    const said = this.#numbers.shift();
    if (said === undefined) return schema['default'] ?? schema['minimum'] ?? 1;
    return type === 'integer' ? Math.round(said) : said;
  }

  #string(schema: Schema): string {
    const longest = schema['maxLength'];
    return typeof longest === 'number' ? this.#text.slice(0, longest) : this.#text;
  }

  #array(schema: Schema, depth: number): unknown[] {
    const least = schema['minItems'];
    const length =
      typeof least === 'number' && this.#mayNest(depth) ? Math.min(least, MAX_ITEMS) : 0;
    this.#valuesLeft -= length;
    const items = this.#resolve(schema['items'], depth);
    return Array.from({ length }, () => this.#value(items, depth + 1));
  }

  #mayNest(depth: number): boolean {
    return depth < MAX_DEPTH && this.#valuesLeft > 0;
  }

  /** Follows local references and takes the first choice that is not null. */
  #resolve(raw: unknown, depth: number): Schema {
    let schema = isSchema(raw) ? raw : {};
    for (let step = depth; step < MAX_DEPTH; step += 1) {
      const reference = schema['$ref'];
      const choices = [...listOf(schema['anyOf']), ...listOf(schema['oneOf'])].filter(isSchema);
      const next =
        typeof reference === 'string'
          ? this.#follow(reference)
          : (choices.find((choice) => typeOf(choice) !== 'null') ?? listOf(schema['allOf'])[0]);
      if (!isSchema(next)) break;
      const { $ref: _ref, anyOf: _any, oneOf: _one, allOf: _all, ...own } = schema;
      schema = { ...next, ...own };
    }
    return schema;
  }

  #follow(reference: string): unknown {
    if (!reference.startsWith('#')) return undefined;
    return reference
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<unknown>(fieldOf, this.#root);
  }
}

function typeOf(schema: Schema): string {
  const { type } = schema;
  const first: unknown = Array.isArray(type) ? type.find((name) => name !== 'null') : type;
  if (typeof first === 'string') return first;
  if (isSchema(schema['properties'])) return 'object';
  return schema['items'] === undefined ? 'string' : 'array';
}

function isNumeric(schema: Schema): boolean {
  const type = typeOf(schema);
  const free = !('const' in schema) && listOf(schema['enum']).length === 0;
  return free && (type === 'number' || type === 'integer');
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
