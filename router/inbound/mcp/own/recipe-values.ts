/** What a client fills in for the variables of a recipe's prompt. */
import type { PatternVariable } from '#core/ports/recipes.ts';
import type { JsonObject } from '#core/ports/tools.ts';

export type RecipeValues =
  | { readonly ok: true; readonly values: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly problem: string };

/** Unknown arguments are ignored; absent ones are left to the defaults. */
export function readRecipeValues(
  variables: readonly PatternVariable[],
  args: JsonObject,
): RecipeValues {
  const given: [string, string][] = [];
  for (const { name, choices } of variables) {
    const value = Object.hasOwn(args, name) ? args[name] : undefined;
    if (value === undefined || value === null) continue;
    if (typeof value === 'object') return { ok: false, problem: `'${name}' must be a text` };
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (choices !== undefined && !choices.includes(text)) {
      return { ok: false, problem: `'${name}' must be one of: ${choices.join(', ')}` };
    }
    given.push([name, text]);
  }
  // Not assigned one by one: a variable may be called `__proto__`.
  return { ok: true, values: Object.fromEntries(given) };
}
