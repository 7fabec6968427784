/** What of a turn's input goes to the cloud: the latest text of the user, and how to behave. */
import { z } from 'zod';

import type { TurnInput } from '#core/ports/conversations.ts';
import { RouterError } from '#core/router-error.ts';

const parts = z.array(
  z.looseObject({ type: z.string(), text: z.string().optional().catch(undefined) }),
);

const TEXT_TYPES = new Set(['text', 'input_text', 'output_text']);

/**
 * Throws INVALID_REQUEST when the user said nothing, and NOT_SUPPORTED for what would otherwise be
 * lost without a word: pictures, files, and tools of the client or of our servers.
 */
export function readUserText({ messages, tools, serverTools }: TurnInput): string {
  if (tools.length > 0 || serverTools.length > 0) {
    throw unsupported('managed agents take no tools; leave them out', 'tools');
  }
  const message = messages.findLast(({ role }) => role === 'user');
  const text = message === undefined ? '' : textOf(message.content);
  if (text.trim() !== '') return text;
  throw new RouterError('INVALID_REQUEST', 'there is no text of the user to send', {
    param: 'input',
  });
}

/** What the system and developer messages say; empty when there are none. */
export function readInstructions({ messages }: TurnInput): string {
  return messages
    .filter(({ role }) => role === 'system' || role === 'developer')
    .map(({ content }) => textOf(content))
    .join('\n\n');
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  const read = parts.safeParse(content ?? []);
  if (!read.success || read.data.some(({ type }) => !TEXT_TYPES.has(type))) {
    throw unsupported('managed agents take text only', 'input');
  }
  return read.data.map(({ text }) => text ?? '').join('');
}

function unsupported(message: string, param: string): RouterError {
  return new RouterError('NOT_SUPPORTED', message, { param });
}
