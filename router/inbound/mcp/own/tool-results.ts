/** What our own tools answer with. */
import type { JsonObject } from '#core/ports/tools.ts';

/** Of tools whose answer is one text; the mark tells clients to unwrap it. */
export const TEXT_OUTPUT = {
  type: 'object',
  properties: { result: { type: 'string' } },
  required: ['result'],
  'x-fastmcp-wrap-result': true,
} as const;

export function toTextResult(text: string): JsonObject {
  return { content: [{ type: 'text', text }], structuredContent: { result: text } };
}

/** A failure that the model on the other side can read. */
export function toToolError(text: string): JsonObject {
  return { isError: true, content: [{ type: 'text', text }] };
}
