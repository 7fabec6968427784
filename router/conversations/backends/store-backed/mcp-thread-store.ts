/** A store that is one of our MCP servers, with the tools `create_thread` and so on. */
import type { JsonObject, Tools } from '#core/ports/tools.ts';
import { RouterError } from '#core/router-error.ts';
import {
  LONGEST_THREAD,
  parseJson,
  parseMessages,
  storeFailed,
  threadGone,
  type ThreadStore,
} from './thread-store.ts';

/** How a store says that it has no such thread. */
const UNKNOWN = /unknown thread/i;

interface Answer {
  readonly text: string;
  readonly isError: boolean;
}

export function createMcpThreadStore(tools: Tools, server: string): ThreadStore {
  async function call(tool: string, args: JsonObject, signal: AbortSignal): Promise<Answer> {
    // It may be starting just now.
    await tools.settled([server], signal);
    const entry = tools.list().find((one) => one.server === server && one.tool === tool);
    if (entry === undefined) {
      const { state = 'missing' } = tools.servers().find(({ name }) => name === server) ?? {};
      throw storeFailed(`the MCP server '${server}' (${state}) offers no tool '${tool}'`);
    }
    try {
      const { content, isError = false } = await tools.call(entry, args, { signal });
      const text = content.map((block) => block.text ?? '').join('');
      if (text.length > LONGEST_THREAD) throw storeFailed('its answer is too long');
      return { text, isError };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof RouterError && error.code === 'STORE_FAILED') throw error;
      const why = error instanceof RouterError ? error.message : 'the call broke off';
      throw storeFailed(why, error);
    }
  }

  return {
    mintId: () => undefined,
    async create(_id, signal) {
      const id = parseJson(expectSuccess(await call('create_thread', {}, signal), 'create_thread'));
      if (typeof id === 'string' && id !== '') return id;
      throw storeFailed("'create_thread' answered with no id");
    },
    async read(id, signal) {
      const answer = await call('get_thread', { thread_id: id }, signal);
      if (answer.isError && UNKNOWN.test(answer.text)) throw threadGone();
      const messages = parseJson(expectSuccess(answer, 'get_thread'));
      if (messages === null) throw threadGone();
      return parseMessages(messages);
    },
    async append(id, messages, signal) {
      expectSuccess(await call('append_turn', { thread_id: id, messages }, signal), 'append_turn');
    },
    async remove(id, signal) {
      const answer = await call('delete_thread', { thread_id: id }, signal);
      if (answer.isError && UNKNOWN.test(answer.text)) return;
      expectSuccess(answer, 'delete_thread');
    },
  };
}

/** The text of an error is not quoted: it may hold what was said. */
function expectSuccess({ text, isError }: Answer, tool: string): string {
  if (isError) throw storeFailed(`its tool '${tool}' reported an error`);
  return text;
}
