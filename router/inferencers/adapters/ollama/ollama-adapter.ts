/**
 * Ollama: its OpenAI endpoint for most calls, its native one when a call sets the context length,
 * which the OpenAI endpoint ignores.
 */
import type { ChatChunk, ChatRequest } from '#core/chat.ts';
import type { ChatOptions, Inferencer } from '#core/ports/inferencers.ts';
import { readLines } from '../../http/read-lines.ts';
import { sendJson } from '../../http/send-json.ts';
import type { RelayTarget } from '../../relay/target.ts';
import { createChunkWriter, wantsUsage } from '../shared/chunk-writer.ts';
import { collectStream } from '../shared/collect-stream.ts';
import type { Identity } from '../shared/identity.ts';
import { fromOllamaReply } from './from-ollama-reply.ts';
import { needsNativeChat, toOllamaBody } from './to-ollama-body.ts';

export interface OllamaAdapterOptions {
  /** The OpenAI adapter of the same inferencer. */
  readonly openai: Inferencer;
  readonly target: () => RelayTarget;
  readonly identity: Identity;
}

export function createOllamaAdapter({
  openai,
  target,
  identity,
}: OllamaAdapterOptions): Inferencer {
  async function* streamNative(
    request: ChatRequest,
    { signal }: ChatOptions,
  ): AsyncGenerator<ChatChunk> {
    const reply = await sendJson({
      target: toNativeTarget(target()),
      path: '/api/chat',
      body: toOllamaBody(request),
      signal,
    });
    const id = identity.newId();
    yield* fromOllamaReply(readLines(reply), {
      name: openai.name,
      writer: createChunkWriter({
        id: `chatcmpl-${id}`,
        created: identity.nowSeconds(),
        model: request.model,
      }),
      callId: (position) => `call_${id}_${position}`,
      includeUsage: wantsUsage(request['stream_options']),
      onDone: () => reply.release(),
    });
  }

  return {
    ...openai,
    relays: (hasOptions) => !hasOptions(),
    complete: (request, options) => {
      if (!needsNativeChat(request)) return openai.complete(request, options);
      // A stream tells a model that is slow from one that is silent.
      const asStream = { ...request, stream_options: { include_usage: true } };
      return collectStream(streamNative(asStream, options));
    },
    stream: (request, options) =>
      needsNativeChat(request) ? streamNative(request, options) : openai.stream(request, options),
  };
}

/** The native API lies beside `/v1`, not below it. */
export function toNativeTarget(target: RelayTarget): RelayTarget {
  return { ...target, basePath: target.basePath.replace(/\/v1$/, '') };
}
