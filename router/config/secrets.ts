/** Which values of an entry must never be shown. */
import type { ServerEntry } from '#contract/config.ts';
import type { Expansion } from './expand.ts';

const SECRET_NAME = /KEY|TOKEN|SECRET|PASS|AUTH(?!OR)|CREDENTIAL|COOKIE|PRIVATE/i;
/** What the environment puts here is a secret, whatever its name. */
const SECRET_PLACES: readonly unknown[] = ['env', 'headers', 'api_key'];

export function expandedSecrets(used: Expansion['used']): readonly string[] {
  return used
    .filter(({ path, name }) => SECRET_PLACES.includes(path[0]) || SECRET_NAME.test(name))
    .map(({ value }) => value);
}

/** Header values, also without their scheme word, and `env` values whose key gives them away. */
export function entrySecrets({ env, headers }: ServerEntry): readonly string[] {
  const whole = Object.values(headers);
  const bare = whole.map((value) => value.replace(/^\s*\S+\s+/, ''));
  const hidden = Object.entries(env).filter(([key]) => SECRET_NAME.test(key));
  return [...whole, ...bare, ...hidden.map(([, value]) => value)];
}
