/** Builds the output items of one response piece by piece, and says which events each piece causes. */
import type { AnswerPiece, CallPiece } from './answer-event.ts';
import { ItemList, type OutputEvent } from './item-list.ts';
import { McpItems } from './mcp-items.ts';
import type { ItemStatus, OutputCall, OutputMessage, OutputPart } from './output-item.ts';
import { ReasoningItem } from './reasoning-item.ts';

type SaidKind = 'text' | 'refusal';
type Events = Generator<OutputEvent, void>;

interface CallState {
  readonly slot: number;
  id: string;
  /** Arguments that came before the name did. */
  early: string;
  item: OutputCall | undefined;
}

export class OutputBuilder {
  readonly #list: ItemList;
  readonly #mcp: McpItems;
  readonly #reasoning: ReasoningItem;
  readonly #calls: CallState[] = [];
  #message: OutputMessage | undefined;

  constructor(responseId: string) {
    this.#list = new ItemList(responseId);
    this.#mcp = new McpItems(this.#list);
    this.#reasoning = new ReasoningItem(this.#list);
  }

  get items() {
    return this.#list.items;
  }

  *add(piece: AnswerPiece): Events {
    if (piece.kind !== 'reasoning') yield* this.#reasoning.end('completed');
    switch (piece.kind) {
      case 'text':
      case 'refusal':
        yield* this.#say(piece.kind, piece.delta);
        return;
      case 'reasoning':
        yield* this.#endMessage('completed');
        yield* this.#reasoning.add(piece.delta);
        return;
      case 'call':
        yield* this.#call(piece);
        return;
      case 'mcp-list':
        yield* this.#mcp.listed(piece);
        return;
      case 'mcp-call':
        yield* this.#endMessage('completed');
        yield* this.#mcp.called(piece);
        return;
      case 'mcp-result':
        yield* this.#mcp.answered(piece);
    }
  }

  /** Ends every item. An answer without anything in it becomes an empty message. */
  *close(status: Exclude<ItemStatus, 'in_progress'>): Events {
    yield* this.#reasoning.end(status);
    yield* this.#mcp.close();
    if (!this.#list.hasAnswer) yield* this.#say('text', '');
    for (const { item } of this.#calls) if (item !== undefined) yield* this.#endCall(item, status);
    yield* this.#endMessage(status);
  }

  *#say(kind: SaidKind, delta: string): Events {
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
    const id = this.#list.nextId('msg');
    const message: OutputMessage = {
      type: 'message',
      id,
      status: 'in_progress',
      role: 'assistant',
      content: [],
    };
    this.#message = message;
    yield this.#list.open(message);
    return message;
  }

  *#endMessage(status: ItemStatus): Events {
    const message = this.#message;
    if (message === undefined) return;
    this.#message = undefined;
    const part = message.content.at(-1);
    if (part !== undefined) yield* this.#endPart(message, part);
    yield this.#list.end(message, status);
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
    const id = this.#list.nextId('fc');
    state.item = {
      type: 'function_call',
      id,
      status: 'in_progress',
      call_id: state.id === '' ? id.replace('fc_', 'call_') : state.id,
      name: piece.name,
      arguments: '',
    };
    yield this.#list.open(state.item);
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
    yield { type: 'response.function_call_arguments.delta', ...this.#list.at(item), delta };
  }

  *#endCall(item: OutputCall, status: ItemStatus): Events {
    // Clients parse them as JSON.
    if (item.arguments === '' && status === 'completed') yield* this.#addArguments(item, '{}');
    const { name, arguments: text } = item;
    const done = { type: 'response.function_call_arguments.done', name, arguments: text };
    yield { ...done, ...this.#list.at(item) };
    yield this.#list.end(item, status);
  }

  #at(message: OutputMessage, part: OutputPart) {
    return { ...this.#list.at(message), content_index: message.content.indexOf(part) };
  }
}

function kindOf(part: OutputPart): SaidKind {
  return part.type === 'refusal' ? 'refusal' : 'text';
}

function emptyPart(kind: SaidKind): OutputPart {
  return kind === 'refusal'
    ? { type: 'refusal', refusal: '' }
    : { type: 'output_text', text: '', annotations: [], logprobs: [] };
}
