/** Judges structured results by the schema that their tool declared; never fetches a remote schema. */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';

import type { Logger } from '#core/ports/logger.ts';
import type { JsonObject, ToolEntry } from '#core/ports/tools.ts';
import { isObject } from './remote-tool.ts';

/** What is wrong, such as `/result must be string`; undefined when the result fits. */
export type OutputChecker = (entry: ToolEntry, result: JsonObject) => string | undefined;

/** Enough to see what is meant; more only costs tokens. */
const MAX_REPORTED = 5;
const OPTIONS = { strict: false, allErrors: true, logger: false } as const;
const MISSING = 'structured content is missing';

export function createOutputChecker(logger: Logger): OutputChecker {
  // Made on first use: they cost tens of milliseconds.
  let dialects: { readonly latest: Ajv2020; readonly draft07: Ajv } | undefined;
  /** Null for schemas that do not compile. */
  const validators = new WeakMap<JsonObject, ValidateFunction | null>();

  const compile = ({ server, tool }: ToolEntry, schema: JsonObject): ValidateFunction | null => {
    dialects ??= { latest: new Ajv2020(OPTIONS), draft07: new Ajv(OPTIONS) };
    try {
      return compileOnce(isOldDialect(schema) ? dialects.draft07 : dialects.latest, schema);
    } catch (err) {
      logger.warn({ server, tool, err }, 'output schema is unusable; results go unchecked');
      return null;
    }
  };

  return (entry, result) => {
    const { outputSchema } = entry;
    if (outputSchema === undefined || result['isError'] === true) return undefined;
    let validate = validators.get(outputSchema);
    if (validate === undefined) {
      validate = compile(entry, outputSchema);
      validators.set(outputSchema, validate);
    }
    if (validate === null) return undefined;
    if (!('structuredContent' in result)) return MISSING;
    return validate(result['structuredContent'])
      ? undefined
      : describeErrors(validate.errors ?? []);
  };
}

function isOldDialect({ $schema }: JsonObject): boolean {
  return typeof $schema === 'string' && /draft-0[467]|json-schema\.org\/schema/.test($schema);
}

/** Compiles without leaving the schema in Ajv's own cache, which would keep it alive for ever. */
function compileOnce(ajv: Ajv, outputSchema: JsonObject): ValidateFunction {
  // Ajv refuses dialects it has no name for; `$async` would make the answer a promise.
  const { $schema: _, $async: _async, ...schema } = withoutPatterns(outputSchema);
  try {
    return ajv.compile(schema);
  } finally {
    ajv.removeSchema(schema);
  }
}

/** A server's regular expression could keep this process busy for ever. */
function withoutPatterns(schema: JsonObject): Record<string, unknown> {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    if (key === 'pattern' && typeof value === 'string') return undefined;
    if (!isObject(value) || value['patternProperties'] === undefined) return value;
    // Where properties are allowed by pattern, others cannot be told from them.
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
  const reported = errors.slice(0, MAX_REPORTED).map(({ instancePath, message }) => {
    return `${instancePath === '' ? '/' : instancePath} ${message ?? 'is not valid'}`;
  });
  const more = errors.length - reported.length;
  return [...reported, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
