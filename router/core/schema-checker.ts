/** Judges values by the JSON schemas of MCP servers; never fetches a remote schema. */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';

import type { JsonObject } from './ports/tools.ts';

/** What is wrong, such as `/path must be string`; undefined when the value fits. */
export type Validate = (value: unknown) => string | undefined;

/**
 * What judges by that schema, made once for each schema object. Undefined for one that does not
 * compile; `onUnusable` is told why, once.
 */
export type SchemaChecker = (
  schema: JsonObject,
  onUnusable: (cause: unknown) => void,
) => Validate | undefined;

/** Enough to repair a value with; more only costs tokens. */
const MAX_REPORTED = 5;
const OPTIONS = { strict: false, allErrors: true, logger: false } as const;

export function createSchemaChecker(): SchemaChecker {
  // Made on first use: they cost tens of milliseconds.
  let dialects: { readonly latest: Ajv2020; readonly draft07: Ajv } | undefined;
  /** Null for schemas that do not compile. */
  const known = new WeakMap<JsonObject, Validate | null>();

  function make(schema: JsonObject): Validate {
    dialects ??= { latest: new Ajv2020(OPTIONS), draft07: new Ajv(OPTIONS) };
    const validate = compileOnce(isOldDialect(schema) ? dialects.draft07 : dialects.latest, schema);
    return (value) => (validate(value) ? undefined : describeErrors(validate.errors ?? []));
  }

  return (schema, onUnusable) => {
    let validate = known.get(schema);
    if (validate === undefined) {
      try {
        validate = make(schema);
      } catch (cause) {
        validate = null;
        onUnusable(cause);
      }
      known.set(schema, validate);
    }
    return validate ?? undefined;
  };
}

function isOldDialect({ $schema }: JsonObject): boolean {
  return typeof $schema === 'string' && /draft-0[467]|json-schema\.org\/schema/.test($schema);
}

/** Compiles without leaving the schema in Ajv's own cache, which would keep it alive for ever. */
function compileOnce(ajv: Ajv, given: JsonObject): ValidateFunction {
  // Ajv refuses dialects it has no name for; `$async` would make the answer a promise.
  const { $schema: _, $async: _async, ...schema } = withoutPatterns(given);
  try {
    return ajv.compile(schema);
  } finally {
    ajv.removeSchema(schema);
  }
}

/**
 * A server's regular expression could keep this process busy for ever, so `pattern` is left to the
 * server. Where properties are allowed by pattern, others cannot be told from them.
 */
function withoutPatterns(schema: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    if (key === 'pattern' && typeof value === 'string') return undefined;
    if (typeof value !== 'object' || value === null) return value;
    if (!('patternProperties' in value)) return value;
    const {
      patternProperties: _,
      additionalProperties: _a,
      unevaluatedProperties: _u,
      ...rest
    }: Record<string, unknown> = { ...value };
    return rest;
  });
}

function describeErrors(errors: readonly ErrorObject[]): string {
  const reported = errors.slice(0, MAX_REPORTED).map(describeError);
  const more = errors.length - reported.length;
  return [...reported, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function describeError({ instancePath, keyword, message, params }: ErrorObject): string {
  const place = instancePath === '' ? '/' : instancePath;
  const { additionalProperty, allowedValues, allowedValue } = params as Record<string, unknown>;
  const detail = {
    additionalProperties: additionalProperty,
    enum: allowedValues,
    const: allowedValue,
  }[keyword];
  const shown = detail === undefined ? '' : `: ${JSON.stringify(detail)}`;
  return `${place} ${message ?? 'is not valid'}${shown}`;
}
