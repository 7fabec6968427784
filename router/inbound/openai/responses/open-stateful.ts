/** A response that is a turn of a conversation, whose words its owner keeps. */
import type { ChatMessage } from '#core/chat.ts';
import type {
  Conversations,
  OpenTurn,
  TurnInput,
  TurnResult,
  TurnTarget,
} from '#core/ports/conversations.ts';
import { findRecipe } from '#core/recipe-of-model.ts';
import { RouterError } from '#core/router-error.ts';
import type { AnswerEnd, AnswerEvent } from './answer-event.ts';
import type { OpenedResponse, ResponseCall } from './opened-response.ts';
import { ASK_USER, isAskId, toAskId } from './output-item.ts';
import { toChatMessages } from './to-chat-messages.ts';
import { toChatParams } from './to-chat-params.ts';

/** Rejects as `Conversations.openTurn`; NOT_SUPPORTED when nothing can keep conversations. */
export async function openStateful(call: ResponseCall): Promise<OpenedResponse> {
  const { request, options, open, headers, client, watch } = call;
  const { conversations, recipes } = options;
  const target = toTarget(call);
  const model = modelOf(target, conversations);
  const metadata = request.metadata ?? {};
  const turnOptions = {
    requestId: open.id,
    client,
    signal: open.signal,
    headers,
    metadata,
    onCall: watch.onCall,
  };
  const turn = await conversations.openTurn(
    target,
    toInput(call, findRecipe(model, recipes)?.inferencer ?? model),
    turnOptions,
  );
  return {
    frame: {
      id: turn.responseId,
      createdAt: Math.floor(turn.createdAt / 1000),
      model: turn.conversation.model,
      conversation: turn.conversation.id,
      previous: request.previous_response_id ?? null,
      store: true,
      metadata,
      request,
    },
    events: watch.mix(readTurn(turn), open.signal),
  };
}

function toTarget({ request }: ResponseCall): TurnTarget {
  const { conversation, previous_response_id, key, model = '' } = request;
  const mayBegin = conversation === undefined && previous_response_id === undefined;
  if (mayBegin && model === '') {
    throw new RouterError('INVALID_REQUEST', "'model' is missing", { param: 'model' });
  }
  return {
    model,
    ...(conversation !== undefined && { conversation }),
    ...(previous_response_id !== undefined && { previousResponse: previous_response_id }),
    ...(key !== undefined && { key }),
  };
}

/** Of the conversation, as far as that is known before it is opened. */
function modelOf(target: TurnTarget, conversations: Conversations): string {
  const { previousResponse, model } = target;
  const before =
    previousResponse === undefined ? undefined : conversations.getResponse(previousResponse);
  const id = target.conversation ?? before?.conversation ?? undefined;
  return (id === undefined ? undefined : conversations.get(id)?.model) ?? model;
}

function toInput({ request, offered }: ResponseCall, model: string): TurnInput {
  const { choice, own, inside } = offered;
  const { parallel_tool_calls } = request;
  return {
    messages: toChatMessages(request).flatMap(toAnswer),
    params: {
      ...toChatParams(request, model),
      ...(choice !== undefined && { tool_choice: choice }),
      ...(parallel_tool_calls !== undefined && { parallel_tool_calls }),
    },
    tools: own,
    serverTools: inside,
  };
}

/** What a client says about our question is the person's answer; that we asked is known already. */
function toAnswer(message: ChatMessage): readonly ChatMessage[] {
  if (message.role === 'tool' && isAskId(message.tool_call_id)) {
    return [{ role: 'user', content: message.content }];
  }
  const calls = message.tool_calls;
  if (calls === undefined) return [message];
  const kept = calls.filter(({ id }) => !isAskId(id));
  if (kept.length === calls.length) return [message];
  const { tool_calls: _, ...rest } = message;
  if (kept.length > 0) return [{ ...rest, tool_calls: kept }];
  return typeof rest.content === 'string' ? [rest] : [];
}

async function* readTurn({ events, responseId }: OpenTurn): AsyncGenerator<AnswerEvent> {
  // The handle is known and the turn is its own, however long its holder takes to answer.
  yield { kind: 'begun' };
  let said = '';
  for await (const event of events) {
    if (event.kind === 'reasoning') {
      yield event;
      continue;
    }
    if (event.kind === 'text') {
      said += event.delta;
      yield { kind: 'text', delta: event.delta };
      continue;
    }
    yield* readResult(event.result, { said, responseId });
    return;
  }
  throw new RouterError('UPSTREAM_CUT', 'the conversation broke off its answer');
}

interface TurnSoFar {
  readonly said: string;
  readonly responseId: string;
}

function* readResult(result: TurnResult, { said, responseId }: TurnSoFar): Generator<AnswerEvent> {
  const { text, toolCalls, requiredAction: action } = result;
  // Not every owner says its text in pieces.
  const rest = text.startsWith(said) ? text.slice(said.length) : '';
  if (rest !== '') yield { kind: 'text', delta: rest };
  for (const [slot, { id, function: called }] of toolCalls.entries()) {
    yield { kind: 'call', slot, id, name: called.name, arguments: called.arguments };
  }
  if (action !== undefined) {
    yield {
      kind: 'call',
      slot: toolCalls.length,
      id: toAskId(responseId),
      name: ASK_USER,
      arguments: JSON.stringify(action.question),
    };
  }
  yield { kind: 'ended', end: toEnd(result) };
}

function toEnd({ status, reason, usage, requiredAction: action }: TurnResult): AnswerEnd {
  return {
    status,
    ...(reason !== undefined && { reason }),
    ...(usage !== undefined && { usage }),
    ...(action !== undefined && { action }),
  };
}
