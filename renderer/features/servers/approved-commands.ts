/** Which command lines this user has already said yes to, so that a switch does not ask twice. */
import { changesWhatRuns } from '#contract/changes-what-runs.ts';
import { listAt, pairsAt, textAt, type JsonObject } from './entry-value.ts';
import { isSecretName } from './secret-names.ts';

const STORAGE_KEY = 'woollama-approved-commands';
const LIMIT = 300;

/**
 * Everything that decides what is run. Of most variables only the names, since values may be secret;
 * of the others the value, but not what looks like a login or a secret in it.
 */
function fingerprint(entry: JsonObject): string {
  return JSON.stringify([
    textAt(entry, ['command']),
    listAt(entry, ['args']) ?? [],
    textAt(entry, ['cwd']) ?? null,
    pairsAt(entry, ['env']).map(([name, value]) => {
      const counts = changesWhatRuns(name) && !isSecretName(name);
      return counts ? `${name}=${value.replaceAll(/\/\/[^/\s@]*@/g, '//')}` : name;
    }),
  ]);
}

/** What is only an address starts nothing on this computer. */
export function isApproved(storage: Pick<Storage, 'getItem'>, entry: JsonObject): boolean {
  if (textAt(entry, ['command']) === undefined) return true;
  return read(storage).includes(fingerprint(entry));
}

export function rememberApproval(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  entry: JsonObject,
): void {
  const mark = fingerprint(entry);
  const others = read(storage).filter((one) => one !== mark);
  storage.setItem(STORAGE_KEY, JSON.stringify([...others, mark].slice(-LIMIT)));
}

function read(storage: Pick<Storage, 'getItem'>): readonly string[] {
  try {
    const list: unknown = JSON.parse(storage.getItem(STORAGE_KEY) ?? '[]');
    return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
  } catch {
    return []; // Somebody else wrote there: then nothing counts as approved.
  }
}
