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

/** One for each run. */
export class EventReader {
  readonly #schema: ClaudeRun['schema'];
  #turn = 0;
  #toolCalls = 0;
  /** Something of the last turn went out already. */
  #streamed = false;
  #sessionId: string | undefined;
  #ending: Ending = { result: undefined, model: '', garbage: undefined, refusal: undefined };

  constructor({ schema }: Pick<ClaudeRun, 'schema'>) {
    this.#schema = schema;
  }

  read(line: string): readonly ClaudeEvent[] {
    if (line.trim() === '') return [];
    const message = parseMessage(line);
    if (message === 'garbage') this.#note({ garbage: this.#ending.garbage ?? line });
    if (message === undefined || message === 'garbage') return [];
    switch (message.type) {
      case 'control_response':
        if (message.response.subtype === 'error') {
          this.#note({ refusal: message.response.error ?? '' });
        }
        return [];
      case 'system':
        if (message.subtype !== 'init' || this.#sessionId !== undefined) return [];
        this.#sessionId = message.session_id ?? '';
        this.#note({ model: message.model ?? '' });
        return [{ kind: 'session', sessionId: this.#sessionId }];
      case 'result':
        return this.#readResult(message);
      case 'stream_event': {
        // What helpers of its own say is no answer.
        if (typeof message.parent_tool_use_id === 'string') return [];
        const event = parseApiEvent(message.event);
        return event === undefined ? [] : this.#readApiEvent(event);
      }
    }
  }

  ending(): Ending {
    return this.#ending;
  }

  #note(changes: Partial<Ending>): void {
    this.#ending = { ...this.#ending, ...changes };
  }

  #readApiEvent(event: ApiEvent): readonly ClaudeEvent[] {
    const turn = this.#turn;
    switch (event.type) {
      case 'message_start': {
        this.#turn += 1;
        this.#toolCalls = 0;
        this.#streamed = false;
        const model = event.message.model || this.#ending.model;
        this.#note({ model });
        return [{ kind: 'turn-started', turn: this.#turn, model }];
      }
      case 'content_block_start':
        if (event.content_block.type === 'tool_use') this.#toolCalls += 1;
        return [];
      case 'content_block_delta': {
        const { type, text = '', thinking = '' } = event.delta;
        if (type === 'thinking_delta' && thinking !== '') {
          return [{ kind: 'reasoning', delta: thinking }];
        }
        // With a schema the answer is the object at the end, not what is said on the way to it.
        if (type !== 'text_delta' || text === '' || this.#schema !== undefined) return [];
        this.#streamed = true;
        return [{ kind: 'text', delta: text }];
      }
      case 'message_delta': {
        const reason = event.delta.stop_reason ?? undefined;
        if (reason === undefined) return [];
        const finishReason = toFinishReason(reason);
        return [{ kind: 'turn-ended', turn, toolCalls: this.#toolCalls, finishReason }];
      }
    }
  }

  #readResult(result: ResultMessage): readonly ClaudeEvent[] {
    this.#note({ result });
    // What was not streamed, such as words of the program itself, must not be lost.
    if (result.is_error || this.#streamed || !result.result) return [];
    return [{ kind: 'text', delta: result.result }];
  }
}

function toFinishReason(reason: string): 'stop' | 'length' | 'tool_calls' {
  if (reason === 'tool_use') return 'tool_calls';
  return reason === 'max_tokens' ? 'length' : 'stop';
}
