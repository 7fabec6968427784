/** Which values of an entry must never be shown. */
import type { ServerEntry } from '#contract/config.ts';
import { isSecretName } from '#core/secret-name.ts';
import type { Expansion } from './expand.ts';

/** Places and names everybody knows: masking these would blank half of every path. */
const HARMLESS_NAME =
  /^(HOME|PWD|PATH|USER|LOGNAME|LANG|SHELL|TMPDIR|TEMP|TMP|APPDATA|LOCALAPPDATA|USERPROFILE|XDG_\w+|WOOLLAMA_(NODE|EXAMPLES_DIR))$/;
/** What the environment puts here is a secret, unless its name says otherwise. */
const SECRET_PLACES: readonly unknown[] = ['env', 'headers', 'api_key'];

export function expandedSecrets(used: Expansion['used']): readonly string[] {
  return used
    .filter(({ path, name }) => {
      if (HARMLESS_NAME.test(name)) return false;
      return SECRET_PLACES.includes(path[0]) || isSecretName(name);
    })
    .map(({ value }) => value);
}

/** Header values, also without their scheme word, and `env` values whose key gives them away. */
export function entrySecrets({
  env,
  headers,
}: Pick<ServerEntry, 'env' | 'headers'>): readonly string[] {
  const telling = Object.entries(headers).filter(([name]) => !isHarmlessHeader(name));
  const whole = telling.map(([, value]) => value);
  const bare = whole.map((value) => value.replace(/^\s*\S+\s+/, ''));
  const hidden = Object.entries(env).filter(([key]) => isSecretName(key));
  return [...whole, ...bare, ...hidden.map(([, value]) => value)];
}

export function isHarmlessHeader(name: string): boolean {
  return /^(accept|content-type|user-agent)$/i.test(name);
}
