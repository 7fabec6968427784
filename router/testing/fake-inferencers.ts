/** Model backends without a network: each call is noted and answered by a function. */
import type { ServerResponse } from 'node:http';

import type { ChatChunk, ChatCompletion, ChatRequest } from '#core/chat.ts';
import type {
  ChatOptions,
  Inferencer,
  Inferencers,
  InferencerTest,
  ModelEntry,
  RelayCall,
  RelayOutcome,
} from '#core/ports/inferencers.ts';
import { writeJson } from '../inbound/shared/render-error.ts';

export interface FakeInferencer extends Inferencer {
  readonly relayed: RelayCall[];
  readonly asked: { readonly request: ChatRequest; readonly options: ChatOptions }[];
}

export interface FakeInferencerSetup {
  /** `local` ones are never relayed, `ollama` ones not with `options`. */
  readonly kind?: 'relayed' | 'local' | 'ollama';
  readonly onRelay?: (call: RelayCall, out: ServerResponse) => Promise<RelayOutcome>;
  readonly onComplete?: (request: ChatRequest, options: ChatOptions) => Promise<ChatCompletion>;
  readonly onStream?: (request: ChatRequest, options: ChatOptions) => AsyncIterable<ChatChunk>;
}

export function createFakeInferencer(
  name: string,
  setup: FakeInferencerSetup = {},
): FakeInferencer {
  const relayed: RelayCall[] = [];
  const asked: FakeInferencer['asked'] = [];
  return {
    name,
    extraBody: {},
    relayed,
    asked,
    relays: (hasOptions) => setup.kind !== 'local' && !(setup.kind === 'ollama' && hasOptions()),
    async relay(call, out) {
      relayed.push(call);
      if (setup.onRelay !== undefined) return setup.onRelay(call, out);
      writeJson(out, { relayedBy: name });
      return { status: 200, cancelled: false };
    },
    async complete(request, options) {
      asked.push({ request, options });
      return setup.onComplete?.(request, options) ?? completion('hello');
    },
    stream(request, options) {
      asked.push({ request, options });
      return setup.onStream?.(request, options) ?? chunks('hel', 'lo');
    },
  };
}

export interface FakeInferencers extends Inferencers {
  /** Arguments of `auto`, in order. */
  readonly autoAsked: boolean[];
  /** What `test` answers for one of the inferencers. */
  testResult: InferencerTest;
}

export function createFakeInferencers(
  list: readonly Inferencer[],
  { auto = '', models = [] }: { auto?: string; models?: readonly string[] } = {},
): FakeInferencers {
  const autoAsked: boolean[] = [];
  const choice = { model: auto, reason: 'for the test' };
  const fake: FakeInferencers = {
    autoAsked,
    testResult: { ok: true, latencyMs: 1, models: [], problem: null },
    find: (name) => list.find((one) => one.name === name),
    names: () => list.map((one) => one.name).sort(),
    models: () => models.map(toEntry),
    auto: async (needsTools) => {
      autoAsked.push(needsTools);
      return choice;
    },
    status: () => [],
    lastAuto: () => choice,
    test: async (name) => (fake.find(name) === undefined ? undefined : fake.testResult),
  };
  return fake;
}

function toEntry(id: string): ModelEntry {
  return { id, object: 'model', created: 7, owned_by: id.split('/')[0] ?? '' };
}

const USAGE = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };

export function completion(content: string): ChatCompletion {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 7,
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: USAGE,
  };
}

/** One chunk a text; the last one carries the usage. */
export async function* chunks(...texts: readonly string[]): AsyncGenerator<ChatChunk> {
  for (const [index, content] of texts.entries()) {
    yield {
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 7,
      model: 'm',
      choices: [{ index: 0, delta: { content }, finish_reason: null }],
      ...(index === texts.length - 1 && { usage: USAGE }),
    };
  }
}
