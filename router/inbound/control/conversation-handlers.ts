import type { ConversationItem, ConversationQuestion } from '#contract/conversations.ts';
import type { Conversations, RequiredAction, TranscriptItem } from '#core/ports/conversations.ts';
import type { ConversationRow } from '#core/ports/handles.ts';
import { RouterError } from '#core/router-error.ts';
import type { Caller, ControlParts, Handlers } from './handler.ts';

type Parts = Pick<ControlParts, 'conversations'>;

type Method =
  | 'conversations.list'
  | 'conversations.get'
  | 'conversations.items'
  | 'conversations.pending'
  | 'conversations.delete'
  | 'conversations.update';

export function conversationHandlers({ conversations }: Parts): Handlers<Method> {
  return {
    'conversations.list'(page) {
      const { rows, hasMore } = conversations.list({ ...page, order: 'desc', by: 'updated' });
      return { conversations: rows.map((row) => conversations.describe(row)), hasMore };
    },
    'conversations.get': ({ id }) => conversations.describe(find(conversations, id)),
    async 'conversations.items'({ id }, caller) {
      const row = find(conversations, id);
      const items = await whileWaiting(caller, (signal) => conversations.items(row, signal));
      return { items: items.map(toItem) };
    },
    async 'conversations.pending'({ id }, caller) {
      const row = find(conversations, id);
      const action = await whileWaiting(caller, (signal) => conversations.pending(row, signal));
      return { question: action === undefined ? null : toQuestion(action) };
    },
    async 'conversations.delete'({ id }, caller) {
      const isGone = await whileWaiting(caller, (signal) => conversations.delete(id, signal));
      if (!isGone) throw unknown(id);
      return {};
    },
    'conversations.update'({ id, title }) {
      const row = conversations.update(id, { title });
      if (row === undefined) throw unknown(id);
      return conversations.describe(row);
    },
  };
}

function toItem({ id, message: { role, content, tool_calls: calls = [] } }: TranscriptItem) {
  const called = calls.map(({ function: { name } }) => `-> ${name}`);
  const text = [textOf(content), ...called].filter((line) => line !== '').join('\n');
  return { id, role, text } satisfies ConversationItem;
}

/** Models fill the form of a question, not always as it asks. */
function toQuestion({ question: asked }: RequiredAction): ConversationQuestion {
  const { question, options } = asked;
  return {
    text: typeof question === 'string' ? question : '',
    options: Array.isArray(options) ? options.filter((one) => typeof one === 'string') : [],
  };
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown): unknown => Reflect.get(Object(part), 'text'))
    .filter((text) => typeof text === 'string')
    .join('');
}

function find(conversations: Conversations, id: string): ConversationRow {
  const row = conversations.get(id);
  if (row !== undefined) return row;
  throw unknown(id);
}

function unknown(id: string): RouterError {
  return new RouterError('UNKNOWN_CONVERSATION', `there is no conversation '${id}'`, {
    param: 'id',
  });
}

/** Work that ends when the window does not wait for it any more. */
async function whileWaiting<T>(
  { connection }: Caller,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const onClose = (): void => controller.abort(new RouterError('CANCELLED'));
  connection.once('close', onClose);
  try {
    return await work(controller.signal);
  } finally {
    connection.off('close', onClose);
  }
}
