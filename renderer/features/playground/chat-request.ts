/** What is sent for a conversation. */
import type { ChatMessage } from './chat-model.ts';

/** Texts as typed; empty ones are left to the model. */
export interface Sampling {
  readonly temperature: string;
  readonly maxTokens: string;
}

export const NO_SAMPLING: Sampling = { temperature: '', maxTokens: '' };

export interface ChatTarget {
  readonly model: string;
  /** The recipe's own variables by name; undefined for a model, or a recipe without variables. */
  readonly variables: Readonly<Record<string, string>> | undefined;
}

export interface ChatCall {
  /** Below the router's origin. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export const RECIPE_PREFIX = 'woollama/';

/** A recipe with variables is run as a pattern, because only patterns take them. */
export function toChatCall(
  { model, variables }: ChatTarget,
  messages: readonly ChatMessage[],
  sampling: Sampling,
): ChatCall {
  const options = toOptions(sampling);
  if (variables === undefined) {
    return { path: '/v1/chat/completions', body: { model, messages, ...options } };
  }
  // The names of recipes may hold slashes, which are part of the path.
  const name = model.slice(RECIPE_PREFIX.length).split('/').map(encodeURIComponent).join('/');
  const hasOptions = Object.keys(options).length > 0;
  const body = { input: messages, variables, ...(hasOptions && { options }) };
  return { path: `/w1/patterns/${name}/run`, body };
}

export const RESPONSES_PATH = '/v1/responses';

/** The next turn of a conversation whose holder knows what was said before. */
export function toTurnCall(conversation: string, input: string): ChatCall {
  return { path: RESPONSES_PATH, body: { conversation, input, store: true } };
}

export function asStream({ path, body }: ChatCall): ChatCall {
  // Responses tell their usage without being asked.
  if (path === RESPONSES_PATH) return { path, body: { ...body, stream: true } };
  return { path, body: { ...body, stream: true, stream_options: { include_usage: true } } };
}

function toOptions({ temperature, maxTokens }: Sampling): Readonly<Record<string, number>> {
  return {
    ...(isNumber(temperature) && { temperature: Number(temperature) }),
    ...(isNumber(maxTokens) && { max_tokens: Number(maxTokens) }),
  };
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}
