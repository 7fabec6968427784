import type { InferencerTest } from '#core/ports/inferencers.ts';
import { RouterError } from '#core/router-error.ts';
import { toCancelled } from '#core/until-aborted.ts';
import { blankKey } from './blank-key.ts';
import type { InferencerSettings, ReadEnv } from './inferencer-settings.ts';

export interface TestOptions {
  readonly settings: InferencerSettings;
  /** The ids it lists; rejects with a RouterError. */
  readonly fetchIds: (
    settings: InferencerSettings,
    signal: AbortSignal,
  ) => Promise<readonly string[]>;
  readonly env: ReadEnv;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
}

/**
 * Asks an inferencer for its models and tells people what came back; `models` are all it lists,
 * sorted. Rejects only with CANCELLED, when `signal` fired, or with a bug.
 */
export async function testInferencer(
  options: TestOptions,
  signal: AbortSignal,
): Promise<InferencerTest> {
  const { settings, fetchIds, env, now } = options;
  const startedAt = now();
  const latencyMs = (): number => Math.round(now() - startedAt);
  try {
    const ids = await fetchIds(settings, signal);
    return { ok: true, latencyMs: latencyMs(), models: [...ids].sort(), problem: null };
  } catch (error) {
    if (signal.aborted) throw toCancelled(signal);
    if (!(error instanceof RouterError)) throw error;
    const problem = blankKey(explain(settings, error), settings.key, env);
    return { ok: false, latencyMs: latencyMs(), models: [], problem };
  }
}

function explain({ name, key }: InferencerSettings, error: RouterError): string {
  if (error.code !== 'UPSTREAM_STATUS') return error.message;
  if (error.status === 404) return `${error.message}; is its base_url right?`;
  if (error.status !== 401) return error.message;
  if (key.kind === 'none') return `inferencer '${name}' wants a key (401)`;
  const which = key.kind === 'variable' ? `the key $${key.variable}` : 'the key';
  return `inferencer '${name}' refused ${which} (401)`;
}
