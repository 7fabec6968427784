/** What of a tool's answer is shown, and how. Everything in it comes from a stranger. */
import type { ToolCallResult } from '#contract/tools.ts';

export type ResultPart =
  | { readonly kind: 'text'; readonly title?: string; readonly text: string; readonly cut: boolean }
  | { readonly kind: 'image'; readonly src: string; readonly type: string }
  /** Something the window does not show. */
  | { readonly kind: 'note'; readonly text: string };

type Block = ToolCallResult['content'][number];

const SHOWN_IMAGES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
/** More would make the page slow; the whole text can be copied. */
const TEXT_LIMIT = 100_000;
const IMAGE_LIMIT = 12_000_000;

export function toResultParts({ content }: Pick<ToolCallResult, 'content'>): readonly ResultPart[] {
  return content.map(toPart);
}

function toPart(block: Block): ResultPart {
  const { type } = block;
  if (type === 'text') return toText(textOf(block, 'text'));
  if (type === 'image') return toImage(textOf(block, 'mimeType'), textOf(block, 'data'));
  if (type === 'resource') return toResource(block['resource']);
  if (type === 'resource_link') {
    return { kind: 'note', text: `Link: ${textOf(block, 'name')} ${textOf(block, 'uri')}`.trim() };
  }
  const mimeType = textOf(block, 'mimeType');
  return { kind: 'note', text: `${type}${mimeType === '' ? '' : ` (${mimeType})`} is not shown` };
}

function toText(text: string, title?: string): ResultPart {
  const named = title === undefined ? {} : { title };
  return { kind: 'text', ...named, text: text.slice(0, TEXT_LIMIT), cut: text.length > TEXT_LIMIT };
}

/** SVG is a document that could do things, so only pictures made of pixels are shown. */
function toImage(mimeType: string, data: string): ResultPart {
  const type = mimeType.toLowerCase();
  if (!SHOWN_IMAGES.has(type)) {
    return { kind: 'note', text: `An image of the type ${mimeType || 'unknown'} is not shown` };
  }
  if (data.length > IMAGE_LIMIT) return { kind: 'note', text: 'The image is too large to show' };
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(data)) {
    return { kind: 'note', text: 'The image is damaged' };
  }
  return { kind: 'image', type, src: `data:${type};base64,${data.replaceAll(/\s/g, '')}` };
}

function toResource(resource: unknown): ResultPart {
  if (typeof resource !== 'object' || resource === null) {
    return { kind: 'note', text: 'A resource without content' };
  }
  const uri = textOf(resource, 'uri');
  const text = textOf(resource, 'text');
  if (text !== '') return toText(text, uri);
  const mimeType = textOf(resource, 'mimeType');
  if (SHOWN_IMAGES.has(mimeType.toLowerCase())) return toImage(mimeType, textOf(resource, 'blob'));
  return { kind: 'note', text: `The resource ${uri} is not shown` };
}

function textOf(block: object, name: string): string {
  const value: unknown = Object.entries(block).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value : '';
}

/** All text of an answer, for the clipboard. */
export function plainResult({ content, structuredContent }: ToolCallResult): string {
  const texts = content.flatMap((block) => (block.type === 'text' ? [textOf(block, 'text')] : []));
  if (texts.length > 0) return texts.join('\n');
  return structuredContent === undefined ? '' : JSON.stringify(structuredContent, null, 2);
}
