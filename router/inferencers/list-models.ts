import { AUTO_MODEL } from '#contract/config.ts';
import { CLAUDE_CODE, DEMO } from '#contract/names.ts';
import type { ModelEntry } from '#core/ports/inferencers.ts';
import { CLAUDE_MODELS } from './adapters/claude-code/claude-code-adapter.ts';
import { DEMO_MODELS } from './adapters/demo/to-demo-turn.ts';
import type { Discovery } from './create-discovery.ts';
import type { Registry } from './create-registry.ts';

export interface ListModelsOptions {
  readonly registry: Registry;
  readonly discovery: Discovery;
  /** Seconds since 1970; backends do not tell reliably when a model was made. */
  readonly created: number;
  /** Whether Claude Code is there to be asked. */
  readonly hasClaude: boolean;
}

/** `auto/default`, then every known model sorted by inferencer, Claude Code's and the demo's last. */
export function listModels(options: ListModelsOptions): readonly ModelEntry[] {
  const { registry, discovery, created, hasClaude } = options;
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
  const claude = hasClaude
    ? CLAUDE_MODELS.map((model) => entry(`${CLAUDE_CODE}/${model}`, CLAUDE_CODE))
    : [];
  const demo = registry.hasDemo()
    ? DEMO_MODELS.map((model) => entry(`${DEMO}/${model}`, DEMO))
    : [];
  return [entry(AUTO_MODEL, 'woollama'), ...discovered, ...claude, ...demo];
}
