interface CutText {
  readonly text: string;
  /** UTF-8 bytes left out at the end; 0 when the text fitted. */
  readonly droppedBytes: number;
}

/** The start of a text in at most `maxBytes` of UTF-8, never with half a character. */
export function cutText(text: string, maxBytes: number): CutText {
  const bytes = Buffer.byteLength(text);
  if (bytes <= maxBytes) return { text, droppedBytes: 0 };
  const buffer = Buffer.from(text.slice(0, maxBytes));
  let end = Math.min(maxBytes, buffer.length);
  // Continuation bytes begin with the bits 10.
  while (end > 0 && ((buffer[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return { text: buffer.toString('utf8', 0, end), droppedBytes: bytes - end };
}
