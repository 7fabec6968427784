import { fieldOf } from '#core/field-of.ts';

/** The text of a message's content: a string, or the text parts of an array, one per line. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => textOfPart(part))
    .filter((text) => text !== undefined)
    .join('\n');
}

/** The text of one content part; undefined for images, audio and the like. */
export function textOfPart(part: unknown): string | undefined {
  if (typeof part === 'string') return part;
  const text = fieldOf(part, 'text');
  return typeof text === 'string' ? text : undefined;
}
