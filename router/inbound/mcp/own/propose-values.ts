/** What a client can propose while its user fills in a variable of a recipe's prompt. */
import type { PatternVariable } from '#core/ports/recipes.ts';
import type { JsonObject } from '#core/ports/tools.ts';

/** As many as MCP allows in one answer. */
const MOST_VALUES = 100;

/** The default first, then the choices in their order, as far as they begin like that in any case. */
export function proposeValues(variable: PatternVariable | undefined, begun: string): JsonObject {
  const { default: usual, choices = [] } = variable ?? {};
  const all = usual === undefined ? choices : [usual, ...choices];
  const start = begun.toLowerCase();
  const fitting = [...new Set(all)].filter((value) => value.toLowerCase().startsWith(start));
  return {
    values: fitting.slice(0, MOST_VALUES),
    total: fitting.length,
    hasMore: fitting.length > MOST_VALUES,
  };
}
