/** Variables in system prompts: `{{name}}`, blanks inside the braces allowed. */
import type { PatternVariable, Recipe } from '#core/ports/recipes.ts';

const TOKEN = /\{\{[ \t]*([\p{L}\p{N}_.-]+)[ \t]*\}\}/gu;

/** The variables the system prompt uses, each once, in the order they first appear. */
export function listVariables(recipe: Recipe): readonly PatternVariable[] {
  const names = new Set(Array.from(recipe.system.matchAll(TOKEN), (match) => match[1] ?? ''));
  return Array.from(names, (name) => {
    const { default: preset, choices, description } = recipe.variables[name] ?? {};
    return {
      name,
      ...(preset !== undefined && { default: preset }),
      ...(choices !== undefined && { choices }),
      ...(description !== undefined && { description }),
    };
  });
}

/**
 * Fills the variables in: strings as they are, other values as JSON. A missing value takes the
 * variable's default; without one the token stays. Values are never expanded again.
 */
export function renderSystem(recipe: Recipe, values: Readonly<Record<string, unknown>>): string {
  return recipe.system.replaceAll(TOKEN, (token, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) return recipe.variables[name]?.default ?? token;
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}
