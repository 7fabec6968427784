/** Requests that were made in the name of another one stand below it. */
import type { ActivityRequest } from '#contract/activity.ts';

/** In the given order; each followed by its own, and those by theirs. */
export function nestRequests(requests: readonly ActivityRequest[]): readonly ActivityRequest[] {
  const ids = new Set(requests.map(({ id }) => id));
  const own = new Map<string, ActivityRequest[]>();
  for (const request of requests) {
    const { parent } = request;
    if (parent === undefined || !ids.has(parent)) continue;
    const siblings = own.get(parent) ?? [];
    own.set(parent, siblings);
    siblings.push(request);
  }
  if (own.size === 0) return requests;
  const nested: ActivityRequest[] = [];
  const add = (request: ActivityRequest): void => {
    nested.push(request);
    for (const child of own.get(request.id) ?? []) add(child);
  };
  for (const request of requests) {
    if (request.parent === undefined || !ids.has(request.parent)) add(request);
  }
  return nested;
}
