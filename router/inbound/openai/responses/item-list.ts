/** The output items of one response in their order, and the events of their beginnings and ends. */
import { toItemId, type ItemPrefix, type ItemStatus, type OutputItem } from './output-item.ts';

/** Without its number, which counts over the whole stream. */
export interface OutputEvent {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** What the holder of a conversation keeps, and what is gone once the response is made. */
const KEPT: ReadonlySet<string> = new Set(['message', 'function_call']);

export class ItemList {
  readonly items: OutputItem[] = [];
  readonly #responseId: string;

  constructor(responseId: string) {
    this.#responseId = responseId;
  }

  /** Whether there is anything but what happened on the way. */
  get hasAnswer(): boolean {
    return this.items.some(isKept);
  }

  /**
   * For the next item. What is kept is counted by itself, so that it has the same id when the
   * response is read later.
   */
  nextId(prefix: ItemPrefix): string {
    const counts =
      prefix === 'msg' || prefix === 'fc' ? isKept : (item: OutputItem) => !isKept(item);
    return toItemId(prefix, this.#responseId, this.items.filter(counts).length);
  }

  open(item: OutputItem): OutputEvent {
    const output_index = this.items.push(item) - 1;
    return { type: 'response.output_item.added', output_index, item: structuredClone(item) };
  }

  end(item: OutputItem, status?: ItemStatus | 'failed'): OutputEvent {
    if (status !== undefined) Object.assign(item, { status });
    const output_index = this.items.indexOf(item);
    return { type: 'response.output_item.done', output_index, item: structuredClone(item) };
  }

  at(item: OutputItem) {
    return { item_id: item.id, output_index: this.items.indexOf(item) };
  }
}

function isKept({ type }: OutputItem): boolean {
  return KEPT.has(type);
}
