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
import { isSecretName } from '#core/secret-name.ts';
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
import { toListenWhere } from './listeners/parse-address.ts';
import { findRuntimePlaces } from './listeners/runtime-dir.ts';
import { createLog, type Log } from './logs/create-log.ts';
import { createSecretMask, type SecretMask } from './logs/secret-mask.ts';
import { createMcpTools } from './mcp/mcp-tools.ts';
import { describeRouter } from './describe-router.ts';
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
  /** Logs on stderr are for a host that collects them. */
  readonly logTo: 'file' | 'stderr';
  /** With a log file, told each warning and error, secrets masked, for people at a terminal. */
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
  readonly settings: Settings;
  readonly logPath: string | undefined;
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
  const logs = createLog({
    level: settings.logLevel,
    mask,
    ...(options.logTo === 'file'
      ? { dir: join(settings.stateDir, 'logs'), onProblem: options.onProblem }
      : { dir: undefined }),
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
  let opening: Promise<Listeners> | undefined;
  let listeners: Listeners | undefined;
  const status = () => describeRouter({ settings, version, parts, store, startedAt, listeners });
  const doors = await createDoors({ options, parts, logger, status, startedAt });
  const startServers = () => tools.apply(store.current().servers);

  let stopping: Promise<void> | undefined;
  const abortAll = () => requests.abortAll(new RouterError('SHUTTING_DOWN'));

  const router: Router = {
    async listen() {
      opening = openListeners({ ...doors, ...listenWhere(options), logger });
      listeners = await opening;
      logger.info({ address: listeners.address, socket: listeners.socket, version }, 'listening');
      if (stopping === undefined) startServers();
    },
    startServers,
    mcpServer: () => createMcpServer({ tools, requests, version, events: parts.events }),
    status,
    chooseAuto: () =>
      inferencers.auto(false, AbortSignal.timeout(CHOICE_MS)).catch(() => inferencers.lastAuto()),
    events: parts.events,
    settings,
    logPath: logs.path,
    stop(graceMs) {
      if (stopping !== undefined) void listeners?.close(graceMs, abortAll);
      stopping ??= endAll({ opening, parts, doors, store, logs }, graceMs);
      return stopping;
    },
  };
  return { ok: true, router };
}

interface Running {
  readonly opening: Promise<Listeners> | undefined;
  readonly parts: Parts;
  readonly doors: Awaited<ReturnType<typeof createDoors>>;
  readonly store: ConfigStore;
  readonly logs: Log;
}

async function endAll(running: Running, graceMs: number): Promise<void> {
  const { parts, doors, store, logs } = running;
  const { requests, tools, inferencers } = parts;
  const abortAll = () => requests.abortAll(new RouterError('SHUTTING_DOWN'));
  // A stop may come while the listeners are still being opened.
  const opened = await running.opening?.catch(() => undefined);
  const closed = Promise.resolve(opened?.close(graceMs, abortAll));
  await Promise.race([requests.whenIdle(), closed]);
  abortAll();
  // Now, because subscriptions of MCP clients are no requests and would last for the whole grace.
  await Promise.allSettled([doors.app.close(), closed, store.close()]);
  await Promise.allSettled([tools.stop(), inferencers.stop()]);
  logs.logger.info({}, 'stopped');
  await logs.close();
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
    mask: mask.mask,
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
  const recipes = createRecipes({
    inferencers,
    tools,
    events,
    logger,
    mask: mask.mask,
    recipes: current,
  });
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
    for (const { severity, message, ...where } of own) {
      if (severity === 'error') logger.warn(where, message);
    }
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
  const { stateDir } = settings;
  return { places: findRuntimePlaces(env), stateDir, ...toListenWhere(settings) };
}

function secretValues(env: NodeJS.ProcessEnv): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && isSecretName(name) ? [value] : [],
  );
}
