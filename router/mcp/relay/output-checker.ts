/** Judges structured results by the schema that their tool declared. */
import type { Logger } from '#core/ports/logger.ts';
import type { JsonObject, ToolEntry } from '#core/ports/tools.ts';
import { createSchemaChecker } from '#core/schema-checker.ts';

/** What is wrong, such as `/result must be string`; undefined when the result fits. */
export type OutputChecker = (entry: ToolEntry, result: JsonObject) => string | undefined;

const MISSING = 'structured content is missing';

export function createOutputChecker(logger: Logger): OutputChecker {
  const checkerFor = createSchemaChecker();
  return ({ server, tool, outputSchema }, result) => {
    if (outputSchema === undefined || result['isError'] === true) return undefined;
    const validate = checkerFor(outputSchema, (err) =>
      logger.warn({ server, tool, err }, 'output schema is unusable; results go unchecked'),
    );
    if (validate === undefined) return undefined;
    return 'structuredContent' in result ? validate(result['structuredContent']) : MISSING;
  };
}
