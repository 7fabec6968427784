/** Inferencers that speak OpenAI's chat completions: most of them. */
import type { ChatChunk, ChatCompletion, ChatRequest } from '#core/chat.ts';
import type { ChatOptions, Inferencer } from '#core/ports/inferencers.ts';
import { RouterError } from '#core/router-error.ts';
import { fetchText } from '../../http/fetch-text.ts';
import type { JsonCall } from '../../http/json-call.ts';
import { readSse } from '../../http/read-sse.ts';
import { readText, sendJson, type Reply } from '../../http/send-json.ts';
import { relay } from '../../relay/relay.ts';
import type { RelayTarget } from '../../relay/target.ts';
import { notJson, parseChunk, parseCompletion, toSingleChunk } from './from-openai-reply.ts';
import { toOpenaiBody } from './to-openai-body.ts';

export interface OpenaiAdapterOptions {
  readonly name: string;
  readonly extraBody: Readonly<Record<string, unknown>>;
  /** Asked once per call; throws MISSING_KEY. */
  readonly target: () => RelayTarget;
}

export function createOpenaiAdapter({ name, extraBody, target }: OpenaiAdapterOptions): Inferencer {
  const toCall = (request: ChatRequest, stream: boolean, options: ChatOptions): JsonCall => ({
    target: target(),
    path: '/chat/completions',
    body: toOpenaiBody(request, stream),
    headers: options.headers,
    signal: options.signal,
  });

  async function complete(request: ChatRequest, options: ChatOptions): Promise<ChatCompletion> {
    return parseCompletion(await fetchText(toCall(request, false, options)), name);
  }

  async function* stream(request: ChatRequest, options: ChatOptions): AsyncGenerator<ChatChunk> {
    const reply = await sendJson(toCall(request, true, options));
    const type = reply.headers['content-type'] ?? '';
    if (/\bjson\b/i.test(type)) {
      yield toSingleChunk(parseCompletion(await readText(reply), name));
    } else if (/\bhtml\b/i.test(type)) {
      throw notJson(await readText(reply), name);
    } else {
      yield* readChunks(reply, name);
    }
  }

  return {
    name,
    extraBody,
    relays: () => true,
    relay: async (call, out) => relay(call, target(), out),
    complete,
    stream,
  };
}

/** An answer is whole once a choice is finished, even when the `[DONE]` after it is lost. */
async function* readChunks(reply: Reply, name: string): AsyncGenerator<ChatChunk> {
  let finished = false;
  try {
    for await (const data of readSse(reply)) {
      if (data.trim() === '[DONE]') {
        reply.release();
        return;
      }
      const chunk = parseChunk(data, name);
      if (chunk === undefined) continue;
      finished ||= chunk.choices.some(({ finish_reason }) => finish_reason);
      yield chunk;
    }
  } catch (error) {
    if (finished && error instanceof RouterError && error.code === 'UPSTREAM_CUT') return;
    throw error;
  }
  if (!finished) throw new RouterError('UPSTREAM_CUT', `inferencer '${name}' broke off its answer`);
}
