/**
 * The bundled example of a conversation store as an MCP server: threads in memory, gone when it ends.
 * A real one would keep them in a database; the four tools are all that it needs.
 */
import { randomUUID } from 'node:crypto';

import type { CallToolResult, Server } from '@modelcontextprotocol/server';
import { z } from 'zod';

import { createToolServer, defineTool, toolError, wrapped } from './tool-server.ts';

const message = z.looseObject({ role: z.string() });
const threadId = z.string().describe('As create_thread gave it');

type Message = z.infer<typeof message>;

export function createThreadStoreServer(): Server {
  const threads = new Map<string, Message[]>();

  const create = defineTool({
    name: 'create_thread',
    description: 'Makes an empty thread and returns its id.',
    input: z.object({}),
    output: wrapped('string'),
    writes: true,
    run() {
      // Never one of an earlier start: its conversation must not find the words of another.
      const id = `thread-${randomUUID()}`;
      threads.set(id, []);
      return json(id);
    },
  });

  const read = defineTool({
    name: 'get_thread',
    description: 'Returns all messages of a thread, the oldest first.',
    input: z.object({ thread_id: threadId }),
    output: wrapped('array'),
    run({ thread_id: id }) {
      const messages = threads.get(id);
      return messages === undefined ? unknownThread(id) : json(messages);
    },
  });

  const append = defineTool({
    name: 'append_turn',
    description: 'Adds messages at the end of a thread.',
    input: z.object({ thread_id: threadId, messages: z.array(message) }),
    output: wrapped('boolean'),
    writes: true,
    run({ thread_id: id, messages }) {
      const thread = threads.get(id);
      if (thread === undefined) return unknownThread(id);
      thread.push(...messages);
      return json(true);
    },
  });

  const remove = defineTool({
    name: 'delete_thread',
    description: 'Deletes a thread with its messages.',
    input: z.object({ thread_id: threadId }),
    output: wrapped('boolean'),
    writes: true,
    run: ({ thread_id: id }) => json(threads.delete(id)),
  });

  return createToolServer('thread-store', [create, read, append, remove]);
}

/** The router reads the text; the structured result is for other clients. */
function json(result: unknown): CallToolResult {
  return {
    content: [{ type: 'text', text: JSON.stringify(result) }],
    structuredContent: { result },
  };
}

/** These words tell the router that the thread is gone. */
function unknownThread(id: string): CallToolResult {
  return toolError(`unknown thread '${id}'`);
}
