/** Turns a tool's result into what a model can read safely. */
import { cutText } from '#core/cut-text.ts';
import type { ContentBlock, ToolResult } from '#core/ports/tools.ts';
import { stripControls } from '#core/strip-controls.ts';

import { isTable } from '../is-table.ts';

export interface CleanResult {
  readonly text: string;
  /** Data URLs of the images that are fit to be shown to the model. */
  readonly images: readonly string[];
}

const MAX_TEXT_BYTES = 64 * 1024;
const MAX_IMAGE_BYTES = 5 * 1024 * 1024;
const NO_CONTENT = '(the tool returned no content)';

const IMAGE_TYPE = /^image\/[\w.+-]+$/u;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/u;

export function cleanResult(result: ToolResult, maxBytes = MAX_TEXT_BYTES): CleanResult {
  const { content, structuredContent, isError } = result;
  const texts = content.map(textOf);
  const lines = content.map((block, index) => texts[index] ?? describeBlock(block));
  if (structuredContent !== undefined && !texts.some((text) => text !== undefined && text !== '')) {
    lines.push(stripControls(JSON.stringify(structuredContent)));
  }
  const text = limitText(lines.join('\n'), maxBytes);
  return {
    text: (isError === true ? '[tool error] ' : '') + (text.trim() === '' ? NO_CONTENT : text),
    images: content.flatMap(toImageUrl),
  };
}

/** The block's own words, or undefined if it is not text. */
function textOf({ type, text, resource }: ContentBlock): string | undefined {
  if (type === 'text') return stripControls(text ?? '');
  if (isTable(resource) && typeof resource['text'] === 'string') {
    return stripControls(resource['text']);
  }
  return undefined;
}

/** A placeholder such as `[image image/png, 12 KB]` or `[resource_link file:///notes.txt]`. */
function describeBlock(block: ContentBlock): string {
  const { mimeType, uri, data, blob } = isTable(block['resource']) ? block['resource'] : block;
  const bytes = data ?? blob;
  const size =
    typeof bytes === 'string' ? `${Math.ceil(Buffer.byteLength(bytes, 'base64') / 1024)} KB` : '';
  const facts = [mimeType, uri, size].filter((fact) => typeof fact === 'string' && fact !== '');
  return stripControls(`[${block.type} ${facts.join(', ')}`.trimEnd() + ']');
}

function toImageUrl({ type, data = '', mimeType = '' }: ContentBlock): readonly string[] {
  const isUsable = type === 'image' && IMAGE_TYPE.test(mimeType) && BASE64.test(data);
  if (!isUsable || Buffer.byteLength(data, 'base64') > MAX_IMAGE_BYTES) return [];
  return [`data:${mimeType};base64,${data}`];
}

function limitText(text: string, maxBytes: number): string {
  const cut = cutText(text, maxBytes);
  if (cut.droppedBytes === 0) return text;
  return `${cut.text}\n[cut here: ${cut.droppedBytes} more bytes left out]`;
}
