import type { ChatRequest } from '#core/chat.ts';
import { RouterError } from '#core/router-error.ts';
import { fieldOf } from '../../http/field-of.ts';

type Schema = Readonly<Record<string, unknown>>;

/** The JSON Schema that `response_format` asks for, if any. Throws INVALID_REQUEST. */
export function toClaudeSchema(request: ChatRequest): Schema | undefined {
  const format = request['response_format'];
  const type = fieldOf(format, 'type');
  if (type === 'json_object') return { type: 'object' };
  if (type !== 'json_schema') return undefined;
  const schema = fieldOf(fieldOf(format, 'json_schema'), 'schema');
  if (typeof schema === 'object' && schema !== null) return { ...schema };
  throw new RouterError('INVALID_REQUEST', 'response_format.json_schema has no schema', {
    param: 'response_format',
  });
}
