/** The bundled example server `textops`: small pure operations on text. */
import type { Server } from '@modelcontextprotocol/server';
import { z } from 'zod';

import { createToolServer, defineTool, wrapped, wrappedResult } from './tool-server.ts';

const input = z.object({ text: z.string().describe('The text') });

const wordCount = defineTool({
  name: 'word_count',
  description: 'Counts the words of a text.',
  input,
  output: wrapped('integer'),
  run: ({ text }) => wrappedResult(text.split(/\s+/).filter((word) => word !== '').length),
});

const uppercase = defineTool({
  name: 'uppercase',
  description: 'Turns a text into capital letters.',
  input,
  output: wrapped('string'),
  run: ({ text }) => wrappedResult(text.toUpperCase()),
});

const reverseText = defineTool({
  name: 'reverse_text',
  description: 'Reverses a text, character by character as people see them.',
  input,
  output: wrapped('string'),
  run: ({ text }) => wrappedResult(reversed(text)),
});

/** By graphemes, so that accents and joined emoji stay whole. */
function reversed(text: string): string {
  const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text);
  return Array.from(graphemes, ({ segment }) => segment)
    .toReversed()
    .join('');
}

export function createTextopsServer(): Server {
  return createToolServer('textops', [wordCount, uppercase, reverseText]);
}
