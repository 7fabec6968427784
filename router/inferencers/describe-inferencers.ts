import { CLAUDE_CODE, DEMO } from '#contract/names.ts';
import type { InferencerStatus } from '#contract/status.ts';
import { CLAUDE_MODELS } from './adapters/claude-code/claude-code-adapter.ts';
import { DEMO_MODELS } from './adapters/demo/to-demo-turn.ts';
import { blankKey } from './blank-key.ts';
import type { Discovery } from './create-discovery.ts';
import type { Registry } from './create-registry.ts';
import type { KeySource, ReadEnv } from './inferencer-settings.ts';
import { baseUrlProblem, readKey } from './to-target.ts';

export interface DescribeOptions {
  readonly registry: Registry;
  readonly discovery: Discovery;
  readonly env: ReadEnv;
  /** Whether the variable of that name comes from the store of secrets. */
  readonly isStored: (name: string) => boolean;
  /** Whether Claude Code is there; undefined where this router cannot run it at all. */
  readonly hasClaude: boolean | undefined;
}

/** The state of every enabled inferencer, sorted by name; keys by their origin only. */
export function describeInferencers(options: DescribeOptions): readonly InferencerStatus[] {
  const { registry, discovery, env } = options;
  const described = registry.members().map(({ settings }): InferencerStatus => {
    const problem = baseUrlProblem(settings) ?? discovery.problem(settings);
    const latencyMs = discovery.latencyMs(settings);
    return {
      name: settings.name,
      baseUrl: settings.baseUrl,
      ...describeKey(settings.key, options),
      models: discovery.models(settings).length,
      ...(problem !== undefined && { problem: blankKey(problem, settings.key, env) }),
      ...(latencyMs !== undefined && { latencyMs }),
    };
  });
  const built: InferencerStatus[] = [];
  const base = { baseUrl: '', key: 'none-needed' } as const;
  if (options.hasClaude !== undefined)
    built.push({ ...base, ...describeClaude(options.hasClaude) });
  if (registry.hasDemo()) built.push({ ...base, name: DEMO, models: DEMO_MODELS.length });
  return [...described, ...built].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export const CLAUDE_MISSING =
  'Claude Code was not found; install it, or name the program in claude.bin (WOOLLAMA_CLAUDE_BIN)';

function describeClaude(isFound: boolean): Pick<InferencerStatus, 'name' | 'models' | 'problem'> {
  if (isFound) return { name: CLAUDE_CODE, models: CLAUDE_MODELS.length };
  return { name: CLAUDE_CODE, models: 0, problem: CLAUDE_MISSING };
}

function describeKey(
  key: KeySource,
  { env, isStored }: Pick<DescribeOptions, 'env' | 'isStored'>,
): Pick<InferencerStatus, 'key' | 'keyName'> {
  if (key.kind === 'none') return { key: 'none-needed' };
  if (key.kind === 'literal') return { key: 'file' };
  const keyName = key.variable;
  if (readKey(key, env) === undefined) return { key: 'missing', keyName };
  return { key: isStored(keyName) ? 'stored' : 'environment', keyName };
}
