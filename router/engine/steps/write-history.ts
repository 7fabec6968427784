/** What a turn with tool calls adds to the transcript the model sees next. */
import type { ChatMessage, ToolCall } from '#core/chat.ts';

import type { Turn } from '../turn.ts';
import { parseArguments } from './judge-call.ts';
import type { CallAnswer } from './run-calls.ts';

interface AnsweredTurn {
  readonly turn: Turn;
  /** With their final ids. */
  readonly calls: readonly ToolCall[];
  /** Answers to the router's own calls, by call id. */
  readonly answers: readonly CallAnswer[];
  readonly takesImages: boolean;
}

/** Thinking models want these back while their tool calls are being answered. */
const ECHOED = ['reasoning_content', 'reasoning_details'] as const;

/**
 * A turn can mix the router's tools with the client's, but the client must not see the former and
 * an answer cannot wait half done. So its calls are put off: the model is told to make them again,
 * alone, now that it knows the results of the others. Nothing is lost, and the turn limit bounds it.
 */
const DEFERRED =
  'Not run yet: this tool belongs to the caller. The other calls of this turn have been answered; ' +
  'if this one is still needed, make it again in a turn without any other kind of call.';

/** One assistant message, a tool message for every call in order, then the images if there are any. */
export function writeHistory({
  turn,
  calls,
  answers,
  takesImages,
}: AnsweredTurn): readonly ChatMessage[] {
  const texts = new Map(answers.map(({ callId, text }) => [callId, text]));
  const echoed = ECHOED.filter((key) => turn.message[key] !== undefined);
  const images = takesImages ? answers.flatMap((answer) => answer.images) : [];
  return [
    {
      role: 'assistant',
      content: turn.message.content ?? '',
      ...Object.fromEntries(echoed.map((key) => [key, turn.message[key]])),
      tool_calls: calls.map(withReadableArguments),
    },
    ...calls.map(({ id }) => ({
      role: 'tool',
      content: texts.get(id) ?? DEFERRED,
      tool_call_id: id,
    })),
    ...(images.length > 0 ? [toImageMessage(images)] : []),
  ];
}

/** Many backends parse the arguments in the transcript and refuse it when they are no object. */
function withReadableArguments(call: ToolCall): ToolCall {
  const { arguments: text } = call.function;
  const isReadable = text.trim() !== '' && 'args' in parseArguments(text);
  return isReadable ? call : { ...call, function: { ...call.function, arguments: '{}' } };
}

function toImageMessage(urls: readonly string[]): ChatMessage {
  return {
    role: 'user',
    content: [
      { type: 'text', text: 'The images the tools returned:' },
      ...urls.map((url) => ({ type: 'image_url', image_url: { url } })),
    ],
  };
}
