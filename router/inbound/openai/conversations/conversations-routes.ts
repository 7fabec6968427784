/** `/v1/conversations`: handles of conversations, and what was said as far as its owner shows it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Conversations } from '#core/ports/conversations.ts';
import type { ConversationRow } from '#core/ports/handles.ts';
import { RouterError } from '#core/router-error.ts';
import { parseBody } from '../../shared/parse-body.ts';
import { toRawBody } from '../../shared/raw-body.ts';
import { hangUpSignal } from '../hang-up-signal.ts';
import { cutPage, parsePage, toList } from '../list-page.ts';
import { toTranscriptItems } from '../transcript-items.ts';
import { createBody, updateBody } from './conversation-bodies.ts';
import { toConversationObject } from './to-conversation-object.ts';

interface Options {
  readonly conversations: Conversations;
}

type Named = { Params: { id: string } };
type Item = { Params: { id: string; item: string } };

const ROOT = '/v1/conversations';

export function conversationsRoutes(app: FastifyInstance, { conversations }: Options): void {
  app.post(ROOT, async (request, reply) => {
    const body = parseBody(toRawBody(request.body).whole(), createBody);
    const { model, backend, title, key, metadata } = body;
    const { row, created } = conversations.create({
      model,
      ...(backend !== undefined && { backend }),
      ...(title !== undefined && { title }),
      ...(key !== undefined && { key }),
      ...(metadata !== undefined && { metadata }),
    });
    return reply.code(created ? 201 : 200).send(toConversationObject(row));
  });

  app.get(ROOT, async (request) => {
    const page = parsePage(request.query);
    if (page.after !== undefined) find(conversations, page.after, 'after');
    const { rows, hasMore } = conversations.list(page);
    return toList(rows.map(toConversationObject), hasMore);
  });

  app.get<Named>(`${ROOT}/:id`, async ({ params }) =>
    toConversationObject(find(conversations, params.id)),
  );

  app.post<Named>(`${ROOT}/:id`, async ({ params, body }) => {
    const { title, metadata } = parseBody(toRawBody(body).whole(), updateBody);
    const row = conversations.update(params.id, {
      ...(title !== undefined && { title }),
      ...(metadata !== undefined && { metadata: metadata ?? {} }),
    });
    return toConversationObject(row ?? find(conversations, params.id));
  });

  app.delete<Named>(`${ROOT}/:id`, async (request, reply) => {
    const { id } = request.params;
    if (!(await conversations.delete(id, hangUpSignal(reply)))) find(conversations, id);
    return { id, object: 'conversation.deleted', deleted: true };
  });

  app.get<Named>(`${ROOT}/:id/items`, async (request, reply) => {
    const page = parsePage(request.query);
    return cutPage(await readItems(conversations, request, reply), page);
  });

  app.get<Item>(`${ROOT}/:id/items/:item`, async (request, reply) => {
    const items = await readItems(conversations, request, reply);
    const { item: wanted } = request.params;
    const found = items.find(({ id }) => id === wanted);
    if (found !== undefined) return found;
    throw new RouterError('NOT_FOUND', `the conversation has no item '${wanted}'`);
  });

  app.post<Named>(`${ROOT}/:id/items`, async ({ params }) => refuseEdit(conversations, params.id));
  app.delete<Item>(`${ROOT}/:id/items/:item`, async ({ params }) =>
    refuseEdit(conversations, params.id),
  );
}

/** Throws UNKNOWN_CONVERSATION or NOT_SUPPORTED. */
function refuseEdit(conversations: Conversations, id: string): never {
  find(conversations, id);
  throw new RouterError(
    'NOT_SUPPORTED',
    'what was said belongs to the holder of the conversation, which grows by turns only; ' +
      'send new items as the input of a response',
  );
}

async function readItems(
  conversations: Conversations,
  { params }: FastifyRequest<Named>,
  reply: FastifyReply,
) {
  const row = find(conversations, params.id);
  const items = await conversations.items(row, hangUpSignal(reply));
  return items.flatMap(toTranscriptItems);
}

/** Throws UNKNOWN_CONVERSATION. */
function find(
  conversations: Conversations,
  id: string,
  param = 'conversation_id',
): ConversationRow {
  const row = conversations.get(id);
  if (row !== undefined) return row;
  throw new RouterError('UNKNOWN_CONVERSATION', `there is no conversation '${id}'`, { param });
}
