/** A response that nobody keeps: one chat request of the model, recipe or inferencer it names. */
import { randomUUID } from 'node:crypto';

import type { ChatRequest } from '#core/chat.ts';
import type { Recipe } from '#core/ports/recipes.ts';
import { plainRecipe, withTools } from '#core/recipe-of-model.ts';
import { resolveAuto, resolveModel, type ModelTarget } from '../../shared/resolve-model.ts';
import type { AnswerEvent } from './answer-event.ts';
import type { OpenedResponse, ResponseCall } from './opened-response.ts';
import { readChunks, readCompletion } from './read-chat-answer.ts';
import { toChatMessages } from './to-chat-messages.ts';
import { toChatParams } from './to-chat-params.ts';

/** Rejects as `resolveModel`, and with INVALID_REQUEST. */
export async function openStateless(call: ResponseCall): Promise<OpenedResponse> {
  const { request, options } = call;
  const target = resolveModel(request.model, options);
  const model = request.model ?? '';
  return {
    frame: {
      id: `resp_${randomUUID().replaceAll('-', '')}`,
      createdAt: Math.floor(Date.now() / 1000),
      model,
      conversation: null,
      previous: null,
      store: false,
      metadata: request.metadata ?? {},
      request,
    },
    events: call.watch.mix(await ask(target, model, call), call.open.signal),
  };
}

async function ask(
  target: ModelTarget,
  model: string,
  call: ResponseCall,
): Promise<AsyncIterable<AnswerEvent>> {
  const { offered, options, open } = call;
  const { inferencers } = options;
  const needsTools = offered.own.length > 0;
  if (target.kind === 'recipe' || offered.inside.length > 0) {
    const named = target.kind === 'recipe' ? target.recipe : plainRecipe(model);
    const recipe = withTools(named, offered.inside);
    return askRecipe(recipe, toChat(recipe.inferencer, call, true), call);
  }
  const isAuto = target.kind === 'auto';
  const backend = isAuto ? await resolveAuto(inferencers, needsTools, open.signal) : target;
  const chat = toChat(`${backend.inferencer.name}/${backend.model}`, call, needsTools);
  return askInferencer(backend, chat, call);
}

/** `answering` is the full name of the model that answers. */
function toChat(
  answering: string,
  { request, offered }: ResponseCall,
  takesTools: boolean,
): ChatRequest {
  const isStream = request.stream === true;
  const { parallel_tool_calls } = request;
  return {
    ...toChatParams(request, answering),
    model: request.model ?? '',
    messages: toChatMessages(request),
    stream: isStream,
    ...(isStream && { stream_options: { include_usage: true } }),
    ...(offered.own.length > 0 && { tools: offered.own }),
    // Upstreams refuse these two where there are no tools.
    ...(takesTools && offered.choice !== undefined && { tool_choice: offered.choice }),
    ...(takesTools && parallel_tool_calls !== undefined && { parallel_tool_calls }),
  };
}

function askRecipe(recipe: Recipe, chat: ChatRequest, call: ResponseCall) {
  const { options, open, headers, watch } = call;
  const run = { recipe, request: chat };
  const runOptions = { requestId: open.id, signal: open.signal, headers, onCall: watch.onCall };
  return chat.stream === true
    ? readChunks(options.recipes.stream(run, runOptions))
    : readCompletion(() => options.recipes.complete(run, runOptions));
}

function askInferencer(
  { inferencer, model }: Extract<ModelTarget, { kind: 'inferencer' }>,
  chat: ChatRequest,
  { open, headers }: ResponseCall,
) {
  const request = { ...chat, model };
  const chatOptions = { signal: open.signal, headers };
  return chat.stream === true
    ? readChunks(inferencer.stream(request, chatOptions))
    : readCompletion(() => inferencer.complete(request, chatOptions));
}
