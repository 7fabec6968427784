/** The router of the desktop app: one run, from the app's `start` to its `stop`. */
import type { ConfigIssue } from '#contract/config.ts';
import type { FromRouterMessage, ToRouterMessage } from '#contract/process.ts';
import type { Logger } from '#core/ports/logger.ts';
import { RouterError } from '#core/router-error.ts';
import type { Router } from '../app.ts';
import { openRouter } from '../cli/open-router.ts';
import { createAppKeeper, type AppKeeper } from './app-keeper.ts';
import { createAppNodeServers } from './app-node-servers.ts';

export interface AppHost {
  readonly post: (message: FromRouterMessage) => void;
  readonly version: string;
  readonly env: NodeJS.ProcessEnv;
  /** Warnings and errors of the log, for whoever reads this process's output. */
  readonly onProblem: (line: string) => void;
  /** Everything is closed; the process has nothing left to do. */
  readonly exit: (code: number) => void;
}

export interface AppRun {
  receive(message: ToRouterMessage): void;
  /** Drains requests for `graceMs`, closes everything, then exits with 0. A later call may hurry. */
  stop(graceMs: number): Promise<void>;
  /** A mistake of ours that nobody caught: into the log, then exits with 1. */
  crash(error: unknown): void;
}

type Start = Extract<ToRouterMessage, { readonly kind: 'start' }>;

export function createAppRun(host: AppHost): AppRun {
  const { post } = host;
  const nodeServers = createAppNodeServers(post);
  let keeper: AppKeeper | undefined;
  let opening: Promise<Router | undefined> | undefined;
  let logger: Logger | undefined;

  async function open({ flags, secrets, secretsNotice, uiDir }: Start): Promise<Router> {
    keeper = createAppKeeper({ secrets, notice: secretsNotice, post });
    const opened = await openRouter(
      { flags, env: host.env, version: host.version },
      {
        logTo: 'file',
        onProblem: host.onProblem,
        onRestart: () => post({ kind: 'restart-wanted' }),
        uiDir,
        keeper,
        startNode: nodeServers.start,
      },
    );
    if (!opened.ok) throw toError(opened.issues);
    const { router } = opened;
    logger = router.logger;
    try {
      await router.listen();
    } catch (error) {
      await router.stop(0);
      throw error;
    }
    const { origin, ownerToken } = router;
    post({ kind: 'ready', origin, ownerToken, version: host.version });
    return router;
  }

  function refuse(error: unknown): undefined {
    if (!(error instanceof RouterError)) throw error;
    const { code, message, issues } = error;
    post({ kind: 'failed', code, message, issues: [...issues] });
    host.exit(1);
  }

  async function stop(graceMs: number): Promise<void> {
    const router = await opening;
    await router?.stop(graceMs);
    host.exit(0);
  }

  return {
    receive(message) {
      if (message.kind === 'start') opening ??= open(message).catch(refuse);
      else if (message.kind === 'stop') void stop(message.graceMs);
      else if (message.kind === 'secrets-kept') keeper?.kept(message.id, message.problem);
      else nodeServers.receive(message);
    },
    stop,
    crash(error) {
      logger?.error({ err: error }, 'the router process made a mistake and ends');
      host.exit(1);
    },
  };
}

function toError(issues: readonly ConfigIssue[]): RouterError {
  const first = issues.find(({ severity }) => severity === 'error');
  return new RouterError('CONFIG_INVALID', first?.message, { issues });
}
