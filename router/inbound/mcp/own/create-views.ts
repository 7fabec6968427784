/** Views for clients with different wishes; equal wishes share one view and its lists. */
import type { Aggregator, NameCollision } from '#core/ports/aggregator.ts';
import type { Events } from '#core/ports/events.ts';
import type { Logger } from '#core/ports/logger.ts';
import type { Recipes } from '#core/ports/recipes.ts';
import type { Tools } from '#core/ports/tools.ts';
import { listPrompts } from './list-prompts.ts';
import { listTools } from './list-tools.ts';
import { rankTools, type ToolRanking } from './rank-tools.ts';
import { remember } from './remember.ts';
import type { ClientView, ViewOptions } from './view.ts';

export interface ViewParts {
  readonly tools: Pick<Tools, 'list' | 'find'>;
  readonly aggregator: Pick<Aggregator, 'prompts' | 'findPrompt'>;
  readonly recipes: Recipes;
  /** What happens inside recipes is told from it. */
  readonly events: Pick<Events, 'subscribe'>;
  /** Blanks secrets. */
  readonly mask: (text: string) => string;
  /** Told once of each item of a server that has a name of ours. */
  readonly logger: Pick<Logger, 'warn'>;
}

interface Shared extends ViewParts {
  readonly ranking: () => ToolRanking;
  readonly report: (collision: NameCollision) => void;
}

export function createViews(parts: ViewParts): (options: ViewOptions) => ClientView {
  const ranking = remember(() => [parts.tools.list()], rankTools);
  const shared = { ...parts, ranking, report: reportOnce(parts.logger) };
  const views = new Map<string, ClientView>();
  return (options) => {
    const key = `${options.toolNames} ${options.toolSearch}`;
    const view = views.get(key) ?? createView(shared, options);
    views.set(key, view);
    return view;
  };
}

function createView(shared: Shared, options: ViewOptions): ClientView {
  const { tools, aggregator, recipes } = shared;
  const toolListing = remember(
    () => [tools.list(), recipes.list()],
    (entries, recipes) => listTools(shared, options, { entries, recipes }),
  );
  const promptListing = remember(
    () => [aggregator.prompts(), recipes.list()],
    (entries, recipes) => listPrompts(shared, { entries, recipes }),
  );
  return {
    tools: () => toolListing().items,
    findTool: (name) => toolListing().find(name),
    prompts: () => promptListing().items,
    findPrompt: (name) => promptListing().find(name),
  };
}

/** Bounded by the names of ours that servers can have. */
function reportOnce(logger: Pick<Logger, 'warn'>): (collision: NameCollision) => void {
  const reported = new Set<string>();
  return ({ kind, server, item, keptServer }) => {
    const key = JSON.stringify([kind, server, item]);
    if (reported.has(key)) return;
    reported.add(key);
    logger.warn(
      { kind, server, item, keptServer },
      'an MCP server offers something under a name of the router, which goes before it',
    );
  };
}
