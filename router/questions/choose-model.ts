/** Which of our models answers a server. */
import { AUTO_MODEL } from '#contract/config.ts';
import { DEMO } from '#contract/names.ts';
import type { Inferencer, Inferencers } from '#core/ports/inferencers.ts';
import { RouterError } from '#core/router-error.ts';
import type { SamplingParams } from './sampling-params.ts';

export interface ChosenModel {
  /** `<inferencer>/<model>`. */
  readonly name: string;
  readonly inferencer: Inferencer;
  /** The bare name the inferencer knows. */
  readonly model: string;
}

interface Choice {
  readonly inferencers: Pick<Inferencers, 'find' | 'models' | 'auto'>;
  /** Of the settings. */
  readonly setting: string;
  /** Whether a person sees the choice first: a server must not spend the user's money by a hint. */
  readonly isShown: boolean;
  readonly signal: AbortSignal;
}

/**
 * A server's hints count only where the user left the choice open and sees it first. Rejects with
 * UNSUPPORTED_INFERENCER when the setting names nothing usable, NO_INFERENCER when `auto/default`
 * finds nothing.
 */
export async function chooseModel(
  params: SamplingParams,
  { inferencers, setting, isShown, signal }: Choice,
): Promise<ChosenModel> {
  if (setting !== AUTO_MODEL) return resolve(setting, inferencers);
  const hinted = isShown ? findHinted(params, inferencers) : undefined;
  if (hinted !== undefined) return hinted;
  const needsTools = params.tools.length > 0;
  const { model } = await inferencers.auto(needsTools, signal);
  const chosen = resolve(model, inferencers);
  // The demo calls whatever it is offered, so where nobody named it, it gets no tools.
  if (needsTools && chosen.inferencer.name === DEMO) {
    throw new RouterError('NO_INFERENCER', `${AUTO_MODEL} has no model that can be given tools`);
  }
  return chosen;
}

function findHinted(
  { modelPreferences }: SamplingParams,
  inferencers: Choice['inferencers'],
): ChosenModel | undefined {
  const hints = modelPreferences?.hints ?? [];
  if (hints.length === 0) return undefined;
  const known = new Set(inferencers.models().map(({ id }) => id));
  const named = hints.find(({ name = '' }) => name !== AUTO_MODEL && known.has(name))?.name;
  return named === undefined ? undefined : resolve(named, inferencers);
}

/** Recipes cannot answer: one whose tools ask for a model again would have no end. */
function resolve(name: string, inferencers: Choice['inferencers']): ChosenModel {
  const slash = name.indexOf('/');
  const model = name.slice(slash + 1);
  const inferencer = slash === -1 ? undefined : inferencers.find(name.slice(0, slash));
  if (inferencer === undefined || model === '') {
    const message = `'${name}' cannot answer MCP servers; it must be <inferencer>/<model>`;
    throw new RouterError('UNSUPPORTED_INFERENCER', message);
  }
  return { name, inferencer, model };
}
