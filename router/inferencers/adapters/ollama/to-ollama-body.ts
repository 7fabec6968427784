import type { ChatRequest } from '#core/chat.ts';
import { fieldOf } from '#core/field-of.ts';
import { toOllamaMessages } from './to-ollama-messages.ts';

/** Top-level OpenAI parameters that Ollama knows as options of the same name. */
const OPTIONS = [
  'temperature',
  'top_p',
  'top_k',
  'min_p',
  'seed',
  'stop',
  'frequency_penalty',
  'presence_penalty',
  'repeat_penalty',
] as const;

/**
 * An OpenAI request as a streaming body of Ollama's `/api/chat`. The caller's own `options` win.
 * Throws INVALID_REQUEST for content that Ollama cannot take.
 */
export function toOllamaBody(request: ChatRequest): Record<string, unknown> {
  const tools = request['tool_choice'] === 'none' ? [] : (request.tools ?? []);
  const format = request['format'] ?? toFormat(request['response_format']);
  const think = request['think'] ?? toThink(request);
  return {
    model: request.model,
    messages: toOllamaMessages(request.messages),
    stream: true,
    options: toOptions(request),
    ...(tools.length > 0 && { tools }),
    ...(isGiven(format) && { format }),
    ...(isGiven(think) && { think }),
    ...(isGiven(request['keep_alive']) && { keep_alive: request['keep_alive'] }),
  };
}

/** Whether this request must take the native way: `/v1` ignores a context length. */
export function needsNativeChat(request: ChatRequest): boolean {
  return isGiven(fieldOf(request['options'], 'num_ctx'));
}

function toOptions(request: ChatRequest): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const name of OPTIONS) if (isGiven(request[name])) options[name] = request[name];
  const limit = request['max_completion_tokens'] ?? request['max_tokens'];
  if (isGiven(limit)) options['num_predict'] = limit;
  Object.assign(options, request['options']);
  // Ollama refuses a single stop text.
  if (typeof options['stop'] === 'string') options['stop'] = [options['stop']];
  return options;
}

function toFormat(responseFormat: unknown): unknown {
  const type = fieldOf(responseFormat, 'type');
  if (type === 'json_object') return 'json';
  return type === 'json_schema'
    ? fieldOf(fieldOf(responseFormat, 'json_schema'), 'schema')
    : undefined;
}

function toThink(request: ChatRequest): unknown {
  const effort = request['reasoning_effort'] ?? fieldOf(request['reasoning'], 'effort');
  return effort === 'none' ? false : effort;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
