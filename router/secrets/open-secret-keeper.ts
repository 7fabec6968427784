/** Keeps secrets in the operating system's keychain, else in a file, and says which. */
import type { Logger } from '#core/ports/logger.ts';
import type { SecretKeeper } from '#core/ports/secrets.ts';
import { RouterError } from '#core/router-error.ts';
import { type AskKeychain, createAskKeychain } from './ask-keychain.ts';
import { describeKeeping, type Keeping } from './describe-keeping.ts';
import { type KeychainIndex, openKeychainIndex } from './keychain-index.ts';
import { openSecretsFile, type SecretsFile } from './secrets-file.ts';

/** At start nobody waits for a dialog. */
const READ_LIMIT_MS = 3_000;
/** Somebody just saved or removed a key and may have to unlock the keychain for it. */
const UNLOCK_LIMIT_MS = 30_000;

export interface SecretKeeperOptions {
  readonly stateDir: string;
  /** `WOOLLAMA_SECRETS` (`file` or `keychain`) leaves no choice. */
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly logger: Logger;
  /** Another keychain than the system's. */
  readonly askKeychain?: AskKeychain;
}

interface Stores {
  readonly file: SecretsFile;
  readonly index: KeychainIndex;
  readonly ask: AskKeychain;
  readonly logger: Logger;
  readonly forced: Keeping['forced'];
}

/**
 * Reads what is kept. The keychain is opened only for secrets that are known to lie in it, and at
 * the first `set`. Rejects with INVALID_REQUEST when `WOOLLAMA_SECRETS` makes no sense.
 */
export async function openSecretKeeper(options: SecretKeeperOptions): Promise<SecretKeeper> {
  const { stateDir: dir, env, platform, logger } = options;
  const forced = parseForced(env['WOOLLAMA_SECRETS']);
  const file = await openSecretsFile({ dir, logger });
  const index = await openKeychainIndex({ dir, logger });
  const ask = options.askKeychain ?? createAskKeychain({ env });
  const hasBus = platform !== 'linux' || Boolean(env['DBUS_SESSION_BUS_ADDRESS']);
  const stores: Stores = { file, index, ask, logger, forced };
  const keeping: Keeping = {
    forced,
    place: firstPlace({ forced, hasBus, isFileUsed: file.entries.size > 0 }),
    unread: undefined,
    refusal: undefined,
  };
  const values = new Map<string, string>();
  if (index.names.length > 0) await readKeychain({ ...stores, hasBus }, { keeping, values });
  for (const [name, value] of file.entries) values.set(name, value);

  let queue: Promise<unknown> = Promise.resolve();
  return {
    get kind() {
      return keeping.forced ?? (keeping.place === 'keychain' ? 'keychain' : 'file');
    },
    get notice() {
      return describeKeeping(keeping, { file, index });
    },
    values: () => values,
    set(name, value) {
      const change = async (): Promise<void> => {
        if (value === undefined) await remove(name, stores);
        else await store({ name, value }, stores, keeping);
        if (value === undefined) values.delete(name);
        else values.set(name, value);
      };
      const done = queue.then(change);
      queue = done.catch(() => undefined);
      return done;
    },
  };
}

function parseForced(text: string | undefined): Keeping['forced'] {
  if (text === undefined || text === '') return undefined;
  if (text === 'file' || text === 'keychain') return text;
  throw new RouterError('INVALID_REQUEST', "WOOLLAMA_SECRETS must be 'file' or 'keychain'");
}

function firstPlace(facts: {
  readonly forced: Keeping['forced'];
  readonly hasBus: boolean;
  readonly isFileUsed: boolean;
}): Keeping['place'] {
  if (facts.forced === 'keychain') return 'undecided';
  // A file that is in use shows that there was no keychain when it was begun.
  return facts.forced === 'file' || !facts.hasBus || facts.isFileUsed ? 'file' : 'undecided';
}

async function readKeychain(
  { index, ask, logger, forced, hasBus }: Stores & { readonly hasBus: boolean },
  { keeping, values }: { readonly keeping: Keeping; readonly values: Map<string, string> },
): Promise<void> {
  const { names } = index;
  const steps = names.map((name) => ({ kind: 'get', account: index.account(name) }) as const);
  if (forced === 'file') {
    keeping.unread = 'WOOLLAMA_SECRETS=file';
    return;
  }
  const answer =
    hasBus || forced === 'keychain'
      ? await ask(steps, READ_LIMIT_MS)
      : ({ ok: false, reason: 'this session has no keychain' } as const);
  if (!answer.ok) {
    [keeping.place, keeping.unread] = ['file', answer.reason];
    logger.warn({ reason: answer.reason }, 'the keychain cannot be read: its secrets are missing');
    return;
  }
  keeping.place = 'keychain';
  for (const [at, name] of names.entries()) {
    const value = answer.values[at] ?? null;
    if (value !== null) values.set(name, value);
    else logger.warn({ name }, 'a secret is no longer in the keychain');
  }
}

interface Secret {
  readonly name: string;
  readonly value: string;
}

/** What lies in the file counts before the keychain, so the file changes last. */
async function store(secret: Secret, stores: Stores, keeping: Keeping): Promise<void> {
  const { file, index, forced, logger } = stores;
  if (forced === 'keychain' || keeping.place !== 'file') {
    const refusal = await storeInKeychain(secret, stores, keeping);
    if (refusal === undefined) {
      keeping.place = 'keychain';
      if (file.entries.has(secret.name)) await file.update(secret.name, undefined);
      return;
    }
    logger.warn({ reason: refusal }, 'the keychain did not take a secret');
    if (forced === 'keychain') throw refused('take', refusal);
    [keeping.place, keeping.refusal] = ['file', refusal];
  }
  await file.update(secret.name, secret.value);
  if (index.names.includes(secret.name)) await forget(secret.name, index);
}

/** Undefined when it is stored; else why it is not. */
async function storeInKeychain(
  { name, value }: Secret,
  { index, ask }: Stores,
  { place }: Keeping,
): Promise<string | undefined> {
  const known = index.names;
  if (!known.includes(name)) await index.replace([...known, name]);
  const item = { kind: 'set', account: index.account(name), value } as const;
  const steps = place === 'keychain' ? [item] : [{ kind: 'probe' } as const, item];
  const answer = await ask(steps, UNLOCK_LIMIT_MS);
  if (answer.ok) return undefined;
  if (!known.includes(name)) await index.replace(known);
  return answer.reason;
}

async function remove(name: string, { file, index, ask, logger }: Stores): Promise<void> {
  if (index.names.includes(name)) {
    const step = { kind: 'remove', account: index.account(name) } as const;
    const answer = await ask([step], UNLOCK_LIMIT_MS);
    if (!answer.ok) {
      logger.warn({ reason: answer.reason }, 'the keychain did not remove a secret');
      throw refused('remove', answer.reason);
    }
    await forget(name, index);
  }
  if (file.entries.has(name)) await file.update(name, undefined);
}

function forget(name: string, index: KeychainIndex): Promise<void> {
  return index.replace(index.names.filter((known) => known !== name));
}

function refused(what: 'take' | 'remove', reason: string): RouterError {
  const message = `The keychain did not ${what} the key: ${reason}. Unlock it and try again.`;
  return new RouterError('SECRET_UNWRITABLE', message);
}
