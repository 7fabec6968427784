/** Checks tool arguments against the tool's own JSON schema. */
import type { Logger } from '#core/ports/logger.ts';
import type { JsonObject, ToolEntry } from '#core/ports/tools.ts';
import { createSchemaChecker } from '#core/schema-checker.ts';

/** What is wrong, such as `/path must be string`; undefined when the arguments fit. */
export type ArgumentChecker = (entry: ToolEntry, args: JsonObject) => string | undefined;

export function createArgumentChecker(logger: Logger): ArgumentChecker {
  const checkerFor = createSchemaChecker();
  return ({ name, inputSchema }, args) => {
    const validate = checkerFor(inputSchema, (err) =>
      logger.warn({ tool: name, err }, 'tool schema is unusable; arguments go unchecked'),
    );
    return validate?.(args);
  };
}
