import type { McpParts } from '../mcp-parts.ts';
import type { ClientView } from '../own/view.ts';

export type ListKind = 'tools' | 'prompts' | 'resources';

/**
 * Tells when a list is another: servers' news, and changes of the configuration as far as they
 * change this view (recipes are tools and prompts). Returns an idempotent stop.
 */
export function watchLists(
  { aggregator, events }: Pick<McpParts, 'aggregator' | 'events'>,
  view: ClientView,
  tell: (list: ListKind) => void,
): () => void {
  let tools = view.tools();
  let prompts = view.prompts();
  const stopNews = aggregator.onNews(({ kind }) => {
    if (kind === 'tools-changed') {
      tools = view.tools();
      tell('tools');
    } else if (kind === 'prompts-changed') {
      prompts = view.prompts();
      tell('prompts');
    } else if (kind === 'resources-changed') {
      tell('resources');
    }
  });
  const stopEvents = events.subscribe(({ kind }) => {
    if (kind !== 'config-changed') return;
    const now = { tools: view.tools(), prompts: view.prompts() };
    if (now.tools !== tools) tell('tools');
    if (now.prompts !== prompts) tell('prompts');
    ({ tools, prompts } = now);
  });
  return () => {
    stopNews();
    stopEvents();
  };
}
