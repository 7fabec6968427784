/** What a model thinks before it answers, as an item of its own. */
import type { ItemList, OutputEvent } from './item-list.ts';
import type { ItemStatus, OutputReasoning, ReasoningText } from './output-item.ts';

type Events = Generator<OutputEvent, void>;

interface Thought {
  readonly item: OutputReasoning;
  readonly part: ReasoningText;
}

export class ReasoningItem {
  readonly #list: ItemList;
  #open: Thought | undefined;

  constructor(list: ItemList) {
    this.#list = list;
  }

  *add(delta: string): Events {
    const { item, part } = this.#open ?? (yield* this.#begin());
    part.text += delta;
    const at = { ...this.#list.at(item), content_index: 0 };
    yield { type: 'response.reasoning_text.delta', ...at, delta };
  }

  *end(status: ItemStatus): Events {
    if (this.#open === undefined) return;
    const { item, part } = this.#open;
    this.#open = undefined;
    const at = { ...this.#list.at(item), content_index: 0 };
    yield { type: 'response.reasoning_text.done', ...at, text: part.text };
    yield { type: 'response.content_part.done', ...at, part: { ...part } };
    yield this.#list.end(item, status);
  }

  *#begin(): Generator<OutputEvent, Thought> {
    const part: ReasoningText = { type: 'reasoning_text', text: '' };
    const item: OutputReasoning = {
      type: 'reasoning',
      id: this.#list.nextId('rs'),
      status: 'in_progress',
      summary: [],
      content: [],
    };
    yield this.#list.open(item);
    item.content.push(part);
    const at = { ...this.#list.at(item), content_index: 0 };
    yield { type: 'response.content_part.added', ...at, part: { ...part } };
    this.#open = { item, part };
    return this.#open;
  }
}
