/** Tells which pieces of streamed tool calls belong together. */
import type { ToolCallDelta } from '#core/chat.ts';
import type { CallPiece } from './answer-event.ts';

type Delta = Omit<ToolCallDelta, 'index'> & { readonly index?: number };

interface Slot {
  readonly index: number;
  id: string;
  name: string;
}

export interface CallSlots {
  toPiece(delta: Delta): CallPiece;
}

export function createCallSlots(): CallSlots {
  const slots: Slot[] = [];
  return {
    toPiece(delta) {
      const { index, id = '', function: called } = delta;
      const name = called?.name ?? '';
      const slot = findSlot(slots, delta) ?? { index: index ?? slots.length, id: '', name: '' };
      if (!slots.includes(slot)) slots.push(slot);
      slot.id ||= id;
      slot.name ||= name;
      return {
        kind: 'call',
        slot: slots.indexOf(slot),
        ...(id !== '' && { id }),
        ...(name !== '' && { name }),
        arguments: toText(called?.arguments),
      };
    },
  };
}

/**
 * Some upstreams number all parallel calls 0 or not at all: then a name begins a new call when its
 * id differs, or when nothing else tells calls apart.
 */
function findSlot(
  slots: readonly Slot[],
  { index, id = '', function: called }: Delta,
): Slot | undefined {
  const slot = slots.findLast((candidate) => candidate.index === (index ?? candidate.index));
  if (slot === undefined || (called?.name ?? '') === '') return slot;
  const hasOtherId = id !== '' && slot.id !== '' && id !== slot.id;
  const isUnmarked = index === undefined && id === '' && slot.name !== '';
  return hasOtherId || isUnmarked ? undefined : slot;
}

/** Some upstreams send the object itself, or null for no arguments. */
function toText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
