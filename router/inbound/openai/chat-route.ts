/** `POST /v1/chat/completions`: relayed byte for byte where possible, else answered by us. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ServerResponse } from 'node:http';

import { REQUEST_HEADER } from '#contract/activity.ts';
import type { ChatRequest } from '#core/chat.ts';
import type { Inferencer } from '#core/ports/inferencers.ts';
import type { OpenRequest, RequestEnd } from '#core/ports/requests.ts';
import { tracingHeaders } from '../shared/forwarded-headers.ts';
import { findModel } from '../shared/find-model.ts';
import { hasTopLevelKey } from '../shared/json-fields.ts';
import { parseBody } from '../shared/parse-body.ts';
import { toRawBody, type RawBody } from '../shared/raw-body.ts';
import { resolveAuto, resolveModel, type ModelTarget } from '../shared/resolve-model.ts';
import { chatRequest } from './chat-request.ts';
import type { OpenAiSurfaceOptions } from './surface-options.ts';
import { relayCall } from './relay-call.ts';
import { sendChunks, sendCompletion } from '../shared/send-chat.ts';
import { runTracked } from '../shared/tracked.ts';

export function chatRoute(app: FastifyInstance, options: OpenAiSurfaceOptions): void {
  app.post('/v1/chat/completions', async (request, reply) => {
    const body = toRawBody(request.body);
    const field = findModel(body);
    await runTracked(request, reply, {
      requests: options.requests,
      surface: 'openai',
      model: field.model,
      async work(open, out) {
        // Here, so that a misspelt model shows in the activity like every other failure.
        const target = resolveModel(field.model, options);
        const backend = await findBackend(target, body, { options, open });
        if (backend.kind === 'recipe')
          return runRecipe(backend, { options, open, out, request, body });
        const { inferencer, model } = backend;
        if (inferencer.relays(() => hasTopLevelKey(body.whole(), 'options'))) {
          const { headers } = request;
          const path = '/chat/completions';
          return relayCall({ inferencer, model, path, body, field, headers }, open, out);
        }
        return runChat(backend, { options, open, out, request, body });
      },
    });
  });
}

type Backend = Exclude<ModelTarget, { kind: 'auto' }>;

/** `auto/default` needs a look into the body: a call with tools wants a model that takes them. */
async function findBackend(
  target: ModelTarget,
  body: RawBody,
  { options, open }: Pick<Call, 'options' | 'open'>,
): Promise<Backend> {
  if (target.kind !== 'auto') return target;
  const { tools } = parseBody(body.whole(), chatRequest);
  return resolveAuto(options.inferencers, (tools?.length ?? 0) > 0, open.signal);
}

interface Call {
  readonly options: OpenAiSurfaceOptions;
  readonly open: OpenRequest;
  readonly out: ServerResponse;
  readonly request: FastifyRequest;
  readonly body: RawBody;
}

async function runRecipe(
  { recipe }: Extract<Backend, { kind: 'recipe' }>,
  { options, open, out, request, body }: Call,
): Promise<RequestEnd> {
  out.setHeader(REQUEST_HEADER, open.id);
  const run = { recipe, request: parseBody(body.whole(), chatRequest) };
  const headers = tracingHeaders(request.headers);
  const runOptions = { requestId: open.id, signal: open.signal, headers };
  return run.request.stream === true
    ? sendChunks(options.recipes.stream(run, runOptions), open, out)
    : sendCompletion(await options.recipes.complete(run, runOptions), out);
}

async function runChat(
  { inferencer, model }: { readonly inferencer: Inferencer; readonly model: string },
  { open, out, request, body }: Call,
): Promise<RequestEnd> {
  out.setHeader(REQUEST_HEADER, open.id);
  const parsed: ChatRequest = { ...parseBody(body.whole(), chatRequest), model };
  const chatOptions = { signal: open.signal, headers: tracingHeaders(request.headers) };
  return parsed.stream === true
    ? sendChunks(inferencer.stream(parsed, chatOptions), open, out)
    : sendCompletion(await inferencer.complete(parsed, chatOptions), out);
}
