/**
 * Conversations whose messages lie in a store of the user's: read, ask the model with all of it,
 * append what is new. The store gets a turn only when it succeeded.
 */
import { createHash } from 'node:crypto';

import type { BackendEvent, TranscriptOwner } from '#core/ports/conversation-backend.ts';
import type { TranscriptItem, TurnInput, TurnOptions } from '#core/ports/conversations.ts';
import type { ConversationRow } from '#core/ports/handles.ts';
import { RouterError } from '#core/router-error.ts';
import type { AskModel } from '../../ask-model.ts';
import { collectAnswer, toAnswerMessage } from './collect-answer.ts';
import type { ConfiguredStore } from './configured-store.ts';
import type { ThreadStore } from './thread-store.ts';

interface StoreBackedParts {
  readonly store: Pick<ConfiguredStore, 'current'>;
  readonly ask: AskModel;
}

/** A new thread is an empty one; a store that needs longer does not work. */
const CREATION_MS = 5_000;

const NO_STORE = "no conversation store is configured ('conversationStore' in mcp.json)";

export function createStoreBacked({ store, ask }: StoreBackedParts): TranscriptOwner {
  const need = (): ThreadStore => {
    const current = store.current();
    if (current !== undefined) return current;
    throw new RouterError('NOT_SUPPORTED', `${NO_STORE}, so this conversation cannot be reached`);
  };
  return {
    kind: 'store-backed',
    holder: 'Your store (mcp.json)',
    accepts: () => (store.current() === undefined ? NO_STORE : true),
    run: (row, input, options) => runTurn({ row, input, options, store: need(), ask }),
    async items({ nativeId }, signal) {
      return nativeId === null ? [] : toItems(nativeId, await need().read(nativeId, signal));
    },
    async remove({ nativeId }, signal) {
      if (nativeId !== null) await need().remove(nativeId, signal);
    },
  };
}

interface StoreTurn {
  readonly row: ConversationRow;
  readonly input: TurnInput;
  readonly options: TurnOptions;
  readonly store: ThreadStore;
  readonly ask: AskModel;
}

async function* runTurn(turn: StoreTurn): AsyncGenerator<BackendEvent> {
  const { row, input, options, store, ask } = turn;
  const { signal } = options;
  const thread = row.nativeId ?? (yield* openThread(store, signal));
  const prior = row.nativeId === null ? [] : await store.read(thread, signal);
  // They hold for this turn only, so the model sees them first and the store never does.
  const system = input.messages.filter(isInstruction);
  const fresh = input.messages.filter((message) => !isInstruction(message));
  const answer = collectAnswer();
  for await (const chunk of ask(
    [...system, ...prior, ...fresh],
    { ...input, model: row.model },
    options,
  )) {
    const { text, reasoning } = answer.add(chunk);
    if (reasoning !== '') yield { kind: 'reasoning', delta: reasoning };
    if (text !== '') yield { kind: 'text', delta: text };
  }
  const result = answer.result();
  const added = [...fresh, toAnswerMessage(result)];
  await store.append(thread, added, signal);
  const middle = prior.length + fresh.length;
  yield { kind: 'finished', result, items: [prior.length, middle, middle + 1] };
}

/** An id of ours is told before there is anything at the store that could get lost. */
async function* openThread(
  store: ThreadStore,
  signal: AbortSignal,
): AsyncGenerator<BackendEvent, string> {
  const minted = store.mintId();
  if (minted !== undefined) yield { kind: 'native', nativeId: minted };
  signal.throwIfAborted();
  // Not given up in the middle: what the store still makes then would come after its removal.
  const created = await store.create(minted, AbortSignal.timeout(CREATION_MS));
  if (created !== minted) yield { kind: 'native', nativeId: created };
  // Told before, so that it can be removed.
  signal.throwIfAborted();
  return created;
}

function isInstruction({ role }: { readonly role: string }): boolean {
  return role === 'system' || role === 'developer';
}

/** Messages of a store have no ids; a thread only grows, so the place of one tells it for ever. */
function toItems(
  thread: string,
  messages: readonly TranscriptItem['message'][],
): readonly TranscriptItem[] {
  return messages.map((message, index) => {
    const hash = createHash('sha256').update(`${thread}\n${index}`).digest('hex');
    return { id: `msg_${hash.slice(0, 32)}`, message };
  });
}
