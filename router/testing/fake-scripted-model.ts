/** An inferencer that answers from a script, whole or in pieces, and remembers what it was asked. */
import type { ChatChunk, ChatCompletion, ChatRequest, ToolCall } from '#core/chat.ts';
import type { ChatOptions, Inferencer, Inferencers } from '#core/ports/inferencers.ts';

/** An answer, a failure, or a function that makes either (chunks for streams). */
export type Reply =
  | ChatCompletion
  | Error
  | readonly ChatChunk[]
  | ((
      request: ChatRequest,
      options: ChatOptions,
    ) => Promise<ChatCompletion> | AsyncIterable<ChatChunk>);

export interface ScriptedModel {
  readonly inferencers: Inferencers;
  readonly requests: ChatRequest[];
  /** Arguments of `auto`, in order. */
  readonly autoAsked: boolean[];
}

export interface ScriptedModelOptions {
  readonly extraBody?: Readonly<Record<string, unknown>>;
  readonly auto?: string;
  readonly name?: string;
}

/** The last reply is repeated for ever. */
export function createScriptedModel(
  replies: readonly Reply[],
  { extraBody = {}, name = 'fake', auto = `${name}/auto-model` }: ScriptedModelOptions = {},
): ScriptedModel {
  const requests: ChatRequest[] = [];
  const autoAsked: boolean[] = [];
  const next = (request: ChatRequest): Reply => {
    requests.push(structuredClone(request));
    const reply = replies[Math.min(requests.length, replies.length) - 1];
    return reply ?? new Error('the script is empty');
  };
  const inferencer: Inferencer = {
    name,
    extraBody,
    relays: () => true,
    relay: () => Promise.reject(new Error('not scripted')),
    complete: async (request, options) => {
      const reply = next(request);
      if (reply instanceof Error) throw reply;
      if (typeof reply === 'function') return (await reply(request, options)) as ChatCompletion;
      return reply as ChatCompletion;
    },
    stream: async function* (request, options) {
      const reply = next(request);
      if (reply instanceof Error) throw reply;
      if (typeof reply === 'function') yield* reply(request, options) as AsyncIterable<ChatChunk>;
      else if (Array.isArray(reply)) yield* reply as readonly ChatChunk[];
      else yield* toChunks(reply as ChatCompletion, request['stream_options'] !== undefined);
    },
  };
  const inferencers: Inferencers = {
    find: (wanted) => (wanted === name ? inferencer : undefined),
    names: () => [name],
    models: () => [],
    auto: (needsTools) => {
      autoAsked.push(needsTools);
      return Promise.resolve({ model: auto, reason: 'scripted' });
    },
    status: () => [],
    lastAuto: () => ({ model: auto, reason: 'scripted' }),
    test: async (wanted) =>
      wanted === name ? { ok: true, latencyMs: 0, models: [], problem: null } : undefined,
  };
  return { inferencers, requests, autoAsked };
}

interface AnswerParts {
  readonly message?: Readonly<Record<string, unknown>>;
  readonly choice?: Readonly<Record<string, unknown>>;
  readonly finishReason?: string | null;
  /** Prompt and completion tokens. */
  readonly tokens?: readonly [number, number];
}

export function answer(content: unknown, parts: AnswerParts = {}): ChatCompletion {
  const { message, choice, finishReason = 'stop', tokens } = parts;
  return {
    id: 'upstream-1',
    object: 'chat.completion',
    created: 1,
    model: 'upstream-model',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, ...message },
        finish_reason: finishReason,
        ...choice,
      },
    ],
    ...(tokens && {
      usage: {
        prompt_tokens: tokens[0],
        completion_tokens: tokens[1],
        total_tokens: tokens[0] + tokens[1],
      },
    }),
  };
}

export function toolCall(id: string, name: string, args: unknown = {}): ToolCall {
  const text = typeof args === 'string' ? args : JSON.stringify(args);
  return { id, type: 'function', function: { name, arguments: text } };
}

export function callsFor(calls: readonly ToolCall[], parts: AnswerParts = {}): ChatCompletion {
  return answer(null, {
    finishReason: 'tool_calls',
    ...parts,
    message: { tool_calls: calls, ...parts.message },
  });
}

export function chunk(
  delta: ChatChunk['choices'][number]['delta'],
  finishReason: string | null = null,
): ChatChunk {
  return {
    id: 'upstream-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'upstream-model',
    choices: [{ index: 0, delta, finish_reason: finishReason }],
  };
}

/** A whole answer as an upstream would stream it, text and arguments one character at a time. */
function toChunks({ choices, usage }: ChatCompletion, withUsage: boolean): readonly ChatChunk[] {
  const [choice] = choices;
  if (choice === undefined) return [];
  const { role: _, content, tool_calls: calls = [], ...others } = choice.message;
  const chunks = [chunk({ role: 'assistant', content: '', ...others })];
  for (const character of typeof content === 'string' ? content : '') {
    chunks.push(chunk({ content: character }));
  }
  calls.forEach(({ function: called, ...head }, index) => {
    const opening = { ...head, index, function: { name: called.name, arguments: '' } };
    chunks.push(chunk({ tool_calls: [opening] }));
    for (const character of called.arguments) {
      chunks.push(chunk({ tool_calls: [{ index, function: { arguments: character } }] }));
    }
  });
  chunks.push(chunk({}, choice.finish_reason));
  if (withUsage && usage !== undefined) chunks.push({ ...chunk({}), choices: [], usage });
  return chunks;
}
