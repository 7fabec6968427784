import { PART_LIMIT, tooLarge } from './answer-limits.ts';
import type { Reply } from './send-json.ts';

/**
 * The non-empty lines of a body, in order, with or without a line end after the last. Rejects with
 * UPSTREAM_INVALID when a line has more than `limit` characters.
 */
export async function* readLines(
  reply: Pick<Reply, 'name' | 'text'>,
  limit = PART_LIMIT,
): AsyncGenerator<string, void, undefined> {
  // Joined only once per line, or a line of many pieces would be copied for each of them.
  let pieces: string[] = [];
  let length = 0;
  const take = (): string => {
    const line = pieces.join('');
    pieces = [];
    length = 0;
    return line;
  };
  for await (const text of reply.text()) {
    for (const [position, piece] of text.split('\n').entries()) {
      if (position > 0) {
        const line = take();
        if (line.trim() !== '') yield line;
      }
      length += piece.length;
      if (length > limit) throw tooLarge(reply.name, 'line', limit);
      pieces.push(piece);
    }
  }
  const last = take();
  if (last.trim() !== '') yield last;
}
