/** The settings of a response as fields of a chat request. */
import type { ResponseRequest } from './response-request.ts';

type Params = Readonly<Record<string, unknown>>;

/** `model` is the one that answers, by its full name. */
export function toChatParams(request: ResponseRequest, model: string): Params {
  const { temperature, top_p, max_output_tokens, text, reasoning, user, options } = request;
  // OpenAI refuses the older name for its newer models; most others know only that one.
  const limit = model.startsWith('openai/') ? 'max_completion_tokens' : 'max_tokens';
  return withoutAbsent({
    temperature,
    top_p,
    [limit]: max_output_tokens,
    response_format: toResponseFormat(text?.format),
    verbosity: text?.verbosity,
    reasoning_effort: reasoning?.effort,
    user,
    options,
  });
}

function toResponseFormat(format: NonNullable<ResponseRequest['text']>['format']): unknown {
  if (format === undefined || format.type === 'text') return undefined;
  if (format.type === 'json_object') return { type: 'json_object' };
  const { name, schema, strict, description } = format;
  const json_schema = withoutAbsent({ name, schema, strict, description });
  return { type: 'json_schema', json_schema };
}

function withoutAbsent(fields: Params): Params {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  );
}
