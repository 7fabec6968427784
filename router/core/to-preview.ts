import { cutText } from './cut-text.ts';

const MAX_PREVIEW_BYTES = 2048;
/** What is masked for a preview; the rest is too far away to show. */
export const NEAR_BYTES = 16_384;

/** Masked before it is cut, because half a secret is known to nobody but its owner and its reader. */
export function toPreview(text: string, mask: (text: string) => string): string {
  const near = cutText(text, NEAR_BYTES);
  const cut = cutText(mask(near.text), MAX_PREVIEW_BYTES);
  return near.droppedBytes + cut.droppedBytes === 0 ? cut.text : `${cut.text}…`;
}
