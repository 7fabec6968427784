/** The capabilities; each gets only what it asks for. */
import { basename } from 'node:path';

import type { ConfigSnapshot, ConfigStore } from '#core/ports/config.ts';
import type { StartNode } from '#core/ports/own-node.ts';
import type { Logger } from '#core/ports/logger.ts';
import { createToolGrants } from './access/tool-grants.ts';
import { createClaudeCode } from './claude-code/create-claude-code.ts';
import { createRecipes } from './engine/create-recipes.ts';
import { createClientRegistry } from './events/client-registry.ts';
import { createEventBus } from './events/event-bus.ts';
import { createRequestTracker } from './events/request-tracker.ts';
import { createInferencers } from './inferencers/create-inferencers.ts';
import type { Log } from './logs/create-log.ts';
import type { SecretMask } from './logs/secret-mask.ts';
import { createMcpTools } from './mcp/mcp-tools.ts';
import { openConversations } from './open-conversations.ts';
import { createAnswerer, type AnswererParts } from './questions/create-answerer.ts';
import type { Settings } from './settings.ts';
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
  /** Why no person can answer questions; undefined where the window can be opened. */
  readonly unattended: string | undefined;
  /** As programs on this machine reach us; empty while they cannot. */
  readonly origin: () => string;
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
  const grants = createToolGrants({ origin: () => toLoopback(options.origin()) });
  const command = settings.claudeBin;
  const claude = createClaudeCode({ command, env, mask: mask.mask, logger });
  const inferencers = createInferencers({
    claude: { claude, grants },
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
  const own = { events, requests, clients, questions, answerer, grants, claude };
  const parts = { ...own, tools, inferencers, recipes };
  return { ...parts, ...openConversations(options, parts) };
}

/** A router that listens on all addresses does so on this one; empty for one that does not. */
function toLoopback(origin: string): string {
  const match = /^http:\/\/(\[[^\]]*\]|[^:]*):(\d+)$/.exec(origin);
  const [, host = '', port = ''] = match ?? [];
  if (host === '0.0.0.0' || host === '[::]') return `http://127.0.0.1:${port}`;
  return /^(127\.|localhost$|\[::1\]$)/.test(host) ? origin : '';
}

type AskedParts = Pick<AnswererParts, 'events' | 'requests' | 'inferencers'>;

function answerServers({ settings, store, mask, unattended }: PartsOptions, asked: AskedParts) {
  return createAnswerer({
    ...asked,
    mask: mask.mask,
    timeoutMs: settings.questionTimeout * 1000,
    unattended,
    sampling: {
      model: settings.samplingModel,
      maxTokens: settings.samplingMaxTokens,
      perHour: settings.samplingPerHour,
    },
    policy: (server) => store.current().servers.get(server)?.sampling ?? settings.sampling,
  });
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
