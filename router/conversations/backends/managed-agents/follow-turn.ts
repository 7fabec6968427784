/** The text of a turn as it comes, over streams that may break off. */
import { setTimeout as wait } from 'node:timers/promises';

import { RouterError } from '#core/router-error.ts';
import type { ApiStream, Refusal } from './agent-api.ts';
import { agentError } from './api-failure.ts';
import { readEvents } from './read-events.ts';
import { need, type Sessions } from './sessions.ts';
import type { TurnProgress } from './turn-progress.ts';

export interface Following {
  readonly sessions: Sessions;
  readonly id: string;
  readonly progress: TurnProgress;
  readonly signal: AbortSignal;
  /** Called for each event that comes. */
  readonly onEvent: () => void;
  /** First pause before a new stream, milliseconds; it doubles. */
  readonly reconnectMs: number;
}

export type OpenStream = Extract<ApiStream, { readonly ok: true }>;

/** New streams in a row that brought nothing. */
const MOST_RECONNECTS = 5;

/** Ends when the session is at rest. Rejects with UPSTREAM_CUT, AGENT_FAILED, CONVERSATION_GONE. */
export async function* followTurn(
  first: OpenStream,
  following: Following,
): AsyncGenerator<string, void> {
  const { progress, reconnectMs, signal } = following;
  let stream = first;
  try {
    for (let attempt = 0; ; attempt += 1) {
      const before = progress.count;
      try {
        if (attempt > 0) {
          stream.close();
          stream = await openAgain(following);
          // The new stream is open, so that nothing falls between it and the history.
          yield* catchUp(following);
        }
        if (progress.rest === undefined) yield* readStream(stream, following);
        if (progress.rest !== undefined) return;
      } catch (error) {
        if (!isPassing(error)) throw error;
      }
      if (progress.count > before) attempt = 0;
      if (attempt === MOST_RECONNECTS) {
        throw agentError('the event stream broke off again and again', { code: 'UPSTREAM_CUT' });
      }
      await wait(reconnectMs * 2 ** attempt, undefined, { signal });
    }
  } finally {
    stream.close();
  }
}

async function* readStream(stream: OpenStream, following: Following): AsyncGenerator<string, void> {
  const { progress, onEvent } = following;
  for await (const event of readEvents(stream.text())) {
    // A ping only says that the connection lives.
    if (event.type !== 'ping') onEvent();
    const text = progress.take(event);
    if (text !== '') yield text;
    if (event.type === 'session.status_idle' && !progress.hasBegun) yield* catchUp(following);
    if (progress.rest !== undefined) return;
  }
}

async function* catchUp({ sessions, id, progress, signal }: Following): AsyncGenerator<string> {
  const { events } = needSoon(await sessions.history(id, signal));
  for (const event of progress.ownIn(events)) {
    const text = progress.take(event);
    if (text !== '') yield text;
    if (progress.rest !== undefined) return;
  }
}

async function openAgain({ sessions, id, signal }: Following): Promise<OpenStream> {
  return needSoon(await sessions.stream(id, signal));
}

/** A refusal that may not last counts as one more broken stream. */
function needSoon<Accepted extends { readonly ok: true }>(answer: Accepted | Refusal): Accepted {
  if (answer.ok || (answer.status !== 429 && answer.status < 500)) return need(answer);
  const { error: cause } = answer;
  throw agentError(cause.message.replace(/^.*?backend: /, ''), { cause, code: 'UPSTREAM_CUT' });
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof RouterError)) return false;
  return error.code === 'UPSTREAM_CUT' || error.code === 'UPSTREAM_UNREACHABLE';
}
