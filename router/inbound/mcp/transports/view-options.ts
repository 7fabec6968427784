import type { McpParts } from '../mcp-parts.ts';
import type { ClientView, ViewOptions } from '../own/view.ts';

const NAMES = ['dotted', 'underscore'] as const;
const SEARCH = ['off', 'auto', 'on'] as const;

/** `?names=underscore&search=on`; what is missing or unknown is as the settings say. */
export function readViewOptions(query: URLSearchParams, defaults: ViewOptions): ViewOptions {
  return {
    toolNames: pick(query.get('names'), NAMES) ?? defaults.toolNames,
    toolSearch: pick(query.get('search'), SEARCH) ?? defaults.toolSearch,
  };
}

/** What a client sees whose requests have that address. */
export function viewFor(
  { views, viewOptions }: Pick<McpParts, 'views' | 'viewOptions'>,
  url = '',
): ClientView {
  const query = new URL(url, 'http://localhost').searchParams;
  return views(readViewOptions(query, viewOptions));
}

function pick<T extends string>(given: string | null, known: readonly T[]): T | undefined {
  return known.find((word) => word === given);
}
