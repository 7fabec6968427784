/** One turn of a conversation, asked for as any program does. */
import { readEventStream } from '#contract/read-event-stream.ts';
import { z } from 'zod';

type Send = (path: string, init: RequestInit) => Promise<Response>;

export interface Turn {
  readonly conversation: string;
  readonly input: string;
}

/** The router refused the turn, or it failed. */
class TurnError extends Error {
  override readonly name = 'TurnError';
  readonly code: string;

  constructor(message: string, code = '') {
    super(message);
    this.code = code;
  }
}

const problem = z.object({ message: z.string(), code: z.string().nullish() });
const refusal = z.object({ error: problem });
const ending = z.discriminatedUnion('type', [
  z.object({ type: z.literal('response.completed') }),
  z.object({ type: z.literal('response.incomplete') }),
  z.object({ type: z.literal('response.failed'), response: refusal }),
]);

/**
 * Resolves when the turn is over, be it with an answer or with another question. Rejects with a
 * TurnError. It streams, because a turn may take longer than browsers wait for an answer.
 */
export async function sendTurn(send: Send, turn: Turn): Promise<void> {
  const response = await send('/v1/responses', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...turn, store: true, stream: true }),
  });
  if (!response.ok) throw await toRefusal(response);
  for await (const { data } of readEventStream(response)) {
    const end = ending.safeParse(parseJson(data)).data;
    if (end === undefined) continue;
    if (end.type !== 'response.failed') return;
    const { message, code } = end.response.error;
    throw new TurnError(message, code ?? '');
  }
  throw new TurnError('The connection broke before the turn was over.');
}

async function toRefusal(response: Response): Promise<TurnError> {
  const told = refusal.safeParse(parseJson(await response.text())).data;
  if (told === undefined) return new TurnError(`The answer has the status ${response.status}.`);
  return new TurnError(told.error.message, told.error.code ?? '');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: there is nothing in it that we know.
    return undefined;
  }
}
