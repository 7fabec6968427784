/** The ids of what we made in the cloud, in memory and perhaps in a file. */
import { agentKey, environmentKey, plainModel } from './cloud-things.ts';
import type { IdFile } from './id-file.ts';
import type { Networking } from './read-api-settings.ts';

export interface KnownId {
  readonly id: string;
  /** False until the cloud said that it is still there. */
  isSure: boolean;
}

export interface KnownIds {
  /** From the file, once. */
  load(): Promise<void>;
  get(key: string): KnownId | undefined;
  forget(key: string): void;
  /** Also into the file. */
  keep(key: string, id: string, networking: Networking): Promise<void>;
  doubtAll(): void;
}

/** Agents with instructions of their own would else add up for ever. */
const MOST_KNOWN = 500;

export function createKnownIds(file: IdFile | undefined): KnownIds {
  const known = new Map<string, KnownId>();
  let loading: Promise<void> | undefined;

  async function load(): Promise<void> {
    const { env_id, networking, agents } = (await file?.read()) ?? { agents: {} };
    if (env_id !== undefined && networking !== undefined) {
      known.set(environmentKey(networking), { id: env_id, isSure: false });
    }
    for (const [model, id] of Object.entries(agents)) {
      known.set(agentKey({ model, instructions: '' }), { id, isSure: false });
    }
  }

  async function save(networking: Networking): Promise<void> {
    const environment = known.get(environmentKey(networking))?.id;
    const agents = [...known].flatMap(([key, { id }]) => {
      const model = plainModel(key);
      return model === undefined ? [] : [[model, id] as const];
    });
    await file?.write({
      ...(environment !== undefined && { env_id: environment, networking }),
      agents: Object.fromEntries(agents),
    });
  }

  return {
    load: () => (loading ??= load()),
    get: (key) => known.get(key),
    forget: (key) => void known.delete(key),
    async keep(key, id, networking) {
      known.set(key, { id, isSure: true });
      const surplus = [...known.keys()].filter((one) => one.startsWith('agent-of '));
      for (const one of surplus.slice(0, Math.max(0, known.size - MOST_KNOWN))) known.delete(one);
      await save(networking);
    },
    doubtAll() {
      for (const one of known.values()) one.isSure = false;
    },
  };
}
