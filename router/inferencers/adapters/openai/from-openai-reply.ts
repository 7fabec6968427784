/** Parses what an OpenAI-compatible backend answers. Lenient: only what we rely on is checked. */
import { z } from 'zod';

import type { ChatChunk, ChatCompletion } from '#core/chat.ts';
import { RouterError } from '#core/router-error.ts';
import { parseJson } from '../../http/parse-json.ts';
import { messageIn, plainText, toErrorInAnswer } from '../../http/to-status-error.ts';

const head = {
  id: z.string().catch(''),
  created: z.number().catch(0),
  model: z.string().catch(''),
};

const completionSchema = z.looseObject({
  ...head,
  object: z.literal('chat.completion').catch('chat.completion'),
  choices: z
    .array(
      z.looseObject({
        index: z.number().catch(0),
        message: z.looseObject({ role: z.string().catch('assistant') }),
        finish_reason: z.string().nullable().catch(null),
      }),
    )
    .min(1),
});

const chunkSchema = z.looseObject({
  ...head,
  object: z.literal('chat.completion.chunk').catch('chat.completion.chunk'),
  choices: z.array(
    z.looseObject({
      index: z.number().catch(0),
      delta: z.looseObject({}).catch({}),
      finish_reason: z.string().nullable().catch(null),
    }),
  ),
});

/** A whole answer. Throws UPSTREAM_INVALID when it has no choices. */
export function parseCompletion(text: string, name: string): ChatCompletion {
  const body = parseJson(text);
  const parsed = completionSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  if (typeof body !== 'object' || body === null) throw notJson(text, name);
  const said = messageIn(body);
  throw new RouterError(
    'UPSTREAM_INVALID',
    `inferencer '${name}' answered without choices${said === undefined ? '' : `: ${said}`}`,
  );
}

/**
 * One event of a streamed answer; undefined when it is no chunk (servers send pings and notes).
 * Throws UPSTREAM_STATUS when it reports an error.
 */
export function parseChunk(data: string, name: string): ChatChunk | undefined {
  const body = parseJson(data);
  if (typeof body !== 'object' || body === null) return undefined;
  if ('error' in body && body.error) throw toErrorInAnswer(name, body);
  const parsed = chunkSchema.safeParse(body);
  return parsed.success ? parsed.data : undefined;
}

/** A whole answer as the one chunk of a stream, for backends that ignore `stream`. */
export function toSingleChunk(completion: ChatCompletion): ChatChunk {
  return {
    ...completion,
    object: 'chat.completion.chunk',
    choices: completion.choices.map(({ message, ...choice }) => {
      const { content, tool_calls, ...rest } = message;
      const calls = tool_calls?.map((call, index) => ({ ...call, index }));
      const text = typeof content === 'string' ? content : null;
      return { ...choice, delta: { ...rest, content: text, ...(calls && { tool_calls: calls }) } };
    }),
  };
}

export function notJson(text: string, name: string): RouterError {
  const shown = plainText(text);
  return new RouterError(
    'UPSTREAM_INVALID',
    `inferencer '${name}' answered with something that is not JSON${shown === '' ? '' : `: ${shown}`}`,
  );
}
