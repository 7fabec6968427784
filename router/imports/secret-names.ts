/** Under which names the literal secrets of imported entries are stored. */
import type { SecretPiece } from './template.ts';
import { toVariableName } from './translate-value.ts';

export interface SecretNames {
  /** `server` is its name in our file. */
  nameOf(server: string, secret: SecretPiece): string;
  /** What was named and is not stored yet. */
  readonly added: ReadonlyMap<string, string>;
}

/**
 * Names like `GITHUB_TOKEN`. The same value under the same name is one secret; a name of the
 * environment is left alone, because the stored value would count instead.
 */
export function createSecretNames(
  stored: ReadonlyMap<string, string>,
  env: NodeJS.ProcessEnv,
): SecretNames {
  const added = new Map<string, string>();
  const isFree = (name: string): boolean => !stored.has(name) && !added.has(name) && !env[name];
  return {
    added,
    nameOf(server, { value, hint }) {
      const key = toVariableName(readableHint(hint));
      if (stored.get(key) === value) return key;
      const wanted = joinNames(toVariableName(server), key);
      for (let count = 1; ; count++) {
        const name = count === 1 ? wanted : `${wanted}_${count}`;
        if (stored.get(name) === value || added.get(name) === value) return name;
        if (!isFree(name)) continue;
        added.set(name, value);
        return name;
      }
    },
  };
}

function readableHint(hint: string): string {
  if (/^(proxy-)?authorization$/i.test(hint)) return 'TOKEN';
  return hint.replace(/^x-/i, '').replace(/^-+/, '') || 'KEY';
}

/** `GITHUB` and `GITHUB_TOKEN` make `GITHUB_TOKEN`. */
function joinNames(server: string, key: string): string {
  const isIncluded = `_${key}_`.includes(`_${server}_`) && key !== server;
  return (isIncluded ? key : `${server}_${key}`).slice(0, 90);
}
