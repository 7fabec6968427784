/** Views for clients with different wishes; equal wishes share one view and its lists. */
import type { Aggregator, DisplacedItem } from '#core/ports/aggregator.ts';
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
  /** Told once of each item of a server whose name somebody else has. */
  readonly logger: Pick<Logger, 'warn'>;
}

type Report = (displaced: readonly DisplacedItem[]) => void;

interface Shared extends ViewParts {
  readonly ranking: () => ToolRanking;
  readonly report: Report;
}

export interface Views {
  readonly viewFor: (options: ViewOptions) => ClientView;
  /** Of that server, in the views that were asked for so far. */
  readonly displaced: (server: string) => readonly DisplacedItem[];
}

export function createViews(parts: ViewParts): Views {
  const ranking = remember(() => [parts.tools.list()], rankTools);
  const shared = { ...parts, ranking, report: reportOnce(parts.logger) };
  const views = new Map<string, ClientView>();
  return {
    viewFor(options) {
      const key = `${options.toolNames} ${options.toolSearch}`;
      const view = views.get(key) ?? createView(shared, options);
      views.set(key, view);
      return view;
    },
    displaced(server) {
      const known = new Map<string, DisplacedItem>();
      for (const item of [...views.values()].flatMap((view) => view.displaced())) {
        const key = keyOf(item);
        if (item.server === server && !known.has(key)) known.set(key, item);
      }
      return [...known.values()];
    },
  };
}

function createView(shared: Shared, options: ViewOptions): ClientView {
  const { tools, aggregator, recipes, report } = shared;
  const reported = <Listing extends { readonly displaced: readonly DisplacedItem[] }>(
    listing: Listing,
  ) => {
    report(listing.displaced);
    return listing;
  };
  const toolListing = remember(
    () => [tools.list(), recipes.list()],
    (entries, recipes) => reported(listTools(shared, options, { entries, recipes })),
  );
  const promptListing = remember(
    () => [aggregator.prompts(), recipes.list()],
    (entries, recipes) => reported(listPrompts(shared, { entries, recipes })),
  );
  return {
    tools: () => toolListing().items,
    findTool: (name) => toolListing().find(name),
    prompts: () => promptListing().items,
    findPrompt: (name) => promptListing().find(name),
    displaced: () => [...toolListing().displaced, ...promptListing().displaced],
  };
}

/** A server that thinks of new names for ever is not worth more lines. */
const MOST_REPORTED = 1_000;

function reportOnce(logger: Pick<Logger, 'warn'>): Report {
  const reported = new Set<string>();
  return (displaced) => {
    for (const item of displaced) {
      const key = keyOf(item);
      if (reported.has(key) || reported.size >= MOST_REPORTED) continue;
      reported.add(key);
      logger.warn(item, 'somebody else has the name of what an MCP server offers');
    }
  };
}

function keyOf({ kind, server, item }: DisplacedItem): string {
  return JSON.stringify([kind, server, item]);
}
