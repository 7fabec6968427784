import type { FastifyInstance } from 'fastify';

import type { OpenAiSurfaceOptions } from './surface-options.ts';

/** `GET /v1/tools`: every tool by all its names, and every server with the reason if it has none. */
export function toolsRoute(app: FastifyInstance, { tools }: OpenAiSurfaceOptions): void {
  app.get('/v1/tools', async () => {
    const list = tools.list();
    return {
      tools: list.map((entry) => entry.name),
      data: list.map((entry) => ({
        name: entry.name,
        model_name: entry.modelName,
        server: entry.server,
        tool: entry.tool,
        description: entry.description,
      })),
      servers: tools.servers().map((server) => ({
        name: server.name,
        transport: server.transport,
        health: server.state,
        tools: server.tools,
        attempts: server.attempts,
        ...(server.reason !== undefined && { reason: server.reason }),
        ...(server.nextRetryAt !== undefined && { next_retry_at: server.nextRetryAt }),
      })),
    };
  });
}
