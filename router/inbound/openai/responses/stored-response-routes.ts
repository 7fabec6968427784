/** `/v1/responses/{id}`: read, forget, cancel, and what it was given. */
import type { FastifyInstance } from 'fastify';

import type { Conversations } from '#core/ports/conversations.ts';
import { RouterError } from '#core/router-error.ts';
import { hangUpSignal } from '../hang-up-signal.ts';
import { cutPage, parsePage } from '../list-page.ts';
import { toTranscriptItems } from '../transcript-items.ts';
import { refuse } from './parse-at.ts';
import type { RunningResponses } from './running-responses.ts';
import { findStored, readItems, readStored } from './stored-response.ts';

interface Places {
  readonly conversations: Conversations;
  readonly running: RunningResponses;
}

interface ById {
  Params: { id: string };
}

export function storedResponseRoutes(
  app: FastifyInstance,
  { conversations, running }: Places,
): void {
  app.get<ById & { Querystring: { stream?: string } }>(
    '/v1/responses/:id',
    async (request, reply) => {
      const { id } = request.params;
      const now = running.find(id);
      if (now !== undefined) return now.writer.response();
      const stored = findStored(id, conversations);
      if (request.query.stream === 'true') {
        throw refuse('stream', 'a response can be streamed only while it is made');
      }
      return readStored(stored, hangUpSignal(reply));
    },
  );

  app.delete<ById>('/v1/responses/:id', async ({ params: { id } }) => {
    const { status } = findStored(id, conversations).row;
    if (status === 'in_progress') {
      const message = 'cannot delete a response that is in progress; cancel it first';
      throw new RouterError('INVALID_REQUEST', message);
    }
    conversations.deleteResponse(id);
    return { id, object: 'response', deleted: true };
  });

  app.post<ById>('/v1/responses/:id/cancel', async ({ params: { id } }, reply) => {
    const now = running.find(id);
    if (now !== undefined) {
      now.cancel();
      return now.writer.cancelled();
    }
    const stored = findStored(id, conversations);
    const { status } = stored.row;
    if (status === 'cancelled') return readStored(stored, hangUpSignal(reply));
    throw new RouterError(
      'INVALID_REQUEST',
      `cannot cancel a response that is ${status.replace('_', ' ')}`,
    );
  });

  app.get<ById>('/v1/responses/:id/input_items', async (request, reply) => {
    const page = parsePage(request.query);
    const stored = findStored(request.params.id, conversations);
    const [input] = await readItems(stored, hangUpSignal(reply));
    return cutPage(input.flatMap(toTranscriptItems), page);
  });
}
