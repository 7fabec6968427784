/**
 * What every request did, put together from the event stream. The router answers `activity.list`
 * with it, and the window goes on from there with the very same function.
 */
import { z } from 'zod';

import { outcome, tokenUsage, type SequencedEvent } from './events.ts';

const state = z.enum(['running', ...outcome.options]);

export const activityTurn = z.object({
  turn: z.number(),
  model: z.string(),
  startedAt: z.number(),
  endedAt: z.number().exactOptional(),
  finishReason: z.string().exactOptional(),
  usage: tokenUsage.exactOptional(),
});

export const activityCall = z.object({
  callId: z.string(),
  /** 0 for a call that no model asked for. */
  turn: z.number(),
  tool: z.string(),
  argumentsPreview: z.string(),
  startedAt: z.number(),
  state,
  durationMs: z.number().exactOptional(),
  resultPreview: z.string().exactOptional(),
  progress: z.number().exactOptional(),
  total: z.number().exactOptional(),
  message: z.string().exactOptional(),
});

export const activityRequest = z.object({
  id: z.string(),
  surface: z.string(),
  operation: z.string(),
  client: z.string(),
  model: z.string().exactOptional(),
  parent: z.string().exactOptional(),
  startedAt: z.number(),
  state,
  status: z.number().exactOptional(),
  durationMs: z.number().exactOptional(),
  usage: tokenUsage.exactOptional(),
  errorCode: z.string().exactOptional(),
  turns: z.array(activityTurn).readonly(),
  calls: z.array(activityCall).readonly(),
});

export type ActivityState = z.infer<typeof state>;
export type ActivityTurn = Readonly<z.infer<typeof activityTurn>>;
export type ActivityCall = Readonly<z.infer<typeof activityCall>>;
export type ActivityRequest = Readonly<z.infer<typeof activityRequest>>;

/** By request id, oldest first. */
export type Activity = ReadonlyMap<string, ActivityRequest>;

/** Answers that the router itself makes carry their request's id; relayed ones are left alone. */
export const REQUEST_HEADER = 'x-woollama-request';

/** How many requests are kept; what is running is kept beyond that. */
export const ACTIVITY_LIMIT = 500;

/** The activity after these events. Requests that did not change stay the same objects. */
export function applyEvents(before: Activity, events: readonly SequencedEvent[]): Activity {
  const after = new Map(before);
  for (const event of events) applyEvent(after, event);
  return forgetOldest(after);
}

function applyEvent(requests: Map<string, ActivityRequest>, event: SequencedEvent): void {
  if (!('requestId' in event)) return;
  if (event.kind === 'request-started') {
    const { requestId: id, surface, operation, client, model, parent, at } = event;
    const named = {
      ...(model !== undefined && { model }),
      ...(parent !== undefined && { parent }),
    };
    const empty = { startedAt: at, state: 'running', turns: [], calls: [] } as const;
    requests.set(id, { id, surface, operation, client, ...named, ...empty });
    return;
  }
  const request = requests.get(event.requestId);
  if (request !== undefined) requests.set(request.id, changeRequest(request, event));
}

type LaterEvent = Exclude<
  Extract<SequencedEvent, { readonly requestId: string }>,
  { readonly kind: 'request-started' }
>;

function changeRequest(request: ActivityRequest, event: LaterEvent): ActivityRequest {
  if (event.kind === 'request-ended') {
    const { kind: _, requestId: __, seq: ___, at: ____, outcome: ended, ...rest } = event;
    return { ...request, ...rest, state: ended };
  }
  if (event.kind === 'turn-started') {
    const { turn, model, at } = event;
    return { ...request, turns: [...request.turns, { turn, model, startedAt: at }] };
  }
  if (event.kind === 'turn-ended') {
    const { turn, finishReason, usage, at } = event;
    const end = { endedAt: at, finishReason, ...(usage && { usage }) };
    const turns = request.turns.map((one) => (one.turn === turn ? { ...one, ...end } : one));
    return { ...request, turns };
  }
  return { ...request, calls: changeCalls(request.calls, event) };
}

type CallEvent = Extract<LaterEvent, { readonly callId: string }>;

function changeCalls(calls: readonly ActivityCall[], event: CallEvent): readonly ActivityCall[] {
  const { callId } = event;
  if (event.kind === 'tool-call-started') {
    const { turn, tool, argumentsPreview, at } = event;
    return [...calls, { callId, turn, tool, argumentsPreview, startedAt: at, state: 'running' }];
  }
  return calls.map((call) => (call.callId === callId ? changeCall(call, event) : call));
}

function changeCall(
  call: ActivityCall,
  event: Exclude<CallEvent, { readonly kind: 'tool-call-started' }>,
): ActivityCall {
  if (event.kind === 'tool-call-ended') {
    const { outcome: ended, durationMs, resultPreview } = event;
    return { ...call, state: ended, durationMs, resultPreview };
  }
  const { progress, total, message } = event;
  return {
    ...call,
    progress,
    ...(total !== undefined && { total }),
    ...(message !== undefined && { message }),
  };
}

function forgetOldest(requests: Map<string, ActivityRequest>): Activity {
  let surplus = requests.size - ACTIVITY_LIMIT;
  for (const [id, { state: is }] of requests) {
    if (surplus <= 0) break;
    if (is === 'running') continue;
    requests.delete(id);
    surplus -= 1;
  }
  return requests;
}
