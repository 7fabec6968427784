/** One streamed chat, as events. It never rejects: what goes wrong is an event, too. */
import { REQUEST_HEADER } from '#contract/activity.ts';
import { readEventStream } from '#contract/read-event-stream.ts';
import { toProblem, type ChatEvent } from './chat-model.ts';
import { RESPONSES_PATH, type ChatCall } from './chat-request.ts';
import { toChatChunk } from './to-chat-chunk.ts';

export type SendRequest = (path: string, init: RequestInit) => Promise<Response>;

export async function* sendChat(
  send: SendRequest,
  { path, body }: ChatCall,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent, void, undefined> {
  try {
    const response = await send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    });
    yield { kind: 'opened', requestId: response.headers.get(REQUEST_HEADER) ?? undefined };
    const read = path === RESPONSES_PATH ? toChatChunk : (chunk: unknown) => chunk;
    const complete = yield* readAnswer(response, read);
    // Browsers may end the stream of a request that was given up as if it were over.
    yield signal.aborted ? { kind: 'stopped' } : { kind: 'ended', complete };
  } catch (error) {
    if (signal.aborted) yield { kind: 'stopped' };
    else yield { kind: 'failed', problem: { code: 'UNREACHABLE', message: describeLoss(error) } };
  }
}

/** Returns whether the answer said that it was over. */
async function* readAnswer(
  response: Response,
  read: (event: unknown) => unknown,
): AsyncGenerator<ChatEvent, boolean, undefined> {
  const isStream = response.headers.get('content-type')?.includes('event-stream') === true;
  if (!response.ok || !isStream) {
    yield await readWhole(response);
    return true;
  }
  for await (const { data } of readEventStream(response)) {
    if (data === '[DONE]') return true;
    const chunk = read(parseJson(data));
    if (chunk !== undefined) yield { kind: 'chunk', chunk };
  }
  return false;
}

/** An error, or the whole answer of an inferencer that does not stream. */
async function readWhole(response: Response): Promise<ChatEvent> {
  const body = parseJson(await response.text());
  if (!response.ok) {
    const problem = toProblem(fieldOf(body, 'error'));
    const message =
      body === undefined ? `The answer has the status ${response.status}.` : problem.message;
    return { kind: 'failed', problem: { ...problem, message } };
  }
  const choices = fieldOf(body, 'choices');
  if (!Array.isArray(choices)) {
    return { kind: 'failed', problem: { code: '', message: 'The answer is no chat answer.' } };
  }
  const [choice]: readonly unknown[] = choices;
  const delta = fieldOf(choice, 'message');
  const whole = { delta, finish_reason: fieldOf(choice, 'finish_reason') };
  return { kind: 'chunk', chunk: { choices: [whole], usage: fieldOf(body, 'usage') } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: there is nothing in it to show.
    return undefined;
  }
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

function describeLoss(error: unknown): string {
  return `The connection to the router broke (${error instanceof Error ? error.message : String(error)}).`;
}
