/** How our own tools are called, beside those of servers. */
import { createHash } from 'node:crypto';

import type { ViewOptions } from './view.ts';

export type NameStyle = ViewOptions['toolNames'];

/** What the strictest clients take. */
const SAFE = /^[A-Za-z0-9_-]{1,64}$/;
const READABLE_LENGTH = 40;
const HASH_LENGTH = 16;

export function isSafeName(name: string): boolean {
  return SAFE.test(name);
}

/** `recipe.counter`, or `recipe__counter`; the same for the same recipe for ever. */
export function recipeToolName(recipe: string, style: NameStyle): string {
  if (style === 'dotted') return `recipe.${recipe}`;
  const plain = `recipe__${recipe}`;
  if (isSafeName(plain)) return plain;
  const readable = recipe.replaceAll(/[^A-Za-z0-9-]+/g, '_').replaceAll(/^_+|_+$/g, '');
  const hash = createHash('sha256').update(recipe).digest('hex').slice(0, HASH_LENGTH);
  const parts = ['recipe', readable.slice(0, READABLE_LENGTH), hash];
  return parts.filter((part) => part !== '').join('_');
}
