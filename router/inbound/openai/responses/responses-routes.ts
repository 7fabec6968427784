/** `POST /v1/responses`, and what can be done with a response afterwards. */
import type { FastifyInstance, FastifyRequest } from 'fastify';

import { REQUEST_HEADER } from '#contract/activity.ts';
import { findModel } from '../../shared/find-model.ts';
import { tracingHeaders } from '../../shared/forwarded-headers.ts';
import { parseBody } from '../../shared/parse-body.ts';
import { toRawBody } from '../../shared/raw-body.ts';
import { runTracked } from '../../shared/tracked.ts';
import type { OpenAiSurfaceOptions } from '../surface-options.ts';
import { createCallWatch } from './call-watch.ts';
import { isOwnUrl } from './is-own-url.ts';
import { openStateful } from './open-stateful.ts';
import { openStateless } from './open-stateless.ts';
import { readTools } from './read-tools.ts';
import { isStateful, responseRequest } from './response-request.ts';
import { createRunningResponses, type RunningResponses } from './running-responses.ts';
import { sendResponse } from './send-response.ts';
import { storedResponseRoutes } from './stored-response-routes.ts';

export function responsesRoutes(app: FastifyInstance, options: OpenAiSurfaceOptions): void {
  const running = createRunningResponses();
  createRoute(app, options, running);
  storedResponseRoutes(app, { ...options, running });
}

function createRoute(
  app: FastifyInstance,
  options: OpenAiSurfaceOptions,
  running: RunningResponses,
): void {
  const { requests, tools, conversations } = options;
  app.post('/v1/responses', async (asked, reply) => {
    const body = toRawBody(asked.body);
    await runTracked(asked, reply, {
      requests,
      surface: 'openai',
      model: findModel(body).model,
      async work(open, out) {
        out.setHeader(REQUEST_HEADER, open.id);
        const request = parseBody(body.whole(), responseRequest);
        const offered = readTools(request, { tools, isOwnUrl: (url) => isOwnUrl(url, asked) });
        const watch = createCallWatch(offered.shown, tools);
        const call = { options, open, request, offered, watch, ...aboutClient(asked) };
        const opened = await (isStateful(request) ? openStateful(call) : openStateless(call));
        const stream = request.stream === true;
        const cancelTurn = (id: string) => void conversations.cancelResponse(id);
        return sendResponse(opened, { stream, open, out, running, cancelTurn });
      },
    });
  });
}

function aboutClient({ headers }: FastifyRequest) {
  return { headers: tracingHeaders(headers), client: headers['user-agent'] ?? '' };
}
