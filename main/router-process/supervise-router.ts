/** The supervised router with everything it needs of the app: secrets, Node, a new start on an edit. */
import type { ToRouterMessage } from '#contract/process.ts';
import type { RouterState } from '../bridge/channels.ts';
import type { Vault } from '../secrets/vault.ts';
import { systemClock } from '../system/clock.ts';
import type { Places } from '../system/places.ts';
import { readRouterEnvironment } from '../system/shell-path.ts';
import { createNodeServers } from './node-servers.ts';
import { createRetryOnEdit } from './retry-on-edit.ts';
import { createForkRouter } from './router-child.ts';
import { Supervisor, type RouterWish } from './supervisor.ts';

export interface SupervisedRouter {
  readonly supervisor: Supervisor;
  /** Resolves when the first router was started; it is not ready then. */
  start(): Promise<void>;
  /** Idempotent; resolves when nothing of it runs any more. */
  stop(): Promise<void>;
}

export interface SuperviseOptions {
  readonly places: Places;
  readonly vault: Vault;
  readonly onState: (state: RouterState) => void;
}

export function superviseRouter({ places, vault, onState }: SuperviseOptions): SupervisedRouter {
  let env = process.env;
  const nodeServers = createNodeServers(places.nodeRunner);
  const retry = createRetryOnEdit(() => void supervisor.restart(), systemClock);
  const supervisor = new Supervisor({
    fork: createForkRouter(places.routerScript, () => env),
    clock: systemClock,
    startMessage: async () => ({
      kind: 'start',
      flags: {},
      secrets: { ...(await vault.open()) },
      secretsNotice: vault.notice(),
      uiDir: places.uiDir,
    }),
    onWish(wish, reply) {
      if (wish.kind === 'secrets-changed') void keepSecret(vault, wish, reply);
      else nodeServers.handle(wish, reply);
    },
    onState(state) {
      retry.follow(state);
      onState(state);
    },
    onGone: () => nodeServers.stopAll(),
  });
  return {
    supervisor,
    async start() {
      env = await readRouterEnvironment();
      supervisor.start();
    },
    async stop() {
      retry.close();
      await supervisor.stop();
      nodeServers.stopAll();
    },
  };
}

async function keepSecret(
  vault: Vault,
  { id, name, value }: Extract<RouterWish, { readonly kind: 'secrets-changed' }>,
  reply: (message: ToRouterMessage) => void,
): Promise<void> {
  reply({ kind: 'secrets-kept', id, problem: await vault.set(name, value) });
}
