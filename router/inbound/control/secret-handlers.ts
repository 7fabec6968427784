import type { SecretsStatus } from '#contract/secrets.ts';
import type { ControlParts, Handlers } from './handler.ts';

type Parts = Pick<ControlParts, 'keeper' | 'env'>;
type Methods = 'secrets.list' | 'secrets.set' | 'secrets.remove';

export function secretHandlers({ keeper, env }: Parts): Handlers<Methods> {
  /** Names only; values never leave this way. */
  const list = (): SecretsStatus => {
    const names = [...keeper.values().keys()].sort();
    const secrets = names.map((name) => ({ name, hidesEnvironment: Object.hasOwn(env, name) }));
    return { keeper: keeper.kind, notice: keeper.notice, secrets };
  };
  return {
    'secrets.list': list,
    async 'secrets.set'({ name, value }) {
      await keeper.set(name, value);
      return list();
    },
    async 'secrets.remove'({ name }) {
      await keeper.set(name, undefined);
      return list();
    },
  };
}
