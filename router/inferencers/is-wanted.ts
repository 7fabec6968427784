import { compileGlob } from '#contract/match-glob.ts';

/** Whether `model_patterns` lets a model through; no patterns let everything through. */
export function isWanted(patterns: readonly string[], model: string): boolean {
  return patterns.length === 0 || patterns.some((pattern) => compileGlob(pattern)(model));
}
