import type { TranscriptItem } from '#core/ports/conversations.ts';
import { toAnswerItems } from '../transcript-items.ts';
import { toItemId, type OutputItem } from './output-item.ts';

/** What a response answered, with the ids it had when it was made. */
export function toOutputItems(
  items: readonly TranscriptItem[],
  responseId: string,
): readonly OutputItem[] {
  return items
    .flatMap(({ id, message }) => (message.role === 'assistant' ? toAnswerItems(id, message) : []))
    .map((item, index) => {
      const prefix = item.type === 'message' ? 'msg' : 'fc';
      return { ...item, id: toItemId(prefix, responseId, index) };
    });
}
