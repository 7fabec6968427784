/** The composition root: every part is made here and handed what it needs. Nothing starts on import. */
import { join } from 'node:path';

import type { ConfigIssue } from '#contract/config.ts';
import type { RouterStatus } from '#contract/status.ts';
import type { AutoChoice } from '#core/ports/inferencers.ts';
import type { Events } from '#core/ports/events.ts';
import type { Logger } from '#core/ports/logger.ts';
import type { StartNode } from '#core/ports/own-node.ts';
import type { SecretKeeper } from '#core/ports/secrets.ts';
import { RouterError } from '#core/router-error.ts';
import { isSecretName } from '#core/secret-name.ts';
import { createOwnerAccess } from './access/owner-access.ts';
import { createConfigStore, type LiveConfigStore } from './config/config-store.ts';
import { createControlParts } from './create-control-parts.ts';
import { createDoors, type Doors } from './create-doors.ts';
import { createParts, followConfig, type Parts } from './create-parts.ts';
import { createMcpParts } from './create-mcp-parts.ts';
import { describeRouter } from './describe-router.ts';
import { serveStdioClient, type StdioStreams } from './inbound/mcp/transports/stdio.ts';
import { openListeners, type Listeners } from './listeners/listeners.ts';
import { toListenWhere } from './listeners/parse-address.ts';
import { findRuntimePlaces } from './listeners/runtime-dir.ts';
import { createLog, type Log } from './logs/create-log.ts';
import { createSecretMask, type SecretMask } from './logs/secret-mask.ts';
import { openSecretKeeper } from './secrets/open-secret-keeper.ts';
import type { Settings } from './settings.ts';
import { createStoredSecrets, type StoredSecrets } from './stored-secrets.ts';

const CHOICE_MS = 5_000;

export interface RouterOptions {
  readonly settings: Settings;
  readonly version: string;
  /** Read at call time for keys; never changed. */
  readonly env: NodeJS.ProcessEnv;
  /** Folder of the bundled configuration files. */
  readonly defaultsDir: string;
  /** Folder of the built window; without one there is none. */
  readonly uiDir: string | undefined;
  /** How other programs start `woollama mcp`, where there is such a command. */
  readonly mcpCommand?: RouterStatus['mcpCommand'];
  /** Logs on stderr are for a host that collects them. */
  readonly logTo: 'file' | 'stderr';
  /** With a log file, told each warning and error, secrets masked, for people at a terminal. */
  readonly onProblem: (line: string) => void;
  /** Rejects with a RouterError when another router could not be started in place of this one. */
  readonly checkRestart: () => Promise<void>;
  /** The owner asked for it: stop this router and start another. */
  readonly onRestart: () => void;
  /** Who keeps the user's secrets, instead of the system's keychain or a file. */
  readonly keeper?: SecretKeeper;
  /** How servers start on the program's own Node, where that is no binary. */
  readonly startNode?: StartNode;
  /** Why no person can answer questions; absent where the window can be opened. */
  readonly unattended?: string;
}

export interface Router {
  /** Opens the listeners, then starts the MCP servers beside them. Throws as `openListeners`. */
  listen(): Promise<void>;
  /** Starts the MCP servers only, for a router that is spoken to over stdio. */
  startServers(): void;
  /** Serves one MCP client on these streams; `close` ends it. */
  serveStdio(streams: StdioStreams): { close(): Promise<void> };
  status(): RouterStatus;
  /** Finds out what `auto/default` stands for; may take as long as Ollama needs to answer. */
  chooseAuto(): Promise<AutoChoice>;
  /** `http://127.0.0.1:4711`; empty while it does not listen. */
  readonly origin: string;
  /** Opens `/control` on this machine; for programs of the owner only. */
  readonly ownerToken: string;
  /** The address that opens the window in a browser: once, within two minutes. */
  createLink(): string;
  readonly events: Events;
  readonly settings: Settings;
  readonly logPath: string | undefined;
  /** For what happens to the process around it, such as a crash. */
  readonly logger: Logger;
  /** Drains requests for `graceMs`, then ends everything that was started. A later call may hurry. */
  stop(graceMs: number): Promise<void>;
}

export type RouterResult =
  | { readonly ok: true; readonly router: Router }
  | { readonly ok: false; readonly issues: readonly ConfigIssue[] };

/** Reads the configuration and wires the parts; refuses a configuration that cannot be read. */
export async function createRouter(options: RouterOptions): Promise<RouterResult> {
  const base = await openBase(options);
  const { configDir: dir } = options.settings;
  const { logger } = base.logs;
  const { env } = base.secrets;
  const loaded = await createConfigStore({ dir, defaultsDir: options.defaultsDir, env, logger });
  if (!loaded.ok) {
    await base.logs.close();
    return loaded;
  }
  try {
    return { ok: true, router: await wireRouter(options, { ...base, store: loaded.store }) };
  } catch (error) {
    await loaded.store.close();
    await base.logs.close();
    throw error;
  }
}

interface Base {
  readonly logs: Log;
  readonly mask: SecretMask;
  readonly secrets: StoredSecrets;
}

/** What must be there before the configuration can be read: the log, and all that it must hide. */
async function openBase({ settings, env, ...options }: RouterOptions): Promise<Base> {
  const { stateDir } = settings;
  const mask = createSecretMask();
  mask.set('token', [settings.token]);
  mask.set('environment', secretValues(env));
  const logs = createLog({
    level: settings.logLevel,
    mask,
    ...(options.logTo === 'file'
      ? { dir: join(stateDir, 'logs'), onProblem: options.onProblem }
      : { dir: undefined }),
  });
  try {
    const { logger } = logs;
    const { platform } = process;
    const kept = options.keeper ?? (await openSecretKeeper({ stateDir, env, platform, logger }));
    const hide = (values: ReadonlySet<string>) => mask.set('stored', values);
    return { logs, mask, secrets: createStoredSecrets({ kept, env, hide }) };
  } catch (error) {
    await logs.close();
    throw error;
  }
}

type Opened = Base & { readonly store: LiveConfigStore };

async function wireRouter(options: RouterOptions, opened: Opened): Promise<Router> {
  const { settings, version, env, startNode, uiDir, unattended, mcpCommand } = options;
  const { logs, mask, secrets, store } = opened;
  const { logger } = logs;
  let listeners: Listeners | undefined;
  const origin = () => (listeners === undefined ? '' : `http://${listeners.address}`);
  const base = { settings, version, env, secrets, store, logs, mask, startNode, unattended };
  const parts = createParts({ ...base, origin });
  followConfig(store, { ...parts, logger, mask });
  const { tools, requests, inferencers, events, conversations } = parts;
  const mcp = createMcpParts({ parts, settings, version, mask: mask.mask, logger });
  secrets.onChange(async () => {
    await store.refresh();
    void inferencers.refresh();
  });

  const startedAt = Date.now();
  let opening: Promise<Listeners> | undefined;
  const described = { settings, version, parts, store, startedAt, mcpCommand };
  const status = () => describeRouter({ ...described, logPath: logs.path, listeners });
  const owner = createOwnerAccess({ cookieName: () => `woollama-${portOf(origin())}` });
  mask.set('owner', [owner.token]);
  const createLink = () => `${origin()}/ui/#link=${owner.createLink()}`;
  const asked = { parts, mcp, owner, status, createLink };
  const control = createControlParts({ ...options, ...opened, ...asked });
  const doors = await createDoors({ parts, control, mcp, uiDir, startedAt, logger });
  const startServers = () => tools.apply(store.current().servers);

  let stopping: Promise<void> | undefined;
  const abortAll = () => requests.abortAll(new RouterError('SHUTTING_DOWN'));
  const ownerToken = owner.token;

  return {
    async listen() {
      opening = openListeners({ ...doors, ...listenWhere(options), ownerToken, logger });
      listeners = await opening;
      logger.info({ address: listeners.address, socket: listeners.socket, version }, 'listening');
      if (stopping !== undefined) return;
      startServers();
      conversations.recover(startedAt);
    },
    startServers,
    serveStdio: (streams) => serveStdioClient(mcp, streams),
    status,
    chooseAuto: () =>
      inferencers.auto(false, AbortSignal.timeout(CHOICE_MS)).catch(() => inferencers.lastAuto()),
    get origin() {
      return origin();
    },
    ownerToken,
    createLink,
    events,
    settings,
    logPath: logs.path,
    logger,
    stop(graceMs) {
      if (stopping !== undefined) void listeners?.close(graceMs, abortAll);
      stopping ??= endAll({ opening, parts, doors, store, logs }, graceMs);
      return stopping;
    },
  };
}

interface Running {
  readonly opening: Promise<Listeners> | undefined;
  readonly parts: Parts;
  readonly doors: Doors;
  readonly store: LiveConfigStore;
  readonly logs: Log;
}

async function endAll(running: Running, graceMs: number): Promise<void> {
  const { parts, doors, store, logs } = running;
  const { requests, tools, inferencers, claude, closeConversations } = parts;
  const abortAll = () => requests.abortAll(new RouterError('SHUTTING_DOWN'));
  // A stop may come while the listeners are still being opened.
  const opened = await running.opening?.catch(() => undefined);
  const closed = Promise.resolve(opened?.close(graceMs, abortAll));
  await Promise.race([requests.whenIdle(), closed]);
  abortAll();
  // Now, because subscriptions of MCP clients and of windows are no requests: they would last.
  await Promise.allSettled([doors.app.close(), closed, store.close()]);
  await Promise.allSettled([closeConversations()]);
  await Promise.allSettled([tools.stop(), inferencers.stop(), claude.stop()]);
  logs.logger.info({}, 'stopped');
  await logs.close();
}

function listenWhere({ settings, env }: RouterOptions) {
  const { stateDir } = settings;
  return { places: findRuntimePlaces(env), stateDir, ...toListenWhere(settings) };
}

function portOf(origin: string): string {
  return /\d+$/.exec(origin)?.[0] ?? '';
}

function secretValues(env: NodeJS.ProcessEnv): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && isSecretName(name) ? [value] : [],
  );
}
