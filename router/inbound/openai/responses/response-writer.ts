/** One response from its first event to its last; the whole object at any time. */
import type { Usage } from '#core/chat.ts';
import type { RouterError } from '#core/router-error.ts';
import type { AnswerEnd, AnswerEvent } from './answer-event.ts';
import type { OutputEvent } from './item-list.ts';
import { OutputBuilder } from './output-builder.ts';
import {
  renderResponse,
  toResponseError,
  toResponseUsage,
  type ResponseFrame,
  type ResponseState,
} from './response-object.ts';

export interface StreamEvent extends OutputEvent {
  readonly sequence_number: number;
}

export class ResponseWriter {
  readonly #frame: ResponseFrame;
  readonly #output: OutputBuilder;
  #state: Omit<ResponseState, 'output'> = { status: 'in_progress', usage: null };
  #usage: Usage | undefined;
  #count = 0;

  constructor(frame: ResponseFrame) {
    this.#frame = frame;
    this.#output = new OutputBuilder(frame.id);
  }

  get id(): string {
    return this.#frame.id;
  }

  get usage(): Usage | undefined {
    return this.#usage;
  }

  response() {
    const output = structuredClone(this.#output.items);
    return renderResponse(this.#frame, { ...this.#state, output });
  }

  /** The response as if it ended now, by its client's wish. */
  cancelled() {
    const output = structuredClone(this.#output.items);
    return renderResponse(this.#frame, { ...this.#state, status: 'cancelled', output });
  }

  add(event: AnswerEvent): readonly StreamEvent[] {
    if (event.kind === 'begun') {
      return this.#number([this.#whole('response.created'), this.#whole('response.in_progress')]);
    }
    if (event.kind === 'ended') return this.#number(this.#end(event.end));
    return this.#number([...this.#output.add(event)]);
  }

  /** The last event of a response that broke off. */
  fail({ code, message }: RouterError): readonly StreamEvent[] {
    const error = toResponseError(code, message);
    for (const item of this.#output.items) {
      if ('status' in item && item.status === 'in_progress') item.status = 'incomplete';
    }
    const status = code === 'CANCELLED' ? 'cancelled' : 'failed';
    this.#state = { status, usage: null, error };
    return this.#number([this.#whole('response.failed')]);
  }

  #end({ status, reason, usage, action }: AnswerEnd): readonly OutputEvent[] {
    const isWhole = status !== 'incomplete';
    const closing = [...this.#output.close(isWhole ? 'completed' : 'incomplete')];
    this.#usage = usage;
    this.#state = {
      status,
      usage: toResponseUsage(usage),
      ...(reason !== undefined && { reason }),
      ...(action !== undefined && { action }),
    };
    return [...closing, this.#whole(isWhole ? 'response.completed' : 'response.incomplete')];
  }

  #whole(type: string): OutputEvent {
    return { type, response: this.response() };
  }

  #number(events: readonly OutputEvent[]): readonly StreamEvent[] {
    return events.map((event) => ({ ...event, sequence_number: this.#count++ }));
  }
}
