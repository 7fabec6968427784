/**
 * Recipes that call recipes of other routers as tools could go round for ever, as each router sees
 * one call only. So such a call says in its `_meta` how many of them lie behind it.
 */
export const RECIPE_HOPS = 'woollama/recipe-hops';

/** More recipes inside each other can only be a circle. */
const MOST_HOPS = 4;

/** Whether a call with that `_meta` has gone far enough. */
export function isTooFar(hops: number): boolean {
  return hops >= MOST_HOPS;
}

/** 0 for calls that say nothing. */
export function hopsOf(meta: unknown): number {
  const hops: unknown =
    typeof meta === 'object' && meta !== null ? Reflect.get(meta, RECIPE_HOPS) : undefined;
  return typeof hops === 'number' && hops > 0 ? hops : 0;
}
