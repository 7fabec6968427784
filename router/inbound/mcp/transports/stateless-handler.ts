/** Requests over HTTP without a session: all of 2026-07-28, and older ones that want none. */
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, type McpRequestContext } from '@modelcontextprotocol/server';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { createMcpServer } from '../create-mcp-server.ts';
import { watchLists } from '../clients/watch-lists.ts';
import type { McpParts } from '../mcp-parts.ts';
import { boundAnswer } from './bound-answer.ts';
import { viewFor } from './view-options.ts';

export interface StatelessHandler {
  /** `message` is the parsed body, if there was one. */
  serve(request: IncomingMessage, response: ServerResponse, message?: unknown): Promise<void>;
  close(): Promise<void>;
}

export function createStatelessHandler(parts: McpParts): StatelessHandler {
  const { aggregator, logger, views, viewOptions } = parts;
  const onerror = (error: Error) => logger.debug({ err: error }, 'MCP request refused');
  const handler = createMcpHandler(
    (context) => createMcpServer(parts, { ...describe(context, parts), lasting: false }),
    { onerror },
  );
  const stopLists = watchLists(parts, views(viewOptions), (list) => {
    if (list === 'tools') handler.notify.toolsChanged();
    else if (list === 'prompts') handler.notify.promptsChanged();
    else handler.notify.resourcesChanged();
  });
  const stopNews = aggregator.onNews((news) => {
    if (news.kind !== 'resource-updated') return;
    const { uri, params } = news;
    handler.bus.publish({ kind: 'resource_updated', uri, params });
  });
  return {
    serve(request, response, message) {
      const fetch: typeof handler.fetch = async (asked, extra) =>
        boundAnswer(await handler.fetch(asked, extra), () => response.destroy());
      const serve = toNodeHandler({ fetch }, { onerror });
      // The SDK's type forbids an explicit undefined where Node's allows one.
      return serve(request as Parameters<typeof serve>[0], response, message);
    },
    async close() {
      stopLists();
      stopNews();
      await handler.close();
    },
  };
}

function describe({ era, requestInfo }: McpRequestContext, parts: McpParts) {
  const protocol = requestInfo?.headers.get('mcp-protocol-version') ?? undefined;
  return {
    era,
    transport: 'http' as const,
    view: viewFor(parts, requestInfo?.url),
    fallbackName: requestInfo?.headers.get('user-agent') ?? '',
    // Whoever holds another token is somebody else, whatever name it gives.
    owner: requestInfo?.headers.get('authorization') ?? '',
    ...(protocol !== undefined && { protocol }),
  };
}
