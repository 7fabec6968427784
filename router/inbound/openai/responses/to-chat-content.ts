/** The content of an input item as chat content: plain text where it is nothing else. */
import { z } from 'zod';

import { parseAt, refuse } from './parse-at.ts';

type ChatPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image_url'; readonly image_url: { url: string; detail?: string } };

const anyPart = z.looseObject({ type: z.string() });
const textPart = z.looseObject({ text: z.string() });
const refusalPart = z.looseObject({ refusal: z.string() });
const imagePart = z.looseObject({
  image_url: z.string({ error: 'is missing: files of another service cannot be read' }),
  detail: z.string().nullish(),
});
const filePart = z.looseObject({
  file_data: z.string().nullish(),
  filename: z.string().nullish(),
});

/** Throws INVALID_REQUEST naming the part that cannot be sent to a model. */
export function toChatContent(content: unknown, param: string): string | readonly ChatPart[] {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) throw refuse(param, 'must be a text or a list of content parts');
  const parts = content.map((part, index) => toChatPart(part, `${param}[${index}]`));
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  return texts.length === parts.length ? texts.join('') : parts;
}

function toChatPart(value: unknown, param: string): ChatPart {
  const part = parseAt(value, anyPart, param);
  switch (part.type) {
    case 'input_text':
    case 'output_text':
    case 'text':
      return { type: 'text', text: parseAt(part, textPart, param).text };
    case 'refusal':
      return { type: 'text', text: parseAt(part, refusalPart, param).refusal };
    case 'input_image': {
      const { image_url: url, detail } = parseAt(part, imagePart, param);
      const isUseful = typeof detail === 'string';
      return { type: 'image_url', image_url: { url, ...(isUseful && { detail }) } };
    }
    case 'input_file':
      return { type: 'text', text: readTextFile(parseAt(part, filePart, param), param) };
    default:
      throw refuse(`${param}.type`, `content of the type '${part.type}' is not supported`);
  }
}

const TEXT_DATA = /^data:(?:text\/[\w.+-]+|application\/json)(?:;charset=[\w-]+)?(;base64)?,/i;

/** Models behind the router take text and images, so a file must be text. */
function readTextFile({ file_data, filename }: z.infer<typeof filePart>, param: string): string {
  const [head, encoding] = TEXT_DATA.exec(file_data ?? '') ?? [];
  if (head === undefined || file_data === null || file_data === undefined) {
    throw refuse(param, 'only text files are supported, as file_data "data:text/plain;base64,..."');
  }
  const data = file_data.slice(head.length);
  const text = encoding === undefined ? decode(data, param) : fromBase64(data);
  return typeof filename === 'string' ? `${filename}:\n${text}` : text;
}

function fromBase64(data: string): string {
  return Buffer.from(data, 'base64').toString('utf8');
}

function decode(data: string, param: string): string {
  try {
    return decodeURIComponent(data);
  } catch {
    throw refuse(`${param}.file_data`, 'is not a valid data URL');
  }
}
