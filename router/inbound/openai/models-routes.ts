import type { FastifyInstance } from 'fastify';

import type { ModelEntry } from '#core/ports/inferencers.ts';
import { RouterError } from '#core/router-error.ts';
import type { OpenAiSurfaceOptions } from './surface-options.ts';

/** `GET /v1/models` and `/v1/models/{id}`: what is known now, without waiting for anybody. */
export function modelsRoutes(app: FastifyInstance, options: OpenAiSurfaceOptions): void {
  app.get('/v1/models', async () => ({ object: 'list', data: listModels(options) }));

  app.get<{ Params: { '*': string } }>('/v1/models/*', async (request) => {
    const id = request.params['*'];
    const model = listModels(options).find((entry) => entry.id === id);
    if (model !== undefined) return model;
    throw new RouterError('UNKNOWN_MODEL', `unknown model '${id}'`, { param: 'model' });
  });
}

function listModels({ inferencers, recipes, startedAt }: OpenAiSurfaceOptions): ModelEntry[] {
  const ours = recipes.list().map(({ name }): ModelEntry => ({
    id: `woollama/${name}`,
    object: 'model',
    created: startedAt,
    owned_by: 'woollama',
  }));
  return [...inferencers.models(), ...ours];
}
