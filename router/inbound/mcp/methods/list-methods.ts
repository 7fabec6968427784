/** Everything there is, on one page. */
import { z } from 'zod';

import type { JsonObject } from '#core/ports/tools.ts';
import { firstToolsKnown } from './first-tools.ts';
import type { Exchange, Method } from './method.ts';
import type { McpParts } from '../mcp-parts.ts';
import { parseParams } from './parse-params.ts';
import { rawsOf } from './raws-of.ts';

const listParams = z.looseObject({ cursor: z.string().optional() });

function lister(
  key: string,
  items: (exchange: Exchange, parts: McpParts) => readonly JsonObject[],
): Method {
  return async (params, exchange, parts) => {
    // We never give out a cursor; whichever one a client sends, this is the page.
    parseParams(params, listParams);
    await firstToolsKnown(parts.tools, exchange.signal);
    return { [key]: items(exchange, parts) };
  };
}

export const listTools = lister('tools', ({ view }) => view.tools());
export const listPrompts = lister('prompts', ({ view }) => view.prompts());
export const listResources = lister('resources', (_exchange, { aggregator }) =>
  rawsOf(aggregator.resources()),
);
export const listTemplates = lister('resourceTemplates', (_exchange, { aggregator }) =>
  rawsOf(aggregator.templates()),
);
