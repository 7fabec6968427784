/** Puts a streamed answer together, and says of each chunk what the client may see of it. */
import type { ChatChunk, ChatDelta, ToolCall, Usage } from '#core/chat.ts';
import { RouterError } from '#core/router-error.ts';

import type { Piece, Turn } from '../turn.ts';
import { readToolCalls, toArgumentsText } from './read-tool-calls.ts';
import { readUsage } from './sum-usage.ts';

interface Assembly {
  /** Undefined for chunks without a choice, such as the one with the usage. */
  add(chunk: ChatChunk): Piece | undefined;
  /** Throws UPSTREAM_INVALID when there was no choice at all. */
  finish(): Turn;
}

/** A call under construction. */
interface CallSlot {
  readonly index: number;
  id: string;
  name: string;
  arguments: string;
  /** Fields outside `function`, such as thought signatures. */
  extras: Readonly<Record<string, unknown>>;
}

export function createAssembly(): Assembly {
  const message: Record<string, unknown> = {};
  const slots: CallSlot[] = [];
  let begun = false;
  let finishReason: string | undefined;
  let usage: Usage | undefined;

  return {
    add: (chunk) => {
      usage = readUsage(chunk.usage) ?? usage;
      // Of several choices only the first counts, as in whole answers.
      const choices = Array.isArray(chunk.choices) ? chunk.choices : [];
      const choice = choices.find(({ index }) => (index ?? 0) === 0);
      if (choice === undefined) return undefined;
      begun = true;
      const { index: _, delta, finish_reason, ...rest } = choice;
      finishReason = finish_reason ?? finishReason;
      const { role: _role, tool_calls, ...said } = delta ?? {};
      if (Array.isArray(tool_calls)) for (const piece of tool_calls) addToCalls(slots, piece);
      const visible = withoutBlanks(said);
      for (const [key, value] of Object.entries(visible)) {
        message[key] = append(message[key], value);
      }
      return { delta: visible, choice: withoutBlanks(rest) };
    },
    finish: () => {
      if (!begun) {
        throw new RouterError('UPSTREAM_INVALID', 'the inferencer sent a stream without an answer');
      }
      return {
        message: { ...message, role: 'assistant', content: message['content'] ?? null },
        calls: readToolCalls(slots.sort((a, b) => a.index - b.index).map(toToolCall)),
        finishReason,
        choice: {},
        usage,
      };
    },
  };
}

type CallPiece = NonNullable<ChatDelta['tool_calls']>[number];

function addToCalls(slots: CallSlot[], piece: CallPiece): void {
  const { index, id, type: _, function: called, ...extras } = piece;
  const slot = slotFor(slots, piece) ?? {
    index: index ?? slots.length,
    id: '',
    name: '',
    arguments: '',
    extras: {},
  };
  if (!slots.includes(slot)) slots.push(slot);
  slot.id = id || slot.id;
  slot.name = called?.name || slot.name;
  slot.arguments += toArgumentsText(called?.arguments);
  slot.extras = { ...slot.extras, ...extras };
}

/**
 * The slot with the piece's index, or the last one when there is no index. A piece with a name
 * begins a new call when its id differs, or when nothing else tells calls apart: some upstreams
 * number all parallel calls 0 or not at all.
 */
function slotFor(slots: readonly CallSlot[], { index, id, function: called }: CallPiece) {
  const slot = slots.findLast((candidate) => candidate.index === (index ?? candidate.index));
  if (slot === undefined || !called?.name) return slot;
  const hasOtherId = id && slot.id && id !== slot.id;
  const isUnmarked = index === undefined && !id && slot.name;
  return hasOtherId || isUnmarked ? undefined : slot;
}

function toToolCall(slot: CallSlot): ToolCall {
  const { id, name, arguments: text, extras } = slot;
  return { ...extras, id, type: 'function', function: { name, arguments: text } };
}

/** Text and lists grow, anything else is replaced. */
function append(before: unknown, piece: unknown): unknown {
  if (typeof before === 'string' && typeof piece === 'string') return before + piece;
  if (Array.isArray(before) && Array.isArray(piece)) return [...before, ...(piece as unknown[])];
  return piece;
}

function withoutBlanks(
  fields: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== null && value !== undefined && value !== '',
    ),
  );
}
