/** Checks tool arguments against the tool's own JSON schema; never fetches a remote schema. */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';

import type { Logger } from '#core/ports/logger.ts';
import type { JsonObject, ToolEntry } from '#core/ports/tools.ts';
import { isTable } from './is-table.ts';

/** What is wrong, such as `/path must be string`; undefined when the arguments fit. */
export type ArgumentChecker = (entry: ToolEntry, args: JsonObject) => string | undefined;

/** Enough to repair a call with; more only costs tokens. */
const MAX_REPORTED = 5;

const OPTIONS = {
  strict: false,
  allErrors: true,
  logger: false,
} as const;

export function createArgumentChecker(logger: Logger): ArgumentChecker {
  // Ajv instances are made on first use: they cost tens of milliseconds.
  let dialects: { readonly latest: Ajv2020; readonly draft07: Ajv } | undefined;
  /** Null for schemas that do not compile. */
  const validators = new WeakMap<JsonObject, ValidateFunction | null>();

  const compile = ({ name, inputSchema }: ToolEntry): ValidateFunction | null => {
    dialects ??= { latest: new Ajv2020(OPTIONS), draft07: new Ajv(OPTIONS) };
    const { latest, draft07 } = dialects;
    try {
      return compileOnce(isOldDialect(inputSchema) ? draft07 : latest, inputSchema);
    } catch (error) {
      logger.warn({ tool: name, err: error }, 'tool schema is unusable; arguments go unchecked');
      return null;
    }
  };

  return (entry, args) => {
    let validate = validators.get(entry.inputSchema);
    if (validate === undefined) {
      validate = compile(entry);
      validators.set(entry.inputSchema, validate);
    }
    if (validate === null || validate(args)) return undefined;
    return describeErrors(validate.errors ?? []);
  };
}

function isOldDialect({ $schema }: JsonObject): boolean {
  return typeof $schema === 'string' && /draft-0[467]|json-schema\.org\/schema/.test($schema);
}

/** Compiles without leaving the schema in Ajv's own cache, which would keep it alive for ever. */
function compileOnce(ajv: Ajv, inputSchema: JsonObject): ValidateFunction {
  // Without `$schema`, because Ajv refuses dialects it has no name for; without `$async`, which
  // would turn the validator's answer into a promise.
  const { $schema: _, $async: _async, ...schema } = withoutPatterns(inputSchema);
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
    if (!isTable(value) || value['patternProperties'] === undefined) return value;
    const {
      patternProperties: _,
      additionalProperties: _a,
      unevaluatedProperties: _u,
      ...rest
    } = value;
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
