import type { FastifyInstance } from 'fastify';

import { RouterError } from '#core/router-error.ts';
import { readBodyFields } from '../shared/json-fields.ts';
import { toBuffer } from '../shared/parse-body.ts';
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
    const body = toBuffer(request.body);
    const fields = readBodyFields(body);
    if (fields.model === undefined) {
      throw new RouterError('INVALID_REQUEST', "'model' is missing", { param: 'model' });
    }
    const target = resolveInferencer(fields.model, inferencers);
    if (target.kind === 'auto' || !target.inferencer.relays(() => false)) {
      throw new RouterError(
        'NOT_SUPPORTED',
        `'${fields.model}' cannot answer ${path}: name a model of an inferencer that can`,
        { param: 'model' },
      );
    }
    const { inferencer, model } = target;
    await runTracked(request, reply, {
      requests,
      surface: 'openai',
      model: fields.model,
      work: (open, out) =>
        relayCall({ inferencer, model, path, body, fields, headers: request.headers }, open, out),
    });
  });
}
