/** Builds the output items of one response piece by piece, and says which events each piece causes. */
import type { AnswerPiece, CallPiece } from './answer-event.ts';
import {
  toItemId,
  type ItemStatus,
  type OutputCall,
  type OutputItem,
  type OutputMessage,
  type OutputPart,
} from './output-item.ts';

/** Without its number, which counts over the whole stream. */
export interface OutputEvent {
  readonly type: string;
  readonly [key: string]: unknown;
}

type Events = Generator<OutputEvent, void>;

interface CallState {
  readonly slot: number;
  id: string;
  /** Arguments that came before the name did. */
  early: string;
  item: OutputCall | undefined;
}

export class OutputBuilder {
  readonly items: OutputItem[] = [];
  readonly #responseId: string;
  readonly #calls: CallState[] = [];
  #message: OutputMessage | undefined;

  constructor(responseId: string) {
    this.#responseId = responseId;
  }

  *add(piece: AnswerPiece): Events {
    if (piece.kind === 'call') yield* this.#call(piece);
    else yield* this.#say(piece.kind, piece.delta);
  }

  /** Ends every item. An answer without anything in it becomes an empty message. */
  *close(status: Exclude<ItemStatus, 'in_progress'>): Events {
    if (this.items.length === 0) yield* this.#say('text', '');
    for (const { item } of this.#calls) if (item !== undefined) yield* this.#endCall(item, status);
    yield* this.#endMessage(status);
  }

  *#say(kind: AnswerPiece['kind'], delta: string): Events {
    const message = this.#message ?? (yield* this.#openMessage());
    let part = message.content.at(-1);
    if (part === undefined || kindOf(part) !== kind) {
      if (part !== undefined) yield* this.#endPart(message, part);
      part = emptyPart(kind);
      message.content.push(part);
      yield { type: 'response.content_part.added', ...this.#at(message, part), part: { ...part } };
    }
    if (delta === '') return;
    const at = this.#at(message, part);
    if (part.type === 'refusal') {
      part.refusal += delta;
      yield { type: 'response.refusal.delta', ...at, delta };
    } else {
      part.text += delta;
      yield { type: 'response.output_text.delta', ...at, delta, logprobs: [] };
    }
  }

  *#openMessage(): Generator<OutputEvent, OutputMessage> {
    const id = toItemId('msg', this.#responseId, this.items.length);
    const message: OutputMessage = {
      type: 'message',
      id,
      status: 'in_progress',
      role: 'assistant',
      content: [],
    };
    this.#message = message;
    yield* this.#openItem(message);
    return message;
  }

  *#endMessage(status: ItemStatus): Events {
    const message = this.#message;
    if (message === undefined) return;
    this.#message = undefined;
    const part = message.content.at(-1);
    if (part !== undefined) yield* this.#endPart(message, part);
    yield* this.#endItem(message, status);
  }

  *#endPart(message: OutputMessage, part: OutputPart): Events {
    const at = this.#at(message, part);
    if (part.type === 'refusal') {
      yield { type: 'response.refusal.done', ...at, refusal: part.refusal };
    } else {
      yield { type: 'response.output_text.done', ...at, text: part.text, logprobs: [] };
    }
    yield { type: 'response.content_part.done', ...at, part: { ...part } };
  }

  *#call(piece: CallPiece): Events {
    const state = this.#callAt(piece.slot);
    state.id ||= piece.id ?? '';
    if (state.item !== undefined) {
      yield* this.#addArguments(state.item, piece.arguments);
      return;
    }
    state.early += piece.arguments;
    if (piece.name === undefined) return;
    yield* this.#endMessage('completed');
    const id = toItemId('fc', this.#responseId, this.items.length);
    state.item = {
      type: 'function_call',
      id,
      status: 'in_progress',
      call_id: state.id === '' ? id.replace('fc_', 'call_') : state.id,
      name: piece.name,
      arguments: '',
    };
    yield* this.#openItem(state.item);
    yield* this.#addArguments(state.item, state.early);
  }

  #callAt(slot: number): CallState {
    const known = this.#calls.find((state) => state.slot === slot);
    if (known !== undefined) return known;
    const state: CallState = { slot, id: '', early: '', item: undefined };
    this.#calls.push(state);
    return state;
  }

  *#addArguments(item: OutputCall, delta: string): Events {
    if (delta === '') return;
    item.arguments += delta;
    yield { type: 'response.function_call_arguments.delta', ...this.#at(item), delta };
  }

  *#endCall(item: OutputCall, status: ItemStatus): Events {
    // Clients parse them as JSON.
    if (item.arguments === '' && status === 'completed') yield* this.#addArguments(item, '{}');
    const { name, arguments: text } = item;
    const done = { type: 'response.function_call_arguments.done', name, arguments: text };
    yield { ...done, ...this.#at(item) };
    yield* this.#endItem(item, status);
  }

  *#openItem(item: OutputItem): Events {
    const output_index = this.items.push(item) - 1;
    yield { type: 'response.output_item.added', output_index, item: structuredClone(item) };
  }

  *#endItem(item: OutputItem, status: ItemStatus): Events {
    item.status = status;
    const output_index = this.items.indexOf(item);
    yield { type: 'response.output_item.done', output_index, item: structuredClone(item) };
  }

  #at(item: OutputItem, part?: OutputPart) {
    const place = { item_id: item.id, output_index: this.items.indexOf(item) };
    if (part === undefined || item.type !== 'message') return place;
    return { ...place, content_index: item.content.indexOf(part) };
  }
}

function kindOf(part: OutputPart): 'text' | 'refusal' {
  return part.type === 'refusal' ? 'refusal' : 'text';
}

function emptyPart(kind: AnswerPiece['kind']): OutputPart {
  return kind === 'refusal'
    ? { type: 'refusal', refusal: '' }
    : { type: 'output_text', text: '', annotations: [], logprobs: [] };
}
