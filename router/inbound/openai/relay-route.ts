import type { FastifyInstance } from 'fastify';

import type { Inferencer } from '#core/ports/inferencers.ts';
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
    const { headers } = request;
    await runTracked(request, reply, {
      requests,
      surface: 'openai',
      model: field.model,
      async work(open, out) {
        const { inferencer, model } = findTarget(field.model, path, inferencers);
        return relayCall({ inferencer, model, path, body, field, headers }, open, out);
      },
    });
  });
}

/** Throws INVALID_REQUEST, UNKNOWN_NAMESPACE or NOT_SUPPORTED. */
function findTarget(
  name: string | undefined,
  path: string,
  inferencers: OpenAiSurfaceOptions['inferencers'],
): { readonly inferencer: Inferencer; readonly model: string } {
  const param = 'model';
  if (name === undefined) throw new RouterError('INVALID_REQUEST', "'model' is missing", { param });
  if (name.startsWith('woollama/')) {
    const message = `unknown model namespace 'woollama' for ${path}: recipes answer chat only`;
    throw new RouterError('UNKNOWN_NAMESPACE', message, { param });
  }
  const target = resolveInferencer(name, inferencers);
  if (target.kind !== 'auto' && target.inferencer.relays(() => false)) return target;
  const message = `'${name}' cannot answer ${path}: name a model of an inferencer that can`;
  throw new RouterError('NOT_SUPPORTED', message, { param });
}
