import { AUTO_MODEL } from '#contract/config.ts';
import { DEMO } from '#contract/names.ts';
import type { ModelEntry } from '#core/ports/inferencers.ts';
import { DEMO_MODELS } from './adapters/demo/to-demo-turn.ts';
import type { Discovery } from './create-discovery.ts';
import type { Registry } from './create-registry.ts';

export interface ListModelsOptions {
  readonly registry: Registry;
  readonly discovery: Discovery;
  /** Seconds since 1970; backends do not tell reliably when a model was made. */
  readonly created: number;
}

/** `auto/default`, then every known model sorted by inferencer, the demo's last. */
export function listModels(options: ListModelsOptions): readonly ModelEntry[] {
  const { registry, discovery, created } = options;
  const entry = (id: string, owner: string): ModelEntry => ({
    id,
    object: 'model',
    created,
    owned_by: owner,
  });
  const discovered = registry.members().flatMap(({ settings }) => {
    const { name } = settings;
    return discovery.models(settings).map((model) => entry(`${name}/${model}`, name));
  });
  const demo = registry.hasDemo()
    ? DEMO_MODELS.map((model) => entry(`${DEMO}/${model}`, DEMO))
    : [];
  return [entry(AUTO_MODEL, 'woollama'), ...discovered, ...demo];
}
