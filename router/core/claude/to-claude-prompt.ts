import type { ChatMessage } from '../chat.ts';
import { RouterError } from '../router-error.ts';
import { fieldOf } from '../field-of.ts';

export interface ClaudePrompt {
  readonly system: string;
  readonly prompt: string;
}

/**
 * Messages as the one text that the program takes. A single message goes as it is; several become
 * a transcript. Throws NOT_SUPPORTED for what would be lost, INVALID_REQUEST when nothing is asked.
 */
export function toClaudePrompt(messages: readonly ChatMessage[]): ClaudePrompt {
  const isSystem = ({ role }: ChatMessage) => role === 'system' || role === 'developer';
  const system = messages.filter(isSystem).map(textOf).join('\n\n');
  const said = messages.filter((message) => !isSystem(message));
  const [only] = said;
  if (only !== undefined && said.length === 1) return { system, prompt: asked(textOf(only)) };
  return { system, prompt: asked(said.map(toEntry).join('\n\n')) };
}

function asked(prompt: string): string {
  if (prompt.trim() !== '') return prompt;
  throw new RouterError('INVALID_REQUEST', 'messages hold nothing to answer', {
    param: 'messages',
  });
}

function toEntry(message: ChatMessage): string {
  return `<${message.role}>\n${textOf(message)}\n</${message.role}>`;
}

function textOf({ role, content, tool_calls }: ChatMessage): string {
  if (role === 'tool' || role === 'function' || (tool_calls?.length ?? 0) > 0) {
    throw refused('calls of tools in messages');
  }
  if (content === null || content === undefined) return '';
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) throw refused('content that is no text');
  return content.map(textOfPart).join('\n');
}

function textOfPart(part: unknown): string {
  if (typeof part === 'string') return part;
  const text = fieldOf(part, 'text');
  if (typeof text === 'string') return text;
  throw refused(`parts of the type '${String(fieldOf(part, 'type'))}'`);
}

function refused(what: string): RouterError {
  return new RouterError('NOT_SUPPORTED', `Claude Code takes text only, no ${what}`, {
    param: 'messages',
  });
}
