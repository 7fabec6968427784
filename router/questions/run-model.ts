/** One answer of a model for a server, as a request of the activity. */
import type { RequestEnd, Requests } from '#core/ports/requests.ts';
import type { ServerQuestion } from '#core/ports/questions.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import type { ChatCompletion } from '#core/chat.ts';
import { toRouterError } from '#core/router-error.ts';
import { toCancelled } from '#core/until-aborted.ts';
import type { ChosenModel } from './choose-model.ts';
import type { SamplingParams } from './sampling-params.ts';
import { toChatRequest } from './to-chat-request.ts';
import { toSamplingResult } from './to-sampling-result.ts';
import { createWireToolNames } from './wire-tool-names.ts';

export interface ModelRun {
  readonly question: ServerQuestion;
  readonly params: SamplingParams;
  readonly chosen: ChosenModel;
  readonly maxTokens: number;
  readonly requests: Pick<Requests, 'open'>;
  readonly signal: AbortSignal;
}

/**
 * A CreateMessageResult. Rejects with a RouterError: CANCELLED when the signal fired or the activity
 * cancelled it, else why the model did not answer.
 */
export async function runModel(run: ModelRun): Promise<JsonObject> {
  const { question, params, chosen, maxTokens } = run;
  const { server, requestId: parent } = question;
  const request = run.requests.open({
    surface: 'sampling',
    operation: 'sampling/createMessage',
    client: server,
    model: chosen.name,
    ...(parent !== undefined && { parent }),
  });
  const signal = AbortSignal.any([run.signal, request.signal]);
  try {
    const names = createWireToolNames(params.tools.map(({ name }) => name));
    const { inferencer, model } = chosen;
    const chat = toChatRequest(params, { model, maxTokens, names });
    const completion = await inferencer.complete({ ...inferencer.extraBody, ...chat }, { signal });
    const result = toSamplingResult(completion, { names, model: chosen.name });
    request.end({ outcome: 'ok', status: 200, ...toUsage(completion) });
    return result;
  } catch (error) {
    const known = signal.aborted ? toCancelled(signal) : toRouterError(error);
    request.end({
      outcome: known.code === 'CANCELLED' || signal.aborted ? 'cancelled' : 'error',
      status: known.status,
      errorCode: known.code,
      ...(known.code === 'INTERNAL' && { bug: error }),
    });
    throw known;
  }
}

function toUsage({ usage }: ChatCompletion): Pick<RequestEnd, 'usage'> {
  if (usage === undefined) return {};
  return {
    usage: {
      promptTokens: usage.prompt_tokens,
      completionTokens: usage.completion_tokens,
      totalTokens: usage.total_tokens,
    },
  };
}
