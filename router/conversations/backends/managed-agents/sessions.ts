/** The calls about one session. */
import { z } from 'zod';

import type { RouterError } from '#core/router-error.ts';
import type { AgentApi, ApiAnswer, ApiStream, Refusal } from './agent-api.ts';
import { agentError } from './api-failure.ts';
import { toSessionEvent, type SessionEvent } from './session-event.ts';

export interface NewSession {
  readonly agent: string;
  readonly environment: string;
  readonly title: string | null;
}

export type History = { readonly ok: true; readonly events: readonly SessionEvent[] } | Refusal;

export interface Sessions {
  create(wanted: NewSession, signal: AbortSignal): Promise<ApiAnswer>;
  send(
    id: string,
    event: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<ApiAnswer>;
  stream(id: string, signal: AbortSignal): Promise<ApiStream>;
  /** Everything that happened in it, oldest first. */
  history(id: string, signal: AbortSignal): Promise<History>;
  remove(id: string, signal: AbortSignal): Promise<ApiAnswer>;
}

const page = z.looseObject({
  data: z.array(z.unknown()),
  next_page: z.string().nullish().catch(undefined),
});

/** Pages of a history; more is not read. */
const MOST_PAGES = 200;

export function createSessions(api: AgentApi): Sessions {
  const pathOf = (id: string, rest = ''): string =>
    `/v1/sessions/${encodeURIComponent(id)}${rest}?beta=true`;

  return {
    create: ({ agent, environment, title }, signal) => {
      const body = {
        agent,
        environment_id: environment,
        ...(title !== null && { title }),
      };
      return api.call({ method: 'POST', path: '/v1/sessions', body }, signal);
    },
    send: (id, event, signal) =>
      api.call({ method: 'POST', path: pathOf(id, '/events'), body: { events: [event] } }, signal),
    stream: (id, signal) => api.openStream(pathOf(id, '/events/stream'), signal),
    async history(id, signal) {
      const events: SessionEvent[] = [];
      let next: string | undefined;
      for (let count = 0; count < MOST_PAGES; count += 1) {
        const rest = next === undefined ? '' : `&page=${encodeURIComponent(next)}`;
        const path = pathOf(id, '/events') + rest;
        const answer = await api.call({ method: 'GET', path }, signal);
        if (!answer.ok) return answer;
        const { data, next_page } = readPage(answer.body);
        events.push(...data.map(toSessionEvent).filter((event) => event !== undefined));
        if (!next_page || next_page === next) return { ok: true, events };
        next = next_page;
      }
      throw agentError('the history has too many pages', { code: 'UPSTREAM_INVALID' });
    },
    remove: (id, signal) => api.call({ method: 'DELETE', path: pathOf(id) }, signal),
  };
}

function readPage(body: unknown): z.infer<typeof page> {
  const read = page.safeParse(body);
  if (read.success) return read.data;
  throw agentError('the API sent no list of events', { code: 'UPSTREAM_INVALID' });
}

/** What was accepted. Throws what the call was refused with; CONVERSATION_GONE for a 404. */
export function need<Accepted extends { readonly ok: true }>(answer: Accepted | Refusal): Accepted {
  if (answer.ok) return answer;
  throw answer.status === 404 ? sessionGone(answer.error) : answer.error;
}

/** The core takes the conversation for dead when it sees that code. */
export function sessionGone(cause?: RouterError): RouterError {
  const message = 'the session in the cloud is over; begin a new conversation';
  return agentError(message, { code: 'CONVERSATION_GONE', cause });
}
