/** What the demo does with a request: pure, so the same request always gets the same answer. */
import type { ChatMessage, ChatRequest, FunctionTool } from '#core/chat.ts';
import { RouterError } from '#core/router-error.ts';
import { textOf } from '../shared/text-of.ts';
import { toDemoArguments } from './to-demo-arguments.ts';

export type DemoTurn =
  | { readonly kind: 'answer'; readonly text: string }
  | { readonly kind: 'calls'; readonly calls: readonly DemoCall[] };

export interface DemoCall {
  readonly name: string;
  /** JSON. */
  readonly arguments: string;
}

export const DEMO_MODELS = ['echo', 'tools'] as const;

const LABEL = 'This is the Woollama demo, not a real model.';

/** Throws UNKNOWN_MODEL for anything but `echo` and `tools`. */
export function toDemoTurn(request: ChatRequest): DemoTurn {
  const model = DEMO_MODELS.find((name) => name === request.model);
  if (model === undefined) {
    const message = `the demo has no model '${request.model}'; it has ${DEMO_MODELS.join(' and ')}`;
    throw new RouterError('UNKNOWN_MODEL', message, { param: 'model' });
  }
  const lastUser = request.messages.findLastIndex(({ role }) => role === 'user');
  const said = textOf(request.messages[lastUser]?.content);
  if (model === 'echo') {
    return answer(lastUser < 0 ? `${LABEL} Send a user message and it comes back.` : said);
  }
  const tools = offeredTools(request);
  if (tools.length === 0) return answer(`${LABEL} You said: ${said}`);

  const results = resultsIn(request.messages.slice(lastUser + 1));
  const waiting = tools.filter(({ function: { name } }) => !results.some((r) => r.name === name));
  if (waiting.length === 0) {
    const sentences = results.map(({ name, text }) => `The tool ${name} answered: ${text}`);
    return answer([LABEL, ...sentences].join('\n'));
  }
  return {
    kind: 'calls',
    calls: waiting.map(({ function: { name, parameters } }) => ({
      name,
      arguments: JSON.stringify(toDemoArguments(parameters, said)),
    })),
  };
}

function answer(text: string): DemoTurn {
  return { kind: 'answer', text };
}

function offeredTools({ tools = [], tool_choice }: ChatRequest): readonly FunctionTool[] {
  if (tool_choice === 'none') return [];
  return tools.filter((tool) => tool.type === 'function');
}

/** The tool results among `messages`, with the names of the tools that were called for them. */
function resultsIn(messages: readonly ChatMessage[]): readonly { name: string; text: string }[] {
  const names = new Map(
    messages.flatMap(({ tool_calls }) =>
      (tool_calls ?? []).map((call) => [call.id, call.function.name] as const),
    ),
  );
  return messages
    .filter(({ role }) => role === 'tool')
    .map(({ tool_call_id, content }) => ({
      name: names.get(tool_call_id ?? '') ?? '',
      text: textOf(content),
    }));
}
