/** The files' parts as the one frozen reading that the rest of the program sees. */
import type { Recipe } from '#core/ports/recipes.ts';
import type { ConfigSnapshot } from '#core/ports/config.ts';
import { checkReferences } from './check-references.ts';
import { type ConfigParts, type ConfigState, fileIssues } from './config-state.ts';

export function buildSnapshot(state: ConfigState, parts: ConfigParts): ConfigSnapshot {
  const { servers, recipes, inferencers } = parts;
  const all = [...recipes.entries.values(), ...recipes.fromPatterns];
  const snapshot: ConfigSnapshot = {
    servers: servers.entries,
    conversationStore: servers.store,
    inferencers: inferencers.entries,
    recipes: new Map(all.map((recipe): [string, Recipe] => [recipe.name, recipe])),
    issues: [...fileIssues(state), ...checkReferences(parts)],
    secrets: new Set([...servers.secrets, ...inferencers.secrets]),
  };
  return deepFreeze(snapshot);
}

/** Also what maps hold; maps and sets themselves are read-only by type. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  const parts = value instanceof Map ? [...value.values()] : Object.values(value);
  parts.forEach(deepFreeze);
  return Object.freeze(value);
}
