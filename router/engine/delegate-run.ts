/** A run whose loop is not ours: the backend calls the recipe's tools itself, through our endpoint. */
import type { ChatRequest } from '#core/chat.ts';
import type { Events } from '#core/ports/events.ts';
import type { ClaudeTurnEvent } from '#core/ports/claude-code.ts';
import type { ChatOptions, Inferencer } from '#core/ports/inferencers.ts';
import type { CallNews } from '#core/ports/tools.ts';
import { RouterError } from '#core/router-error.ts';

import type { PreparedRun } from './prepare-run.ts';
import { throwIfCancelled } from './run-scope.ts';
import { createAssembly } from './steps/assemble-turn.ts';
import type { Step } from './turn.ts';

interface DelegateContext extends ChatOptions {
  readonly events: Events;
  readonly requestId: string;
  readonly streaming: boolean;
  readonly onCall?: (news: CallNews) => void;
}

interface DelegatedRun extends PreparedRun {
  readonly delegate: NonNullable<Inferencer['delegate']>;
}

/** Rejects with a RouterError; the backend and its tool calls end with `context.signal`. */
export async function* delegateRun(
  run: DelegatedRun,
  context: DelegateContext,
): AsyncGenerator<Step> {
  const { requestId, signal, headers = {}, streaming, onCall } = context;
  refuseClientTools(run);
  throwIfCancelled(signal);
  const { offered: entries, maxTurns } = run;
  const delegated = {
    request: toRequest(run),
    entries,
    maxTurns,
    requestId,
    ...(onCall !== undefined && { onCall }),
  };
  const turns = createTurnReports(run, context);
  let assembly = createAssembly();
  try {
    for await (const event of run.delegate(delegated, { signal, headers })) {
      if (event.kind === 'chunk') {
        const piece = assembly.add(event.chunk);
        if (streaming && piece !== undefined) yield { kind: 'piece', piece };
        continue;
      }
      turns.report(event);
      // Only what the last turn says is the answer.
      if (event.kind === 'turn-started') assembly = createAssembly();
    }
  } catch (error) {
    turns.breakOff(signal.aborted ? 'cancelled' : 'error');
    throw error;
  }
  throwIfCancelled(signal);
  const turn = assembly.finish();
  const { finishReason = 'stop', usage } = turn;
  yield { kind: 'finished', finished: { turn, clientCalls: [], finishReason, usage } };
}

function toRequest({ target, body, messages }: PreparedRun): ChatRequest {
  const { tool_choice: _, ...rest } = body;
  return { ...rest, model: target.model, messages };
}

/** The backend's own loop knows no way to stop for a call that the client has to make. */
function refuseClientTools({ toolbox, offered, recipe, target }: PreparedRun): void {
  if (toolbox.wire.length === offered.length) return;
  const message =
    `recipe '${recipe}' runs its tools inside ${target.inferencer.name}, ` +
    'which cannot call tools of the client as well; send the request without tools';
  throw new RouterError('NOT_SUPPORTED', message, { param: 'tools' });
}

/** Every turn that is told to begin is told to end, too. */
function createTurnReports(run: PreparedRun, { events, requestId }: DelegateContext) {
  const { inferencer, model: asked } = run.target;
  let open: number | undefined;
  const breakOff = (finishReason: string): void => {
    if (open === undefined) return;
    events.publish({ kind: 'turn-ended', requestId, turn: open, toolCalls: 0, finishReason });
    open = undefined;
  };
  return {
    report(event: ClaudeTurnEvent): void {
      const { turn } = event;
      if (event.kind === 'turn-started') {
        breakOff('error');
        open = turn;
        const model = `${inferencer.name}/${asked}`;
        events.publish({ kind: 'turn-started', requestId, turn, model });
        return;
      }
      const { toolCalls, finishReason } = event;
      open = undefined;
      events.publish({ kind: 'turn-ended', requestId, turn, toolCalls, finishReason });
    },
    breakOff,
  };
}
