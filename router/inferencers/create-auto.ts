/** Decides what `auto/default` stands for: something that costs nothing and answers now. */
import { AUTO_MODEL } from '#contract/config.ts';
import type { Events } from '#core/ports/events.ts';
import type { AutoChoice } from '#core/ports/inferencers.ts';
import type { Logger } from '#core/ports/logger.ts';
import { RouterError } from '#core/router-error.ts';
import type { OllamaFinding, OllamaQuestion, OllamaSource } from './find-ollama-model.ts';
import { untilAborted } from '#core/until-aborted.ts';

export interface AutoOptions {
  /** Never rejects. */
  readonly find: (source: OllamaSource, question: OllamaQuestion) => Promise<OllamaFinding>;
  /** The Ollamas that cost nothing, in the order of asking. */
  readonly sources: () => readonly OllamaSource[];
  readonly hasDemo: () => boolean;
  readonly events: Pick<Events, 'publish'>;
  readonly logger: Logger;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
}

export interface Auto {
  /** Rejects with NO_INFERENCER, or CANCELLED when `signal` fires. */
  choose(needsTools: boolean, signal: AbortSignal): Promise<AutoChoice>;
  last(): AutoChoice;
  /** Makes the next choice a fresh one, because the configuration changed. */
  forget(): void;
  stop(): void;
}

type Outcome = { readonly choice: AutoChoice } | { readonly problem: string };

interface Remembered {
  readonly outcome: Promise<Outcome>;
  /** Infinity while nobody knows the outcome. */
  until: number;
}

/** How long a choice holds: an Ollama that was just started should be noticed soon. */
const HOLDS_MS = { found: 10_000, missing: 2_000 };

export function createAuto(options: AutoOptions): Auto {
  const { events, logger, now } = options;
  const stopping = new AbortController();
  const remembered = new Map<boolean, Remembered>();
  const published = new Map<boolean, string>();
  let last: AutoChoice = { model: AUTO_MODEL, reason: 'nobody has asked yet' };

  function remember(needsTools: boolean): Remembered {
    const outcome = decide(options, { needsTools, signal: stopping.signal }).then(
      ({ outcome, holdsMs }) => {
        entry.until = now() + holdsMs;
        const isWanted = remembered.get(needsTools) === entry && !stopping.signal.aborted;
        if (isWanted) announce(needsTools, outcome);
        return outcome;
      },
    );
    const entry: Remembered = { outcome, until: Infinity };
    remembered.set(needsTools, entry);
    // Everybody who waits sees the failure; only the next call must not see it again.
    outcome.catch(() => {
      if (remembered.get(needsTools) === entry) remembered.delete(needsTools);
    });
    return entry;
  }

  function announce(needsTools: boolean, outcome: Outcome): void {
    const { model, reason } =
      'choice' in outcome ? outcome.choice : { model: AUTO_MODEL, reason: outcome.problem };
    last = { model, reason };
    if (published.get(needsTools) === model) return;
    published.set(needsTools, model);
    logger.info({ model, reason, needsTools }, 'auto/default chose a model');
    events.publish({ kind: 'inferencer-chosen', model, reason });
  }

  return {
    async choose(needsTools, signal) {
      const known = remembered.get(needsTools);
      const { outcome } = known && now() < known.until ? known : remember(needsTools);
      const decided = await untilAborted(outcome, AbortSignal.any([signal, stopping.signal]));
      if ('choice' in decided) return decided.choice;
      const advice = 'start Ollama with a model, allow the demo, or name a model of a provider';
      throw new RouterError(
        'NO_INFERENCER',
        `${AUTO_MODEL} has no model: ${decided.problem}; ${advice}`,
      );
    },
    last: () => last,
    forget: () => remembered.clear(),
    stop: () => stopping.abort(new RouterError('SHUTTING_DOWN')),
  };
}

async function decide(
  options: AutoOptions,
  question: OllamaQuestion,
): Promise<{ outcome: Outcome; holdsMs: number }> {
  const reasons: string[] = [];
  for (const source of options.sources()) {
    const finding = await options.find(source, question);
    if (finding.kind === 'found') {
      const choice = { model: `${source.name}/${finding.model}`, reason: finding.reason };
      return { outcome: { choice }, holdsMs: HOLDS_MS.found };
    }
    reasons.push(finding.reason);
  }
  const problem = reasons.join('; ') || 'no Ollama is configured';
  const model = question.needsTools ? 'demo/tools' : 'demo/echo';
  const outcome = options.hasDemo() ? { choice: { model, reason: problem } } : { problem };
  return { outcome, holdsMs: HOLDS_MS.missing };
}
