import type { Reply } from './send-json.ts';

/** The non-empty lines of a body, in order, with or without a line end after the last. */
export async function* readLines(
  reply: Pick<Reply, 'text'>,
): AsyncGenerator<string, void, undefined> {
  let rest = '';
  for await (const text of reply.text()) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield line;
  }
  if (rest.trim() !== '') yield rest;
}
