/** From the program's lines to the events of a run. */
import type { ClaudeEvent, ClaudeRun } from '#core/ports/claude-code.ts';
import {
  parseApiEvent,
  parseMessage,
  type ApiEvent,
  type ResultMessage,
} from './claude-message.ts';

/** What is left when the program has said its last. */
export interface Ending {
  readonly result: ResultMessage | undefined;
  /** The model that answered, as far as it was said. */
  readonly model: string;
  /** The first line that was no message. */
  readonly garbage: string | undefined;
  /** Why it refused what it was told at the start. */
  readonly refusal: string | undefined;
}

export interface EventReader {
  read(line: string): readonly ClaudeEvent[];
  ending(): Ending;
}

export function createEventReader({ schema }: Pick<ClaudeRun, 'schema'>): EventReader {
  let turn = 0;
  let toolCalls = 0;
  /** Something of the last turn went out already. */
  let streamed = false;
  let sessionId: string | undefined;
  let ending: Ending = {
    result: undefined,
    model: '',
    garbage: undefined,
    refusal: undefined,
  };

  function readApiEvent(event: ApiEvent): readonly ClaudeEvent[] {
    if (event.type === 'message_start') {
      turn += 1;
      toolCalls = 0;
      streamed = false;
      const { model } = event.message;
      ending = { ...ending, model: model || ending.model };
      return [{ kind: 'turn-started', turn, model: ending.model }];
    }
    if (event.type === 'content_block_start') {
      if (event.content_block.type === 'tool_use') toolCalls += 1;
      return [];
    }
    if (event.type === 'content_block_delta') {
      const { type, text = '' } = event.delta;
      // With a schema the answer is the object at the end, not what is said on the way to it.
      if (type !== 'text_delta' || text === '' || schema !== undefined) return [];
      streamed = true;
      return [{ kind: 'text', delta: text }];
    }
    const reason = event.delta.stop_reason;
    if (reason === undefined || reason === null) return [];
    return [{ kind: 'turn-ended', turn, toolCalls, finishReason: toFinishReason(reason) }];
  }

  function readResult(result: ResultMessage): readonly ClaudeEvent[] {
    ending = { ...ending, result };
    // What was not streamed, such as words of the program itself, must not be lost.
    if (result.is_error || streamed || !result.result) return [];
    return [{ kind: 'text', delta: result.result }];
  }

  return {
    read(line) {
      if (line.trim() === '') return [];
      const message = parseMessage(line);
      if (message === 'garbage') ending = { ...ending, garbage: ending.garbage ?? line };
      if (message === undefined || message === 'garbage') return [];
      if (message.type === 'control_response') {
        const { subtype, error = '' } = message.response;
        if (subtype === 'error') ending = { ...ending, refusal: error };
        return [];
      }
      if (message.type === 'system') {
        if (message.subtype !== 'init' || sessionId !== undefined) return [];
        sessionId = message.session_id ?? '';
        ending = { ...ending, model: message.model ?? '' };
        return [{ kind: 'session', sessionId }];
      }
      if (message.type === 'result') return readResult(message);
      const event = parseApiEvent(message.event);
      const isOurs =
        message.parent_tool_use_id === null || message.parent_tool_use_id === undefined;
      return event === undefined || !isOurs ? [] : readApiEvent(event);
    },
    ending: () => ending,
  };
}

function toFinishReason(reason: string): 'stop' | 'length' | 'tool_calls' {
  if (reason === 'tool_use') return 'tool_calls';
  return reason === 'max_tokens' ? 'length' : 'stop';
}
