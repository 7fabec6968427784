/** The capabilities; each gets only what it asks for. */
import { basename } from 'node:path';
import { Agent } from 'undici';

import type { ConfigSnapshot, ConfigStore } from '#core/ports/config.ts';
import type { TranscriptOwner } from '#core/ports/conversation-backend.ts';
import type { Events } from '#core/ports/events.ts';
import type { Inferencers } from '#core/ports/inferencers.ts';
import type { Recipes } from '#core/ports/recipes.ts';
import type { Tools } from '#core/ports/tools.ts';
import type { StartNode } from '#core/ports/own-node.ts';
import type { Logger } from '#core/ports/logger.ts';
import { createAskModel } from './conversations/ask-model.ts';
import { createManagedAgents } from './conversations/backends/managed-agents/create-managed-agents.ts';
import { createConfiguredStore } from './conversations/backends/store-backed/configured-store.ts';
import { createStoreBacked } from './conversations/backends/store-backed/create-store-backed.ts';
import { createConversations } from './conversations/create-conversations.ts';
import { createRecipes } from './engine/create-recipes.ts';
import { createClientRegistry } from './events/client-registry.ts';
import { createEventBus } from './events/event-bus.ts';
import { createRequestTracker } from './events/request-tracker.ts';
import { resolveModel } from './inbound/shared/resolve-model.ts';
import { createInferencers } from './inferencers/create-inferencers.ts';
import type { Log } from './logs/create-log.ts';
import type { SecretMask } from './logs/secret-mask.ts';
import { createMcpTools } from './mcp/mcp-tools.ts';
import { createAnswerer, type AnswererParts } from './questions/create-answerer.ts';
import type { Settings } from './settings.ts';
import { openHandles } from './state/open-handles.ts';
import type { StoredSecrets } from './stored-secrets.ts';

const REMEMBERED_EVENTS = 5_000;
const MEGABYTE = 1024 * 1024;

export interface PartsOptions {
  readonly settings: Settings;
  readonly version: string;
  /** As the process got it: what servers inherit from. */
  readonly env: NodeJS.ProcessEnv;
  readonly secrets: StoredSecrets;
  readonly store: ConfigStore;
  readonly logs: Pick<Log, 'logger' | 'output'>;
  readonly mask: SecretMask;
  readonly startNode: StartNode | undefined;
}

export type Parts = ReturnType<typeof createParts>;

export function createParts(options: PartsOptions) {
  const { settings, version, env, secrets, store: config, mask, startNode } = options;
  const { logger, output } = options.logs;
  const events = createEventBus({
    remembered: REMEMBERED_EVENTS,
    mask: mask.mask,
    onListenerError: (err) => logger.error({ err }, 'an event listener failed'),
  });
  const requests = createRequestTracker({ events, logger });
  const clients = createClientRegistry({ events });
  const inferencers = createInferencers({
    env: () => secrets.env,
    isStored: (name) => secrets.isStored(name),
    ollamaUrl: settings.ollamaUrl,
    demoEnabled: settings.demo,
    logger,
    events,
    version,
  });
  const answerer = answerServers(options, { events, requests, inferencers });
  const tools = createMcpTools({
    logger,
    events,
    version,
    mask: mask.mask,
    baseEnv: env,
    output,
    startNode,
    answerer,
    maxResultBytes: settings.maxResultMb * MEGABYTE,
    stateDir: settings.stateDir,
    limits: {
      connectTimeoutMs: settings.connectTimeout * 1000,
      callTimeoutMs: settings.toolTimeout * 1000,
      retryMaxMs: settings.retryMax * 1000,
    },
  });
  const current = () => config.current().recipes;
  const recipes = createRecipes({
    inferencers,
    tools,
    events,
    logger,
    mask: mask.mask,
    recipes: current,
  });
  const questions = answerer;
  const parts = { events, requests, clients, questions, answerer, tools, inferencers, recipes };
  return { ...parts, ...openConversations(options, parts) };
}

type AskedParts = Pick<AnswererParts, 'events' | 'requests' | 'inferencers'>;

function answerServers({ settings, store: config, mask }: PartsOptions, asked: AskedParts) {
  return createAnswerer({
    ...asked,
    mask: mask.mask,
    timeoutMs: settings.questionTimeout * 1000,
    sampling: {
      model: settings.samplingModel,
      maxTokens: settings.samplingMaxTokens,
      perHour: settings.samplingPerHour,
    },
    policy: (server) => config.current().servers.get(server)?.sampling ?? settings.sampling,
  });
}

interface ConversationNeeds {
  readonly events: Events;
  readonly tools: Tools;
  readonly inferencers: Inferencers;
  readonly recipes: Recipes;
}

/** Throws STATE_UNUSABLE. */
function openConversations(
  { settings, version, secrets, store: config, logs: { logger } }: PartsOptions,
  { events, tools, inferencers, recipes }: ConversationNeeds,
) {
  const store = createConfiguredStore({ tools, entry: () => config.current().conversationStore });
  const checkModel = (model: string) => void resolveModel(model, { inferencers, recipes });
  const ask = createAskModel({ recipes, checkModel });
  const dispatcher = new Agent();
  const agents = createManagedAgents({
    dispatcher,
    env: () => secrets.env,
    logger,
    version,
    stateDir: settings.stateDir,
  });
  const backends: readonly TranscriptOwner[] = [agents, createStoreBacked({ store, ask })];
  const handles = openHandles({ dir: settings.stateDir, logger });
  const conversations = createConversations({ handles, backends, events, logger });
  return {
    conversations,
    /** Ends all turns first. */
    closeConversations: async (): Promise<void> => {
      await conversations.stop();
      handles.close();
      await store.close();
      await dispatcher.destroy();
    },
  };
}

interface Followers extends Pick<Parts, 'inferencers' | 'tools' | 'events'> {
  readonly logger: Logger;
  readonly mask: SecretMask;
}

/** Takes the configuration over, now and after every edit; servers start later. */
export function followConfig(store: ConfigStore, followers: Followers): void {
  const { mask, inferencers, tools, events, logger } = followers;
  const take = ({ secrets, inferencers: entries }: ConfigSnapshot): void => {
    mask.set('config', secrets);
    inferencers.apply(entries);
  };
  take(store.current());
  store.subscribe((snapshot, file) => {
    take(snapshot);
    tools.apply(snapshot.servers);
    const own = snapshot.issues.filter((issue) => basename(issue.file) === file);
    for (const { severity, message, ...where } of own) {
      if (severity === 'error') logger.warn(where, message);
    }
    const applied = !own.some(({ severity }) => severity === 'error');
    events.publish({ kind: 'config-changed', file, applied, issues: own.length });
    logger.info({ file, issues: own.length }, 'configuration read again');
  });
}
