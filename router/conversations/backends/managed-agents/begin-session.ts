import { z } from 'zod';

import { agentError } from './api-failure.ts';
import type { ApiAnswer } from './agent-api.ts';
import type { CloudIds } from './cloud-ids.ts';
import type { WantedAgent } from './cloud-things.ts';
import type { Sessions } from './sessions.ts';

export interface WantedSession extends WantedAgent {
  readonly title: string | null;
}

interface Cloud {
  readonly ids: CloudIds;
  readonly sessions: Sessions;
}

const created = z.looseObject({ id: z.string().min(1) });

/** A new session's id. Where its agent or environment is gone, they are made anew, once. */
export async function beginSession(
  wanted: WantedSession,
  { ids, sessions }: Cloud,
  signal: AbortSignal,
): Promise<string> {
  async function create(): Promise<ApiAnswer> {
    const { environment, agent } = await ids.ensure(wanted, signal);
    return sessions.create({ environment, agent, title: wanted.title }, signal);
  }
  let answer = await create();
  if (!answer.ok && answer.status === 404) {
    ids.doubt();
    answer = await create();
  }
  if (!answer.ok) throw answer.error;
  const { data } = created.safeParse(answer.body);
  if (data === undefined) throw agentError('the API named no id for the session');
  return data.id;
}
