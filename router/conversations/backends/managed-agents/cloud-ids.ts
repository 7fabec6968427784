/** The environment and the agents we have in the cloud: made once, used again, made anew when gone. */
import { createHash } from 'node:crypto';
import { z } from 'zod';

import { untilAborted } from '#core/until-aborted.ts';
import type { AgentApi } from './agent-api.ts';
import { agentError } from './api-failure.ts';
import { ASK_USER_TOOL } from './ask-user-tool.ts';
import type { IdFile } from './id-file.ts';
import type { Networking } from './read-api-settings.ts';

export interface WantedAgent {
  /** As the API knows it. */
  readonly model: string;
  /** Its system prompt; empty for none. */
  readonly instructions: string;
}

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

/** One thing in the cloud, and how it is made. */
interface Thing {
  readonly key: string;
  readonly path: '/v1/environments' | '/v1/agents';
  readonly body: Readonly<Record<string, unknown>>;
}

interface Known {
  readonly id: string;
  isSure: boolean;
}

/** Agents with instructions of their own would else add up for ever. */
const MOST_KNOWN = 500;
const MAKING_MS = 120_000;

const made = z.looseObject({ id: z.string().min(1) });

export function createCloudIds({ api, networking, file }: CloudIdsOptions): CloudIds {
  const known = new Map<string, Known>();
  const making = new Map<string, Promise<string>>();
  let loading: Promise<void> | undefined;

  async function load(): Promise<void> {
    const { env_id, networking: reach, agents } = (await file?.read()) ?? { agents: {} };
    if (env_id !== undefined && reach !== undefined) {
      known.set(environmentKey(reach), { id: env_id, isSure: false });
    }
    for (const [model, id] of Object.entries(agents)) {
      known.set(agentKey({ model, instructions: '' }), { id, isSure: false });
    }
  }

  async function save(): Promise<void> {
    const reach = networking();
    const environment = known.get(environmentKey(reach))?.id;
    const agents = [...known].flatMap(([key, { id }]) => {
      const model = plainModel(key);
      return model === undefined ? [] : [[model, id] as const];
    });
    await file?.write({
      ...(environment !== undefined && { env_id: environment, networking: reach }),
      agents: Object.fromEntries(agents),
    });
  }

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
      known.delete(key);
    }
    const answer = await api.call({ method: 'POST', path, body }, signal);
    if (!answer.ok) throw answer.error;
    const { data } = made.safeParse(answer.body);
    if (data === undefined) throw agentError('the API named no id for what it made');
    known.set(key, { id: data.id, isSure: true });
    forgetOldest(known);
    await save();
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
      loading ??= load();
      await loading;
      const [environment, agent] = await Promise.all([
        ensureOne(environmentThing(networking()), signal),
        ensureOne(agentThing(wanted), signal),
      ]);
      return { environment, agent };
    },
    doubt() {
      for (const one of known.values()) one.isSure = false;
    },
  };
}

function environmentThing(networking: Networking): Thing {
  const config = { type: 'cloud', networking: { type: networking } };
  const body = { name: 'woollama-agents', config };
  return { key: environmentKey(networking), path: '/v1/environments', body };
}

function environmentKey(networking: string): string {
  return `environment ${networking}`;
}

function agentThing(wanted: WantedAgent): Thing {
  const { model, instructions } = wanted;
  const body = {
    name: `woollama:${model}`,
    model,
    ...(instructions !== '' && { system: instructions }),
    tools: [ASK_USER_TOOL],
  };
  return { key: agentKey(wanted), path: '/v1/agents', body };
}

/** Instructions are remembered as a hash: they may be long. */
function agentKey({ model, instructions }: WantedAgent): string {
  if (instructions === '') return `agent ${model}`;
  return `agent-of ${createHash('sha256').update(instructions).digest('hex')} ${model}`;
}

/** Only agents without instructions of their own are written down. */
function plainModel(key: string): string | undefined {
  return key.startsWith('agent ') ? key.slice('agent '.length) : undefined;
}

const archived = z.looseObject({ archived_at: z.string() });

/** It is still there, but takes no new sessions. */
function isArchived(body: unknown): boolean {
  return archived.safeParse(body).success;
}

function forgetOldest(known: Map<string, Known>): void {
  for (const key of known.keys()) {
    if (known.size <= MOST_KNOWN) return;
    if (!key.startsWith('environment ')) known.delete(key);
  }
}
