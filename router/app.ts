/** The composition root: every part is made here and handed what it needs. Nothing starts on import. */
import type { IncomingMessage, RequestListener } from 'node:http';
import { basename, join } from 'node:path';

import type { ConfigIssue } from '#contract/config.ts';
import type { RouterStatus } from '#contract/status.ts';
import type { ConfigStore } from '#core/ports/config.ts';
import type { AutoChoice } from '#core/ports/inferencers.ts';
import type { Events } from '#core/ports/events.ts';
import type { Logger } from '#core/ports/logger.ts';
import { RouterError } from '#core/router-error.ts';
import { createRequestGuard } from './access/request-guard.ts';
import { createConfigStore } from './config/config-store.ts';
import { createRecipes } from './engine/create-recipes.ts';
import { createEventBus } from './events/event-bus.ts';
import { createRequestTracker } from './events/request-tracker.ts';
import { controlSurface } from './inbound/control/control-surface.ts';
import { createMcpServer } from './inbound/mcp/create-mcp-server.ts';
import { mcpSurface } from './inbound/mcp/mcp-surface.ts';
import { openAiSurface } from './inbound/openai/openai-surface.ts';
import { patternsSurface } from './inbound/patterns/patterns-surface.ts';
import { createHttpApp } from './inbound/shared/create-http-app.ts';
import { createInferencers } from './inferencers/create-inferencers.ts';
import { openListeners, type Listeners } from './listeners/listeners.ts';
import { ANY_LOOPBACK, parseAddress } from './listeners/parse-address.ts';
import { findRuntimePlaces } from './listeners/runtime-dir.ts';
import { createLogFile } from './logs/create-logger.ts';
import { createSecretMask, type SecretMask } from './logs/secret-mask.ts';
import { createMcpTools } from './mcp/mcp-tools.ts';
import type { Settings } from './settings.ts';

const REMEMBERED_EVENTS = 5_000;
const CHOICE_MS = 5_000;
const BODY_LIMIT = 64 * 1024 * 1024;

export interface RouterOptions {
  readonly settings: Settings;
  readonly version: string;
  /** Read at call time for keys; never changed. */
  readonly env: NodeJS.ProcessEnv;
  /** Folder of the bundled configuration files. */
  readonly defaultsDir: string;
  /** Told each warning and error, secrets masked, for people at a terminal. */
  readonly onProblem: (line: string) => void;
}

export interface Router {
  /** Opens the listeners, then starts the MCP servers beside them. Throws as `openListeners`. */
  listen(): Promise<void>;
  /** Starts the MCP servers only, for a router that is spoken to over stdio. */
  startServers(): void;
  mcpServer(): ReturnType<typeof createMcpServer>;
  status(): RouterStatus;
  /** Finds out what `auto/default` stands for; may take as long as Ollama needs to answer. */
  chooseAuto(): Promise<AutoChoice>;
  readonly events: Events;
  readonly logPath: string;
  /** Drains requests for `graceMs`, then ends everything that was started. A later call may hurry. */
  stop(graceMs: number): Promise<void>;
}

export type RouterResult =
  | { readonly ok: true; readonly router: Router }
  | { readonly ok: false; readonly issues: readonly ConfigIssue[] };

/** Reads the configuration and wires the parts; refuses a configuration that cannot be read. */
export async function createRouter(options: RouterOptions): Promise<RouterResult> {
  const { settings, version, env } = options;
  const mask = createSecretMask();
  mask.set('token', [settings.token]);
  mask.set('environment', secretValues(env));
  const logs = createLogFile({
    dir: join(settings.stateDir, 'logs'),
    level: settings.logLevel,
    mask,
    onProblem: options.onProblem,
  });
  const { logger } = logs;
  const { configDir: dir } = settings;
  const loaded = await createConfigStore({ dir, defaultsDir: options.defaultsDir, env, logger });
  if (!loaded.ok) {
    await logs.close();
    return loaded;
  }
  const { store } = loaded;
  const parts = createParts(options, { store, logger, mask });
  followConfig(store, { ...parts, logger, mask });

  const { tools, requests, inferencers } = parts;
  const startedAt = Date.now();
  let listeners: Listeners | undefined;
  const status = () => describeRouter({ options, parts, store, startedAt, listeners });
  const doors = await createDoors({ options, parts, logger, status, startedAt });
  const startServers = () => tools.apply(store.current().servers);

  let stopping: Promise<void> | undefined;
  const abortAll = () => requests.abortAll(new RouterError('SHUTTING_DOWN'));
  async function stop(graceMs: number): Promise<void> {
    await store.close();
    await listeners?.close(graceMs, abortAll);
    abortAll();
    await doors.app.close();
    await Promise.all([tools.stop(), inferencers.stop()]);
    logger.info({}, 'stopped');
    await logs.close();
  }

  const router: Router = {
    async listen() {
      listeners = await openListeners({ ...doors, ...listenWhere(options), logger });
      logger.info({ address: listeners.address, socket: listeners.socket, version }, 'listening');
      startServers();
    },
    startServers,
    mcpServer: () => createMcpServer({ tools, requests, version, events: parts.events }),
    status,
    chooseAuto: () =>
      inferencers.auto(false, AbortSignal.timeout(CHOICE_MS)).catch(() => inferencers.lastAuto()),
    events: parts.events,
    logPath: logs.path,
    stop(graceMs) {
      if (stopping === undefined) stopping = stop(graceMs);
      else void listeners?.close(graceMs, abortAll);
      return stopping;
    },
  };
  return { ok: true, router };
}

interface Shared {
  readonly store: ConfigStore;
  readonly logger: Logger;
  readonly mask: SecretMask;
}

type Parts = ReturnType<typeof createParts>;

/** The capabilities; each gets only what it asks for. */
function createParts(options: RouterOptions, { store, logger, mask }: Shared) {
  const { settings, version, env } = options;
  const events = createEventBus({
    remembered: REMEMBERED_EVENTS,
    mask: mask.mask,
    onListenerError: (err) => logger.error({ err }, 'an event listener failed'),
  });
  const requests = createRequestTracker({ events, logger });
  const tools = createMcpTools({
    logger,
    events,
    version,
    baseEnv: env,
    limits: {
      connectTimeoutMs: settings.connectTimeout * 1000,
      callTimeoutMs: settings.toolTimeout * 1000,
      retryMaxMs: settings.retryMax * 1000,
    },
  });
  const inferencers = createInferencers({
    env: () => env,
    ollamaUrl: settings.ollamaUrl,
    demoEnabled: settings.demo,
    logger,
    events,
    version,
  });
  const current = () => store.current().recipes;
  const recipes = createRecipes({ inferencers, tools, events, logger, recipes: current });
  return { events, requests, tools, inferencers, recipes };
}

/** Takes the configuration over, now and after every edit; servers start later. */
function followConfig(
  store: ConfigStore,
  { mask, inferencers, tools, events, logger }: Parts & Omit<Shared, 'store'>,
): void {
  mask.set('config', store.current().secrets);
  inferencers.apply(store.current().inferencers);
  store.subscribe((snapshot, file) => {
    mask.set('config', snapshot.secrets);
    inferencers.apply(snapshot.inferencers);
    tools.apply(snapshot.servers);
    const own = snapshot.issues.filter((issue) => basename(issue.file) === file);
    const applied = !own.some(({ severity }) => severity === 'error');
    events.publish({ kind: 'config-changed', file, applied, issues: own.length });
    logger.info({ file, issues: own.length }, 'configuration read again');
  });
}

interface DoorsOptions {
  readonly options: RouterOptions;
  readonly parts: Parts;
  readonly logger: Logger;
  readonly status: () => RouterStatus;
  readonly startedAt: number;
}

/** The surfaces behind one guard, as handlers for the two kinds of listeners. */
async function createDoors({ options, parts, logger, status, startedAt }: DoorsOptions) {
  const { settings, version } = options;
  const { inferencers, recipes, requests, tools, events } = parts;
  const guard = createRequestGuard({ token: () => settings.token });
  const throughSocket = new WeakSet<IncomingMessage>();
  const app = createHttpApp({
    bodyLimit: BODY_LIMIT,
    onBug: (err) => logger.error({ err }, 'the router made a mistake'),
    admit: (request) =>
      guard({
        listener: throughSocket.has(request) ? 'socket' : 'tcp',
        url: request.url ?? '',
        headers: request.headers,
        rawHeaders: request.rawHeaders,
        remoteAddress: request.socket.remoteAddress,
        localAddress: request.socket.localAddress,
      }),
  });
  const created = Math.floor(startedAt / 1000);
  await app.register(openAiSurface, { inferencers, recipes, requests, tools, startedAt: created });
  await app.register(patternsSurface, { recipes, requests });
  await app.register(mcpSurface, { tools, requests, version, events, logger });
  await app.register(controlSurface, { status });
  await app.ready();
  const onTcpRequest: RequestListener = (request, response) => app.routing(request, response);
  const onSocketRequest: RequestListener = (request, response) => {
    throughSocket.add(request);
    app.routing(request, response);
  };
  return { app, onTcpRequest, onSocketRequest };
}

function listenWhere({ settings, env }: RouterOptions) {
  const { address, stateDir, token } = settings;
  return {
    places: findRuntimePlaces(env),
    stateDir,
    address: address === '' ? { host: ANY_LOOPBACK, port: 0 } : parseAddress(address),
    hasToken: token !== '',
  };
}

interface DescribedRouter {
  readonly options: RouterOptions;
  readonly parts: Parts;
  readonly store: ConfigStore;
  readonly startedAt: number;
  readonly listeners: Listeners | undefined;
}

function describeRouter(described: DescribedRouter): RouterStatus {
  const { options, parts, store, startedAt, listeners } = described;
  const { settings, version } = options;
  const origin = listeners === undefined ? '' : `http://${listeners.address}`;
  return {
    version,
    pid: process.pid,
    startedAt,
    baseUrl: origin === '' ? '' : `${origin}/v1`,
    mcpUrl: origin === '' ? '' : `${origin}/mcp`,
    socket: listeners?.socket ?? null,
    configDir: settings.configDir,
    stateDir: settings.stateDir,
    tokenRequired: settings.token !== '',
    auto: parts.inferencers.lastAuto(),
    inferencers: parts.inferencers.status(),
    servers: parts.tools.servers(),
    recipes: parts.recipes.list().map((recipe) => recipe.name),
    issues: store.current().issues,
    requestsInFlight: parts.requests.inFlight(),
  };
}

/** Values of variables that hold credentials by their name. */
function secretValues(env: NodeJS.ProcessEnv): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && /KEY|TOKEN|SECRET|PASSW|CREDENTIAL/i.test(name) ? [value] : [],
  );
}
