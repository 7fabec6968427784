/** One turn of a session: the stream first, then what the user says, then what comes of it. */
import { z } from 'zod';

import type { BackendEvent } from '#core/ports/conversation-backend.ts';
import type { Logger } from '#core/ports/logger.ts';
import { RouterError } from '#core/router-error.ts';
import { toCancelled } from '#core/until-aborted.ts';
import type { ApiAnswer, Refusal } from './agent-api.ts';
import { agentError } from './api-failure.ts';
import { followTurn } from './follow-turn.ts';
import { startIdleClock } from './idle-clock.ts';
import { findOpenQuestion, findQuestion, isAnswered } from './open-questions.ts';
import { questionOf, type SessionEvent } from './session-event.ts';
import { need, type Sessions } from './sessions.ts';
import { toItems } from './to-items.ts';
import { TurnProgress, type SentEvent } from './turn-progress.ts';

export interface SessionTurn {
  readonly id: string;
  readonly text: string;
  /** The question that the text answers. */
  readonly pendingId: string | null;
  readonly signal: AbortSignal;
}

export interface TurnParts {
  readonly sessions: Sessions;
  readonly logger: Logger;
  /** Longest silence, milliseconds. */
  readonly idleMs: number;
  readonly reconnectMs: number;
}

type Finished = Extract<BackendEvent, { kind: 'finished' }>;

const INTERRUPT_MS = 5_000;
const ITEMS_MS = 10_000;

/** Rejects with a RouterError. What the agent still does by then is interrupted. */
export async function* runTurn(
  turn: SessionTurn,
  parts: TurnParts,
): AsyncGenerator<BackendEvent, void> {
  const { sessions, idleMs, reconnectMs } = parts;
  const clock = startIdleClock(idleMs);
  const signal = AbortSignal.any([turn.signal, clock.signal]);
  const { id, pendingId } = turn;
  const event = toUserEvent(turn);
  /** Undefined while there is nothing of ours to interrupt. */
  let progress: TurnProgress | undefined;
  try {
    const stream = need(await sessions.stream(id, signal));
    try {
      progress = new TurnProgress({ type: event.type, id: undefined });
      const answer = await sessions.send(id, event, signal);
      if (!answer.ok) {
        progress = undefined;
        yield* afterRefusal(answer, { ...turn, signal }, sessions);
        return;
      }
      progress = new TurnProgress(toSentEvent(event.type, answer));
      if (pendingId !== null) yield { kind: 'answered' };
      const onEvent = () => clock.touch();
      const following = { sessions, id, progress, signal, onEvent, reconnectMs };
      for await (const delta of followTurn(stream, following)) yield { kind: 'text', delta };
    } finally {
      stream.close();
    }
    const finished = await toFinished({ ...turn, signal }, progress, sessions);
    const items = await findItems({ ...turn, signal }, progress, sessions);
    yield { ...finished, ...(items !== undefined && { items }) };
  } catch (error) {
    throw signal.aborted ? toCancelled(signal) : error;
  } finally {
    clock.stop();
    if (progress?.isOver === false) await interrupt(id, parts);
  }
}

function toUserEvent({ text, pendingId }: SessionTurn) {
  const content = [{ type: 'text', text }];
  if (pendingId === null) return { type: 'user.message', content };
  return { type: 'user.custom_tool_result', custom_tool_use_id: pendingId, content };
}

const receipt = z.looseObject({ data: z.array(z.looseObject({ id: z.string() })).min(1) });

function toSentEvent(type: string, { body }: Extract<ApiAnswer, { ok: true }>): SentEvent {
  return { type, id: receipt.safeParse(body).data?.data[0]?.id };
}

/**
 * Somebody answered the question before, or the session waits for an answer that we do not know of,
 * because the router ended before it could note that.
 */
async function* afterRefusal(
  { status, error, ok }: Refusal,
  { id, pendingId, signal }: SessionTurn,
  sessions: Sessions,
): AsyncGenerator<BackendEvent, void> {
  if (status !== 400 && status !== 409) need({ status, error, ok });
  const { events } = need(await sessions.history(id, signal));
  if (pendingId === null) {
    const open = findOpenQuestion(events);
    if (open === undefined) throw error;
    yield toPause(open, { text: '', usage: undefined });
    return;
  }
  if (!isAnswered(events, pendingId)) throw error;
  yield { kind: 'answered' };
  const message = 'the question has been answered already; read the conversation and go on';
  throw new RouterError('CONVERSATION_CONFLICT', message, { cause: error });
}

async function toFinished(
  { id, signal }: SessionTurn,
  progress: TurnProgress,
  sessions: Sessions,
): Promise<Finished> {
  const said = { text: progress.text, usage: progress.usage };
  const rest = progress.rest;
  if (rest?.type === 'requires_action') {
    const known = rest.event_ids.find((one) => progress.questions.has(one));
    const question = known === undefined ? undefined : progress.questions.get(known);
    if (question !== undefined) return toPause(question, said);
    // Of several questions in one turn, those after the first were asked in an earlier one.
    const { events } = need(await sessions.history(id, signal));
    const [earlier] = rest.event_ids.map((one) => findQuestion(events, one)).filter(Boolean);
    if (earlier !== undefined) return toPause(earlier, said);
    throw agentError('the agent waits for something that is no question');
  }
  const status = rest?.type === 'retries_exhausted' ? 'incomplete' : 'completed';
  return { kind: 'finished', result: { ...toResult(said), status } };
}

/** Only a convenience for later readers: the turn is whole without it. */
async function findItems(
  { id, signal }: SessionTurn,
  progress: TurnProgress,
  sessions: Sessions,
): Promise<Finished['items']> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(ITEMS_MS)]);
  const history = await sessions.history(id, limit).catch(() => undefined);
  if (history === undefined || !history.ok) return undefined;
  const { events } = history;
  const at = progress.placeIn(events);
  if (at === -1) return undefined;
  const start = toItems(events.slice(0, at)).length;
  return [start, start + toItems(events.slice(at, at + 1)).length, toItems(events).length];
}

type Said = { readonly text: string; readonly usage: TurnProgress['usage'] };

function toResult({ text, usage }: Said) {
  return { text, toolCalls: [], ...(usage !== undefined && { usage }) };
}

function toPause(asked: SessionEvent, said: Said): Finished {
  const requiredAction = { question: questionOf(asked) };
  const result = { ...toResult(said), status: 'requires_action', requiredAction } as const;
  return {
    kind: 'finished',
    result,
    ...(asked.id !== undefined && { pendingId: asked.id }),
  };
}

/** Else it would go on, and cost, with nobody who listens. */
async function interrupt(id: string, { sessions, logger }: TurnParts): Promise<void> {
  const signal = AbortSignal.timeout(INTERRUPT_MS);
  const facts = { session: id };
  try {
    const answer = await sessions.send(id, { type: 'user.interrupt' }, signal);
    if (!answer.ok)
      logger.warn({ ...facts, status: answer.status }, 'the agent takes no interrupt');
  } catch {
    logger.warn(facts, 'the agent could not be interrupted; it may go on in the cloud');
  }
}
