/** A scripted inferencer for a first run without keys or network. It never pretends to be a model. */
import { DEMO } from '#contract/names.ts';
import type { ChatChunk, ChatRequest } from '#core/chat.ts';
import type { ChatOptions, Inferencer } from '#core/ports/inferencers.ts';
import { RouterError } from '#core/router-error.ts';
import { toCancelled } from '#core/until-aborted.ts';
import { createChunkWriter, wantsUsage, type ChunkWriter } from '../shared/chunk-writer.ts';
import { collectStream } from '../shared/collect-stream.ts';
import type { Identity } from '../shared/identity.ts';
import { textOf } from '../shared/text-of.ts';
import { toDemoTurn, type DemoCall } from './to-demo-turn.ts';

export function createDemoAdapter(identity: Identity): Inferencer {
  async function* stream(
    request: ChatRequest,
    { signal }: ChatOptions,
  ): AsyncGenerator<ChatChunk, void, undefined> {
    for (const chunk of toChunks(request, identity)) {
      if (signal.aborted) throw toCancelled(signal);
      yield chunk;
    }
  }

  return {
    name: DEMO,
    extraBody: {},
    relays: () => false,
    relay: () =>
      Promise.reject(new RouterError('NOT_SUPPORTED', 'the demo answers chat completions only')),
    stream,
    complete: (request, options) =>
      collectStream(stream({ ...request, stream_options: { include_usage: true } }, options)),
  };
}

function* toChunks(request: ChatRequest, identity: Identity): Generator<ChatChunk> {
  const turn = toDemoTurn(request);
  const id = identity.newId();
  const created = identity.nowSeconds();
  const writer = createChunkWriter({ id: `chatcmpl-${id}`, created, model: request.model });
  const words =
    turn.kind === 'calls'
      ? yield* writeCalls(turn.calls, id, writer)
      : yield* writeText(turn.text, tokenLimit(request), writer);
  if (!wantsUsage(request['stream_options'])) return;
  const asked = request.messages.map(({ content }) => textOf(content)).join(' ');
  yield writer.usage(countWords(asked), words);
}

/** Returns how many words were written. */
function* writeText(
  text: string,
  limit: number,
  writer: ChunkWriter,
): Generator<ChatChunk, number> {
  yield writer.delta({ role: 'assistant', content: '' });
  const words = text.match(/\s*\S+\s*/g) ?? (text === '' ? [] : [text]);
  const written = words.slice(0, limit);
  for (const word of written) yield writer.delta({ content: word });
  yield writer.finish(written.length < words.length ? 'length' : 'stop');
  return written.length;
}

function* writeCalls(
  calls: readonly DemoCall[],
  id: string,
  writer: ChunkWriter,
): Generator<ChatChunk, number> {
  yield writer.delta({ role: 'assistant', content: null });
  let words = 0;
  for (const [index, { name, arguments: text }] of calls.entries()) {
    const start = {
      index,
      id: `call_${id}_${index}`,
      type: 'function',
      function: { name },
    } as const;
    yield writer.delta({ tool_calls: [start] });
    yield writer.delta({ tool_calls: [{ index, function: { arguments: text } }] });
    words += 1 + countWords(text);
  }
  yield writer.finish('tool_calls');
  return words;
}

function tokenLimit(request: ChatRequest): number {
  const limit = request['max_completion_tokens'] ?? request['max_tokens'];
  return typeof limit === 'number' ? Math.max(0, limit) : Infinity;
}

function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
