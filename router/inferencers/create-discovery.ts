/** Remembers which models each inferencer offers and asks again in the background. */
import { toRouterError } from '#core/router-error.ts';
import type { Logger } from '#core/ports/logger.ts';
import { isWanted } from './is-wanted.ts';
import type { InferencerSettings } from './inferencer-settings.ts';

/** Lists older than this are asked for again when somebody looks. */
const STALE_MS = 60_000;

export interface DiscoveryOptions {
  /** The ids an inferencer lists; rejects with a RouterError. */
  readonly fetchIds: (
    settings: InferencerSettings,
    signal: AbortSignal,
  ) => Promise<readonly string[]>;
  readonly logger: Logger;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
}

export interface Discovery {
  /** Keeps what is known about settings objects it has seen before, asks the others at once. */
  apply(settings: readonly InferencerSettings[]): void;
  /** Static models first, then discovered ones, sorted; never waits. */
  models(settings: InferencerSettings): readonly string[];
  /** Says that somebody looks at the models: lists that are old are asked for in the background. */
  renew(): void;
  /** Why the last try failed, if it did. */
  problem(settings: InferencerSettings): string | undefined;
  /** Milliseconds the last try that succeeded took. */
  latencyMs(settings: InferencerSettings): number | undefined;
  /** Takes over what somebody else asked an inferencer just now. */
  learn(settings: InferencerSettings, answer: Listing): void;
  /** Asks all inferencers now; resolves when all have answered or failed. */
  refresh(): Promise<void>;
  stop(): void;
}

interface Listing {
  readonly found: readonly string[];
  readonly latencyMs: number;
}

type Answer = Listing | { readonly problem: string };

interface Entry {
  readonly settings: InferencerSettings;
  models: readonly string[];
  problem: string | undefined;
  latencyMs: number | undefined;
  askedAt: number | undefined;
  asking: Promise<void> | undefined;
}

export function createDiscovery({ fetchIds, logger, now }: DiscoveryOptions): Discovery {
  let entries = new Map<InferencerSettings, Entry>();
  const stopping = new AbortController();

  async function ask(entry: Entry): Promise<void> {
    const startedAt = now();
    try {
      const found = await fetchIds(entry.settings, stopping.signal);
      note(entry, { found, latencyMs: Math.round(now() - startedAt) });
    } catch (error) {
      if (stopping.signal.aborted) return;
      note(entry, { problem: toRouterError(error).message });
    }
  }

  function note(entry: Entry, answer: Answer): void {
    if (!update(entry, answer)) return;
    const facts = { inferencer: entry.settings.name, models: entry.models.length };
    if (entry.problem === undefined) logger.info(facts, 'models can be listed again');
    // Most machines run no Ollama: that is a fact of the status, not a problem.
    else logger.info({ ...facts, problem: entry.problem }, 'models cannot be listed');
  }

  function refreshEntry(entry: Entry): Promise<void> {
    entry.askedAt = now();
    entry.asking ??= ask(entry).finally(() => {
      entry.asking = undefined;
    });
    return entry.asking;
  }

  async function refreshWhere(isWanted: (entry: Entry) => boolean): Promise<void> {
    if (stopping.signal.aborted) return;
    const wanted = [...entries.values()].filter(
      (entry) => entry.settings.discover && isWanted(entry),
    );
    await Promise.all(wanted.map(refreshEntry));
  }

  const isStale = ({ askedAt }: Entry): boolean =>
    askedAt === undefined || now() - askedAt >= STALE_MS;

  return {
    apply(settings) {
      entries = new Map(
        settings.map((each) => [each, entries.get(each) ?? createEntry(each)] as const),
      );
      void refreshWhere(({ askedAt }) => askedAt === undefined);
    },
    models: (settings) => entries.get(settings)?.models ?? [],
    renew() {
      void refreshWhere(isStale);
    },
    problem: (settings) => entries.get(settings)?.problem,
    latencyMs: (settings) => entries.get(settings)?.latencyMs,
    learn(settings, answer) {
      const entry = entries.get(settings);
      if (entry === undefined || !settings.discover) return;
      entry.askedAt = now();
      note(entry, answer);
    },
    refresh: () => refreshWhere(() => true),
    stop: () => stopping.abort(),
  };
}

/** Whether there is another problem than before, or none any more. */
function update(entry: Entry, answer: Answer): boolean {
  const before = entry.problem;
  if ('problem' in answer) {
    entry.problem = answer.problem;
  } else {
    entry.problem = undefined;
    entry.models = mergeModels(entry.settings, answer.found);
    entry.latencyMs = answer.latencyMs;
  }
  return entry.problem !== before;
}

function createEntry(settings: InferencerSettings): Entry {
  return {
    settings,
    models: mergeModels(settings, []),
    problem: undefined,
    latencyMs: undefined,
    askedAt: undefined,
    asking: undefined,
  };
}

function mergeModels(
  { models, modelPatterns }: InferencerSettings,
  found: readonly string[],
): readonly string[] {
  const wanted = found.filter((id) => isWanted(modelPatterns, id));
  return [...new Set([...models, ...wanted.sort()])];
}
