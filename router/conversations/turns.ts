/** Turns that wait or run: opened in order, cancelled by response id, all ended at stop. */
import assert from 'node:assert/strict';

import type {
  OpenTurn,
  TurnEvent,
  TurnInput,
  TurnOptions,
  TurnTarget,
} from '#core/ports/conversations.ts';
import { RouterError } from '#core/router-error.ts';
import { lockTarget, type LockParts } from './lock-target.ts';
import { newId } from './new-row.ts';
import { runTurn, type Turn, type TurnParts } from './run-turn.ts';

interface RunningTurn {
  readonly conversation: string;
  readonly controller: AbortController;
}

export function createTurns(parts: TurnParts & LockParts) {
  const { owners, now, ending } = parts;
  /** By response id. */
  const running = new Map<string, RunningTurn>();

  return {
    async open(target: TurnTarget, input: TurnInput, options: TurnOptions): Promise<OpenTurn> {
      const controller = new AbortController();
      const signal = AbortSignal.any([options.signal, controller.signal, ending]);
      const { row, release } = await lockTarget(target, { client: options.client, signal }, parts);
      const responseId = newId('resp');
      running.set(responseId, { conversation: row.id, controller });
      const end = (): void => {
        running.delete(responseId);
        release();
      };
      try {
        const owner = owners.need(row);
        const handle = { responseId, createdAt: now() };
        const previous = target.previousResponse ?? null;
        const turn = { ...handle, row, owner, previous, input, options: { ...options, signal } };
        return { ...handle, conversation: row, events: onceOnly(turn, { ...parts, end }) };
      } catch (error) {
        end();
        throw error;
      }
    },

    cancel(responseId: string): boolean {
      const turn = running.get(responseId);
      turn?.controller.abort(new RouterError('CANCELLED', 'the response was cancelled'));
      return turn !== undefined;
    },

    /** The one that runs, not those that wait. */
    cancelAll(conversation: string): void {
      for (const turn of running.values()) {
        if (turn.conversation !== conversation) continue;
        turn.controller.abort(new RouterError('CANCELLED', 'the conversation was deleted'));
      }
    },
  };
}

/** The events of a turn. It ends with them, and when its signal fires before anybody asked for them. */
function onceOnly(
  turn: Turn,
  parts: TurnParts & { readonly end: () => void },
): AsyncIterable<TurnEvent> {
  const { signal } = turn.options;
  let isTaken = false;

  async function* run(): AsyncGenerator<TurnEvent> {
    signal.throwIfAborted();
    assert(!isTaken, 'a turn runs once');
    isTaken = true;
    signal.removeEventListener('abort', giveUp);
    try {
      yield* runTurn(turn, parts);
    } finally {
      parts.end();
    }
  }
  const giveUp = (): void => {
    isTaken = true;
    // It runs into the fired signal, and cleans up as every failed turn does.
    runTurn(turn, parts)
      .next()
      .catch(() => undefined)
      .finally(parts.end);
  };
  if (signal.aborted) giveUp();
  else signal.addEventListener('abort', giveUp, { once: true });
  return { [Symbol.asyncIterator]: run };
}
