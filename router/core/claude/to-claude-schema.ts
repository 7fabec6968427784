import { RouterError } from '../router-error.ts';
import { fieldOf } from '../field-of.ts';

type Schema = Readonly<Record<string, unknown>>;

/** The JSON Schema that `response_format` of a chat asks for, if any. Throws INVALID_REQUEST. */
export function toClaudeSchema(params: Schema): Schema | undefined {
  const format = params['response_format'];
  const type = fieldOf(format, 'type');
  if (type === 'json_object') return { type: 'object' };
  if (type !== 'json_schema') return undefined;
  const schema = fieldOf(fieldOf(format, 'json_schema'), 'schema');
  if (typeof schema === 'object' && schema !== null) return { ...schema };
  throw new RouterError('INVALID_REQUEST', 'response_format.json_schema has no schema', {
    param: 'response_format',
  });
}
