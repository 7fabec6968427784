/** Translates the lines of Ollama's native `/api/chat` into OpenAI chunks. */
import { z } from 'zod';

import type { ChatChunk, ChatDelta, ToolCallDelta } from '#core/chat.ts';
import { RouterError } from '#core/router-error.ts';
import { parseJson } from '../../http/parse-json.ts';
import { toErrorInAnswer } from '../../http/to-status-error.ts';
import type { ChunkWriter } from '../shared/chunk-writer.ts';

const lineSchema = z.looseObject({
  message: z
    .looseObject({
      content: z.string().catch(''),
      thinking: z.string().catch(''),
      tool_calls: z
        .array(
          z.looseObject({
            id: z.string().optional().catch(undefined),
            function: z.looseObject({ name: z.string(), arguments: z.unknown() }),
          }),
        )
        .catch([]),
    })
    .catch({ content: '', thinking: '', tool_calls: [] }),
  done: z.boolean().catch(false),
  done_reason: z.string().optional().catch(undefined),
  prompt_eval_count: z.number().catch(0),
  eval_count: z.number().catch(0),
});

type OllamaLine = z.infer<typeof lineSchema>;

export interface OllamaReplyOptions {
  /** The inferencer's name, for messages. */
  readonly name: string;
  readonly writer: ChunkWriter;
  /** Makes the id of a call that Ollama sent without one; `position` counts through the answer. */
  readonly callId: (position: number) => string;
  readonly includeUsage: boolean;
  /** Called after the last wanted line. */
  readonly onDone: () => void;
}

/** Rejects with UPSTREAM_STATUS on an error line and UPSTREAM_CUT when no line says `done`. */
export async function* fromOllamaReply(
  lines: AsyncIterable<string>,
  options: OllamaReplyOptions,
): AsyncGenerator<ChatChunk, void, undefined> {
  const { name, writer } = options;
  let begun = false;
  let calls = 0;
  for await (const text of lines) {
    const line = parseLine(text, name);
    if (line === undefined) continue;
    const toolCalls = line.message.tool_calls.map((call, offset) =>
      toDelta(call, calls + offset, options.callId),
    );
    calls += toolCalls.length;
    const delta = toChatDelta(line, toolCalls);
    if (delta !== undefined) {
      yield writer.delta(begun ? delta : { role: 'assistant', ...delta });
      begun = true;
    }
    if (!line.done) continue;
    options.onDone();
    yield writer.finish(toFinishReason(line.done_reason, calls));
    if (options.includeUsage) yield writer.usage(line.prompt_eval_count, line.eval_count);
    return;
  }
  throw new RouterError('UPSTREAM_CUT', `inferencer '${name}' broke off its answer`);
}

function parseLine(text: string, name: string): OllamaLine | undefined {
  const body = parseJson(text);
  if (typeof body !== 'object' || body === null) return undefined;
  if ('error' in body && body.error) throw toErrorInAnswer(name, body);
  const parsed = lineSchema.safeParse(body);
  return parsed.success ? parsed.data : undefined;
}

function toChatDelta(
  { message: { content, thinking } }: OllamaLine,
  toolCalls: readonly ToolCallDelta[],
): ChatDelta | undefined {
  if (content === '' && thinking === '' && toolCalls.length === 0) return undefined;
  return {
    ...(content !== '' && { content }),
    ...(thinking !== '' && { reasoning: thinking }),
    ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
  };
}

function toDelta(
  call: OllamaLine['message']['tool_calls'][number],
  index: number,
  callId: (position: number) => string,
): ToolCallDelta {
  const { name, arguments: args } = call.function;
  return {
    index,
    id: call.id || callId(index),
    type: 'function',
    function: { name, arguments: typeof args === 'string' ? args : JSON.stringify(args ?? {}) },
  };
}

function toFinishReason(doneReason: string | undefined, calls: number): string {
  if (calls > 0) return 'tool_calls';
  return doneReason === 'length' ? 'length' : 'stop';
}
