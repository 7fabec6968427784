/** The OpenAI surface as a Fastify plugin: models, chat, responses, the relayed routes, and the tool list. */
import type { FastifyInstance } from 'fastify';

import { chatRoute } from './chat-route.ts';
import { conversationsRoutes } from './conversations/conversations-routes.ts';
import { modelsRoutes } from './models-routes.ts';
import { relayRoute } from './relay-route.ts';
import { responsesRoutes } from './responses/responses-routes.ts';
import type { OpenAiSurfaceOptions } from './surface-options.ts';
import { toolsRoute } from './tools-route.ts';

export async function openAiSurface(
  app: FastifyInstance,
  options: OpenAiSurfaceOptions,
): Promise<void> {
  modelsRoutes(app, options);
  toolsRoute(app, options);
  chatRoute(app, options);
  conversationsRoutes(app, options);
  responsesRoutes(app, options);
  for (const path of ['/completions', '/embeddings', '/images/generations']) {
    relayRoute(app, options, path);
  }
}
