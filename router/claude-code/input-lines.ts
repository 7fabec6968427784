/** What goes to stdin: the system prompt and the prompt, in no one's process list and of any length. */
import type { ClaudeRun } from '#core/ports/claude-code.ts';

export function toInputLines({ prompt, system = '', schema }: ClaudeRun): string {
  const settings = { systemPrompt: system, ...(schema !== undefined && { jsonSchema: schema }) };
  const lines = [
    {
      type: 'control_request',
      request_id: 'settings',
      request: { subtype: 'initialize', ...settings },
    },
    {
      type: 'user',
      message: { role: 'user', content: withoutCommand(prompt) },
      parent_tool_use_id: null,
      session_id: '',
    },
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** A prompt that begins with a slash would be answered as an unknown command; a blank line helps. */
function withoutCommand(prompt: string): string {
  return prompt.startsWith('/') ? `\n${prompt}` : prompt;
}
