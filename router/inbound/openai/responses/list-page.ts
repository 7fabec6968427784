/** One page of a list, as OpenAI's clients turn pages. */
import { z } from 'zod';

import { parseAt, refuse } from './parse-at.ts';

const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  order: z.enum(['asc', 'desc']).default('desc'),
  after: z.string().optional(),
});

/** `items` are the oldest first. Throws INVALID_REQUEST naming what is wrong in the query. */
export function toListPage(items: readonly { readonly id: string }[], query: unknown) {
  const { limit, order, after } = parseAt(query, pageQuery, 'query');
  const sorted = order === 'asc' ? items : items.toReversed();
  const start = after === undefined ? 0 : sorted.findIndex(({ id }) => id === after) + 1;
  if (after !== undefined && start === 0) throw refuse('after', `there is no item '${after}'`);
  const data = sorted.slice(start, start + limit);
  return {
    object: 'list',
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: start + limit < sorted.length,
  };
}
