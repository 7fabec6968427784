/** `?limit=&after=&order=` of lists, and the list object they get. */
import { z } from 'zod';

import type { PageRequest } from '#core/ports/handles.ts';
import { RouterError } from '#core/router-error.ts';

const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  after: z.string().min(1).exactOptional(),
  order: z.enum(['asc', 'desc']).default('desc'),
});

/** Throws INVALID_REQUEST naming the parameter. */
export function parsePage(query: unknown): PageRequest {
  const parsed = pageQuery.safeParse(query);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const param = issue?.path.join('.') ?? '';
  const why = issue?.message.replace(/^Invalid input: /, '') ?? 'not valid';
  throw new RouterError('INVALID_REQUEST', `'${param}': ${why}`, { param });
}

export function toList(data: readonly { readonly id: string }[], hasMore: boolean) {
  return {
    object: 'list',
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: hasMore,
  };
}

/** One page of what is there as a whole, oldest first. Throws INVALID_REQUEST for an unknown `after`. */
export function cutPage(
  all: readonly { readonly id: string }[],
  { limit, after, order }: PageRequest,
) {
  const ordered = order === 'asc' ? all : all.toReversed();
  const start = after === undefined ? 0 : ordered.findIndex(({ id }) => id === after) + 1;
  if (after !== undefined && start === 0) {
    throw new RouterError('INVALID_REQUEST', `'after': there is no item '${after}'`, {
      param: 'after',
    });
  }
  return toList(ordered.slice(start, start + limit), ordered.length > start + limit);
}
