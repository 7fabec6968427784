/**
 * The operating system's keychain, asked by a short-lived process of our own: opening it can block
 * a whole thread (a bus that is silent, an unlock dialog nobody sees), and only a process can be
 * ended then.
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

import { z } from 'zod';

export type KeychainStep =
  /** Stores, reads and removes an item: only that shows that the keychain really keeps things. */
  | { readonly kind: 'probe' }
  | { readonly kind: 'get'; readonly account: string }
  | { readonly kind: 'set'; readonly account: string; readonly value: string }
  | { readonly kind: 'remove'; readonly account: string };

export type KeychainAnswer =
  /** One value a step; null where the keychain has none. */
  | { readonly ok: true; readonly values: readonly (string | null)[] }
  /** A sentence part without any value in it. */
  | { readonly ok: false; readonly reason: string };

/** Never rejects. */
export type AskKeychain = (
  steps: readonly KeychainStep[],
  limitMs: number,
) => Promise<KeychainAnswer>;

const answer = z.union([
  z.object({ ok: z.literal(true), values: z.array(z.string().nullable()) }),
  z.object({ ok: z.literal(false), reason: z.string() }),
]);

/**
 * Runs in the process. On Linux the store is named, because the library's default may be the
 * kernel's keyring, which forgets everything at the next boot. Only a probe's error is passed on:
 * others could quote a value.
 */
const PROGRAM = `
import { randomUUID } from 'node:crypto';
process.on('disconnect', () => process.exit());
process.once('message', async ({ module, steps }) => {
  let probing = true;
  try {
    const keyring = await import(module);
    const AsyncEntry = keyring.AsyncEntry ?? keyring.default.AsyncEntry;
    const options = process.platform === 'linux' ? { linux: { store: 'secret-service' } } : undefined;
    const entry = (account) => new AsyncEntry('woollama', account, options);
    const values = [];
    for (const { kind, account, value } of steps) {
      probing = kind === 'probe';
      if (probing) {
        const [name, proof] = ['probe ' + randomUUID(), randomUUID()];
        await entry(name).setPassword(proof);
        const kept = await entry(name).getPassword();
        await entry(name).deletePassword();
        if (kept !== proof) throw new Error('it does not keep what it is given');
        values.push(null);
      } else if (kind === 'set') {
        await entry(account).setPassword(value);
        values.push(null);
      } else if (kind === 'remove') {
        await entry(account).deletePassword();
        values.push(null);
      } else values.push((await entry(account).getPassword()) ?? null);
    }
    process.send({ ok: true, values });
  } catch (error) {
    const reason = probing ? String(error?.message ?? error).split('\\n')[0].slice(0, 200) : 'it refused';
    process.send({ ok: false, reason });
  }
});
`;

export interface AskKeychainOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Address of the module to load instead of the system's keychain. */
  readonly module?: string;
}

export function createAskKeychain({ env, module }: AskKeychainOptions): AskKeychain {
  return async (steps, limitMs) => {
    const found = module ?? findModule();
    if (found === undefined) return { ok: false, reason: 'its library is not installed' };
    return runSteps({ module: found, steps }, { env, limitMs });
  };
}

interface Order {
  readonly module: string;
  readonly steps: readonly KeychainStep[];
}

function runSteps(
  order: Order,
  { env, limitMs }: { readonly env: NodeJS.ProcessEnv; readonly limitMs: number },
): Promise<KeychainAnswer> {
  const { promise, resolve } = Promise.withResolvers<KeychainAnswer>();
  // What is meant for our own Node, such as an inspector's port, is not meant for this one.
  const { NODE_OPTIONS: _, ...rest } = env;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
    env: rest,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    windowsHide: true,
  });
  const timer = setTimeout(() => {
    end({ ok: false, reason: `it did not answer within ${limitMs / 1000} s` });
  }, limitMs);

  function end(result: KeychainAnswer): void {
    clearTimeout(timer);
    // It may hang in the keychain and would never end by itself.
    child.kill('SIGKILL');
    resolve(result);
  }

  child.once('error', () => end({ ok: false, reason: 'it could not be asked' }));
  child.once('exit', () => end({ ok: false, reason: 'its library broke down' }));
  child.once('message', (message) => end(toAnswer(message)));
  child.send(order, () => undefined);
  return promise;
}

function toAnswer(message: unknown): KeychainAnswer {
  const parsed = answer.safeParse(message);
  return parsed.success ? parsed.data : { ok: false, reason: 'its answer cannot be read' };
}

/** Undefined where the native library is not installed, such as on systems it is not built for. */
function findModule(): string | undefined {
  try {
    const require = createRequire(import.meta.url);
    return pathToFileURL(require.resolve('@napi-rs/keyring')).href;
  } catch {
    return undefined;
  }
}
