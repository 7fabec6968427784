/** Puts the pieces of a streamed answer together again. */
import type { ChatChunk, ChatCompletion, ChatDelta, ChatMessage } from '#core/chat.ts';
import { createToolCallCollector } from './tool-call-collector.ts';

/** The whole answer; resolves when the stream ends and rejects as it rejects. */
export async function collectStream(chunks: AsyncIterable<ChatChunk>): Promise<ChatCompletion> {
  const choices = new Map<number, ReturnType<typeof createChoice>>();
  let head: Pick<ChatCompletion, 'id' | 'created' | 'model'> = { id: '', created: 0, model: '' };
  let usage: ChatChunk['usage'];
  let first = true;
  for await (const chunk of chunks) {
    if (first) head = { id: chunk.id, created: chunk.created, model: chunk.model };
    first = false;
    usage = chunk.usage ?? usage;
    for (const { index, delta, finish_reason } of chunk.choices) {
      const choice = choices.get(index) ?? createChoice();
      choices.set(index, choice);
      choice.add(delta, finish_reason);
    }
  }
  return {
    ...head,
    object: 'chat.completion',
    choices: [...choices]
      .sort(([a], [b]) => a - b)
      .map(([index, choice]) => ({ index, ...choice.take() })),
    ...(usage != null && { usage }),
  };
}

/** Fields of a delta that continue the text before them; others replace it. */
const CONTINUED = new Set(['content', 'reasoning', 'reasoning_content', 'refusal']);

function createChoice() {
  const fields: Record<string, unknown> = {};
  const calls = createToolCallCollector();
  let finish: string | null = null;

  return {
    add({ role, tool_calls, ...rest }: ChatDelta, finishReason: string | null | undefined): void {
      if (role) fields['role'] = role;
      for (const fragment of tool_calls ?? []) calls.add(fragment);
      for (const [name, value] of Object.entries(rest)) {
        if (value === null || value === undefined) continue;
        const before = fields[name];
        const joins =
          CONTINUED.has(name) && typeof before === 'string' && typeof value === 'string';
        fields[name] = joins ? before + value : value;
      }
      finish = finishReason ?? finish;
    },
    take(): { message: ChatMessage; finish_reason: string | null } {
      const toolCalls = calls.take();
      const message = {
        role: 'assistant',
        content: toolCalls.length > 0 ? null : '',
        ...fields,
        ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
      };
      return { message, finish_reason: finish };
    },
  };
}
