/** Conversations that Anthropic keeps in its cloud: managed agents, paid by an API key. */
import { join } from 'node:path';
import type { Dispatcher } from 'undici';

import type { BackendEvent, TranscriptOwner } from '#core/ports/conversation-backend.ts';
import type { Logger } from '#core/ports/logger.ts';
import { createAgentApi, type AgentApi } from './agent-api.ts';
import { beginSession } from './begin-session.ts';
import { createCloudIds, type CloudIds } from './cloud-ids.ts';
import { openIdFile } from './id-file.ts';
import { isAgentModel, toApiModel } from './model-name.ts';
import { findQuestion } from './open-questions.ts';
import { readNetworking, readPersistence, type ReadEnv } from './read-api-settings.ts';
import { readInstructions, readUserText } from './read-input.ts';
import { removeSession } from './remove-session.ts';
import { runTurn } from './run-turn.ts';
import { questionOf } from './session-event.ts';
import { createSessions, need } from './sessions.ts';
import { toItems } from './to-items.ts';

export interface ManagedAgentsOptions {
  /** Closed by whoever made it, after the last turn. */
  readonly dispatcher: Dispatcher;
  /** With the stored secrets; key and address are read at each call. */
  readonly env: ReadEnv;
  readonly logger: Logger;
  readonly version: string;
  /** Where ids are kept, if they are. */
  readonly stateDir: string;
  /** Longest silence of the cloud, milliseconds. */
  readonly idleMs?: number;
  /** First pause before a broken event stream is opened again, milliseconds. */
  readonly reconnectMs?: number;
}

const IDLE_MS = 330_000;
const RECONNECT_MS = 500;

export function createManagedAgents(options: ManagedAgentsOptions): TranscriptOwner {
  const { dispatcher, env, logger, version } = options;
  const { idleMs = IDLE_MS, reconnectMs = RECONNECT_MS } = options;
  const api = createAgentApi({ dispatcher, env, idleMs, userAgent: `woollama/${version}` });
  const sessions = createSessions(api);
  const ids = createIds(api, options);

  return {
    kind: 'managed-agents',
    holder: 'Anthropic (cloud)',
    accepts: (model) =>
      isAgentModel(model) || `managed agents are models named claude-agent/<model>, not '${model}'`,

    async *run(row, input, { signal }): AsyncGenerator<BackendEvent, void> {
      const text = readUserText(input);
      let id = row.nativeId;
      if (id === null) {
        const { title } = row;
        const instructions = readInstructions(input);
        const wanted = { model: toApiModel(row.model), instructions, title };
        id = await beginSession(wanted, { ids, sessions }, signal);
        yield { kind: 'native', nativeId: id };
      }
      const turn = { id, text, pendingId: row.pendingId, signal };
      yield* runTurn(turn, { sessions, logger, idleMs, reconnectMs });
    },

    async items({ nativeId }, signal) {
      if (nativeId === null) return [];
      return toItems(need(await sessions.history(nativeId, signal)).events);
    },

    async pending({ nativeId, pendingId }, signal) {
      if (nativeId === null || pendingId === null) return undefined;
      const { events } = need(await sessions.history(nativeId, signal));
      const question = findQuestion(events, pendingId);
      return question === undefined ? undefined : { question: questionOf(question) };
    },

    async remove({ nativeId }, signal) {
      if (nativeId !== null) await removeSession(nativeId, sessions, signal);
    },
  };
}

function createIds(api: AgentApi, { env, logger, stateDir }: ManagedAgentsOptions): CloudIds {
  let warnedOf: string | undefined;
  const networking = () => {
    const { networking: chosen, unknown } = readNetworking(env);
    if (unknown !== undefined && unknown !== warnedOf) {
      warnedOf = unknown;
      const facts = { WOOLLAMA_AGENT_NETWORKING: unknown };
      logger.warn(facts, 'neither limited nor unrestricted; managed agents stay limited');
    }
    return chosen;
  };
  const path = join(stateDir, 'managed_agents.json');
  const file = readPersistence(env) ? openIdFile(path, logger) : undefined;
  return createCloudIds({ api, networking, file });
}
