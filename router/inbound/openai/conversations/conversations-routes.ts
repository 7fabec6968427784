/** `/v1/conversations`: handles of conversations, and what was said as far as its owner shows it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Conversations } from '#core/ports/conversations.ts';
import type { ConversationRow } from '#core/ports/handles.ts';
import { RouterError } from '#core/router-error.ts';
import { parseBody } from '../../shared/parse-body.ts';
import { toRawBody } from '../../shared/raw-body.ts';
import { createBody, updateBody } from './conversation-bodies.ts';
import { cutPage, parsePage, toList } from './page-query.ts';
import { toConversationItems } from './to-conversation-items.ts';
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
    const isGone = await whileConnected(reply, (signal) => conversations.delete(id, signal));
    if (!isGone) find(conversations, id);
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
}

async function readItems(
  conversations: Conversations,
  { params }: FastifyRequest<Named>,
  reply: FastifyReply,
) {
  const row = find(conversations, params.id);
  const items = await whileConnected(reply, (signal) => conversations.items(row, signal));
  return items.flatMap(toConversationItems);
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

/** Work that ends when the client hangs up. */
async function whileConnected<T>(
  { raw }: FastifyReply,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const onClose = (): void => controller.abort(new RouterError('CANCELLED'));
  raw.once('close', onClose);
  try {
    return await work(controller.signal);
  } finally {
    raw.off('close', onClose);
  }
}
