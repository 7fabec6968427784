/** Reassembles streamed tool calls, also from servers that leave out `index` or `id`. */
import type { ToolCall, ToolCallDelta } from '#core/chat.ts';

/** A fragment as it really arrives; servers differ from the documented shape. */
type Fragment = Partial<Omit<ToolCallDelta, 'function'>> & {
  readonly function?: { readonly name?: string | null; readonly arguments?: unknown } | null;
};

interface Draft {
  readonly index: number | undefined;
  id: string;
  name: string;
  arguments: string;
}

export interface ToolCallCollector {
  add(fragment: Fragment): void;
  /** The calls in order of appearance; one without an id becomes `call_<position>`. */
  take(): readonly ToolCall[];
}

export function createToolCallCollector(): ToolCallCollector {
  const drafts: Draft[] = [];

  /** The call a fragment continues; undefined when it begins one. */
  function continued({ index, id, function: part }: Fragment): Draft | undefined {
    if (typeof index !== 'number') {
      const known = id ? drafts.find((draft) => draft.id === id) : undefined;
      return known ?? (part?.name ? undefined : drafts.at(-1));
    }
    const known = drafts.findLast((draft) => draft.index === index);
    // Some servers count every parallel call as 0; another id with a name is another call.
    const isOther = Boolean(id && part?.name && known?.id) && known?.id !== id;
    return isOther ? undefined : known;
  }

  return {
    add(fragment) {
      let draft = continued(fragment);
      if (draft === undefined) {
        draft = { index: fragment.index, id: '', name: '', arguments: '' };
        drafts.push(draft);
      }
      draft.id = fragment.id || draft.id;
      draft.name = fragment.function?.name || draft.name;
      draft.arguments += toText(fragment.function?.arguments);
    },
    take: () =>
      drafts.map(({ id, name, arguments: text }, position) => ({
        id: id || `call_${position}`,
        type: 'function',
        function: { name, arguments: text },
      })),
  };
}

function toText(part: unknown): string {
  if (typeof part === 'string') return part;
  return part === undefined || part === null ? '' : JSON.stringify(part);
}
