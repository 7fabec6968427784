import type { FromRouterMessage } from '#contract/process.ts';
import type { SecretKeeper } from '#core/ports/secrets.ts';
import { RouterError } from '#core/router-error.ts';

/** The app encrypts and writes; a keychain that asks the user for a password first is too slow. */
const PATIENCE_MS = 10_000;

export interface AppKeeperOptions {
  /** As the app handed them over at the start. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly notice: string | null;
  readonly post: (message: FromRouterMessage) => void;
  readonly patienceMs?: number;
}

export interface AppKeeper extends SecretKeeper {
  /** The app's answer to `secrets-changed`. */
  kept(id: number, problem: string | null): void;
}

/** Values live in memory here; the app keeps them by the operating system's own means. */
export function createAppKeeper(options: AppKeeperOptions): AppKeeper {
  const { post, patienceMs = PATIENCE_MS } = options;
  const values = new Map(Object.entries(options.secrets));
  /** Called with the problem, null for none. */
  const waiting = new Map<number, (problem: string | null) => void>();
  let lastId = 0;

  function ask(name: string, value: string | undefined): Promise<string | null> {
    lastId += 1;
    const id = lastId;
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle('the app did not answer'), patienceMs).unref();
      const settle = (problem: string | null): void => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(problem);
      };
      waiting.set(id, settle);
      post({ kind: 'secrets-changed', id, name, value: value ?? null });
    });
  }

  return {
    kind: 'app',
    notice: options.notice,
    values: () => values,
    async set(name, value) {
      const problem = await ask(name, value);
      if (problem !== null) {
        throw new RouterError('SECRET_UNWRITABLE', `${name} cannot be kept: ${problem}`);
      }
      if (value === undefined) values.delete(name);
      else values.set(name, value);
    },
    kept: (id, problem) => waiting.get(id)?.(problem),
  };
}
