/** The OpenAI surface as a Fastify plugin: models, chat, the relayed routes, and the tool list. */
import type { FastifyInstance } from 'fastify';

import type { Inferencers } from '#core/ports/inferencers.ts';
import type { Recipes } from '#core/ports/recipes.ts';
import type { Requests } from '#core/ports/requests.ts';
import type { Tools } from '#core/ports/tools.ts';
import { chatRoute } from './chat-route.ts';
import { modelsRoutes } from './models-routes.ts';
import { relayRoute } from './relay-route.ts';
import { toolsRoute } from './tools-route.ts';

export interface OpenAiSurfaceOptions {
  readonly inferencers: Inferencers;
  readonly recipes: Recipes;
  readonly requests: Requests;
  readonly tools: Tools;
  /** Seconds since 1970, shown as the creation time of recipes. */
  readonly startedAt: number;
}

export async function openAiSurface(
  app: FastifyInstance,
  options: OpenAiSurfaceOptions,
): Promise<void> {
  modelsRoutes(app, options);
  toolsRoute(app, options);
  chatRoute(app, options);
  for (const path of ['/completions', '/embeddings', '/images/generations']) {
    relayRoute(app, options, path);
  }
}
