/** Secrets the user keeps count as environment wherever configuration files name a variable. */
import type { SecretKeeper } from '#core/ports/secrets.ts';

interface StoredSecretsOptions {
  readonly kept: SecretKeeper;
  readonly env: NodeJS.ProcessEnv;
  /** Told of every value before anything else can show it. */
  readonly hide: (values: ReadonlySet<string>) => void;
}

export interface StoredSecrets {
  /** The environment with the stored values over it; changes with them. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly keeper: SecretKeeper;
  isStored(name: string): boolean;
  /** Called after each change, before `set` resolves. Only the last listener counts. */
  onChange(listener: () => Promise<void>): void;
}

export function createStoredSecrets({ kept, env, hide }: StoredSecretsOptions): StoredSecrets {
  const lookup: Record<string, string | undefined> = { ...env };
  // A removed one stays hidden: what used it may still be running.
  const seen = new Set<string>();
  let listener = (): Promise<void> => Promise.resolve();

  function layer(name: string, value: string | undefined): void {
    lookup[name] = value ?? env[name];
    if (lookup[name] === undefined) delete lookup[name];
  }

  for (const [name, value] of kept.values()) {
    seen.add(value);
    layer(name, value);
  }
  hide(seen);

  return {
    env: lookup,
    isStored: (name) => kept.values().has(name),
    onChange: (next) => void (listener = next),
    keeper: {
      get kind() {
        return kept.kind;
      },
      get notice() {
        return kept.notice;
      },
      values: () => kept.values(),
      async set(name, value) {
        if (value !== undefined) hide(seen.add(value));
        await kept.set(name, value);
        layer(name, value);
        await listener();
      },
    },
  };
}
