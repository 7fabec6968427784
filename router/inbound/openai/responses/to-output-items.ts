import type { TranscriptItem } from '#core/ports/conversations.ts';
import type { ResponseRow } from '#core/ports/handles.ts';
import { toAnswerItems } from '../transcript-items.ts';
import { toItemId, type OutputItem } from './output-item.ts';

/** What a response answered, with the ids and ends it had when it was made. */
export function toOutputItems(
  items: readonly TranscriptItem[],
  { id: responseId, status }: Pick<ResponseRow, 'id' | 'status'>,
): readonly OutputItem[] {
  const said = items.flatMap(({ id, message }) =>
    message.role === 'assistant' ? toAnswerItems(id, message) : [],
  );
  // A text is whole once a call follows it.
  const isCut = (item: OutputItem): boolean =>
    status === 'incomplete' && (item.type === 'function_call' || item === said.at(-1));
  return said.map((item, index) => {
    const id = toItemId(item.type === 'message' ? 'msg' : 'fc', responseId, index);
    return { ...item, id, ...(isCut(item) && { status: 'incomplete' }) };
  });
}
