import type { FastifyInstance } from 'fastify';

import { RouterError } from '#core/router-error.ts';
import { findModel } from '../shared/find-model.ts';
import { toRawBody } from '../shared/raw-body.ts';
import { resolveInferencer } from '../shared/resolve-model.ts';
import type { OpenAiSurfaceOptions } from './surface-options.ts';
import { relayCall } from './relay-call.ts';
import { runTracked } from '../shared/tracked.ts';

/** A route of `<inferencer>/<model>` that is passed on as it is: embeddings, images, completions. */
export function relayRoute(
  app: FastifyInstance,
  { inferencers, requests }: OpenAiSurfaceOptions,
  path: string,
): void {
  app.post(`/v1${path}`, async (request, reply) => {
    const body = toRawBody(request.body);
    const field = findModel(body);
    if (field.model === undefined) {
      throw new RouterError('INVALID_REQUEST', "'model' is missing", { param: 'model' });
    }
    if (field.model.startsWith('woollama/')) {
      throw new RouterError(
        'UNKNOWN_NAMESPACE',
        `unknown model namespace 'woollama' for ${path}: recipes answer chat only`,
        {
          param: 'model',
        },
      );
    }
    const target = resolveInferencer(field.model, inferencers);
    if (target.kind === 'auto' || !target.inferencer.relays(() => false)) {
      throw new RouterError(
        'NOT_SUPPORTED',
        `'${field.model}' cannot answer ${path}: name a model of an inferencer that can`,
        { param: 'model' },
      );
    }
    const { inferencer, model } = target;
    await runTracked(request, reply, {
      requests,
      surface: 'openai',
      model: field.model,
      work: (open, out) =>
        relayCall({ inferencer, model, path, body, field, headers: request.headers }, open, out),
    });
  });
}
