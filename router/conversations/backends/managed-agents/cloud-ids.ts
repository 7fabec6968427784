/** The environment and the agents we have in the cloud: made once, used again, made anew when gone. */
import { z } from 'zod';

import { untilAborted } from '#core/until-aborted.ts';
import type { AgentApi } from './agent-api.ts';
import { agentError } from './api-failure.ts';
import { agentThing, environmentThing, type Thing, type WantedAgent } from './cloud-things.ts';
import type { IdFile } from './id-file.ts';
import { createKnownIds } from './known-ids.ts';
import type { Networking } from './read-api-settings.ts';

export interface CloudIds {
  /** Rejects with a RouterError; the next call tries again. */
  ensure(
    wanted: WantedAgent,
    signal: AbortSignal,
  ): Promise<{ readonly environment: string; readonly agent: string }>;
  /** Some id is gone: the next `ensure` asks for each before it uses it. */
  doubt(): void;
}

export interface CloudIdsOptions {
  readonly api: AgentApi;
  readonly networking: () => Networking;
  /** Absent, ids are forgotten with the process. */
  readonly file?: IdFile | undefined;
}

const MAKING_MS = 120_000;

const made = z.looseObject({ id: z.string().min(1) });

export function createCloudIds({ api, networking, file }: CloudIdsOptions): CloudIds {
  const known = createKnownIds(file);
  const making = new Map<string, Promise<string>>();

  async function find({ key, path, body }: Thing, signal: AbortSignal): Promise<string> {
    const before = known.get(key);
    if (before?.isSure) return before.id;
    if (before !== undefined) {
      const idPath = `${path}/${encodeURIComponent(before.id)}?beta=true`;
      const answer = await api.call({ method: 'GET', path: idPath }, signal);
      if (!answer.ok && answer.status !== 404) throw answer.error;
      if (answer.ok && !isArchived(answer.body)) {
        before.isSure = true;
        return before.id;
      }
      known.forget(key);
    }
    const answer = await api.call({ method: 'POST', path, body }, signal);
    if (!answer.ok) throw answer.error;
    const { data } = made.safeParse(answer.body);
    if (data === undefined) throw agentError('the API named no id for what it made');
    await known.keep(key, data.id, networking());
    return data.id;
  }

  /** For everybody who wants it meanwhile; nobody's cancel ends it for the others. */
  function ensureOne(thing: Thing, signal: AbortSignal): Promise<string> {
    const { key } = thing;
    let promise = making.get(key);
    if (promise === undefined) {
      const late = agentError('the API took too long', { code: 'UPSTREAM_TIMEOUT' });
      const limit = AbortSignal.timeout(MAKING_MS);
      promise = find(thing, limit)
        .catch((error: unknown) => {
          throw limit.aborted ? late : error;
        })
        .finally(() => making.delete(key));
      making.set(key, promise);
    }
    return untilAborted(promise, signal);
  }

  return {
    async ensure(wanted, signal) {
      await known.load();
      const [environment, agent] = await Promise.all([
        ensureOne(environmentThing(networking()), signal),
        ensureOne(agentThing(wanted), signal),
      ]);
      return { environment, agent };
    },
    doubt: () => known.doubtAll(),
  };
}

const archived = z.looseObject({ archived_at: z.string() });

/** It is still there, but takes no new sessions. */
function isArchived(body: unknown): boolean {
  return archived.safeParse(body).success;
}
