/** What we make in the cloud, and the names under which we remember it. */
import { createHash } from 'node:crypto';

import { ASK_USER_TOOL } from './ask-user-tool.ts';
import type { Networking } from './read-api-settings.ts';

export interface WantedAgent {
  /** As the API knows it. */
  readonly model: string;
  /** Its system prompt; empty for none. */
  readonly instructions: string;
}

export interface Thing {
  readonly key: string;
  readonly path: '/v1/environments' | '/v1/agents';
  readonly body: Readonly<Record<string, unknown>>;
}

export function environmentThing(networking: Networking): Thing {
  const config = { type: 'cloud', networking: { type: networking } };
  const body = { name: 'woollama-agents', config };
  return { key: environmentKey(networking), path: '/v1/environments', body };
}

export function environmentKey(networking: string): string {
  return `environment ${networking}`;
}

export function agentThing(wanted: WantedAgent): Thing {
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
export function agentKey({ model, instructions }: WantedAgent): string {
  if (instructions === '') return `agent ${model}`;
  return `agent-of ${createHash('sha256').update(instructions).digest('hex')} ${model}`;
}

/** Only agents without instructions of their own are written down. */
export function plainModel(key: string): string | undefined {
  return key.startsWith('agent ') ? key.slice('agent '.length) : undefined;
}
