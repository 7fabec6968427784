/** The built-in inferencers and what the user's file changes about them, field by field. */
import type { InferencerEntry } from '#contract/config.ts';
import type { InferencerSettings, KeySource } from './inferencer-settings.ts';

const DEFAULT_IDLE_TIMEOUT_MS = 300_000;

/**
 * All enabled inferencers, sorted by name. Absent and empty fields of an entry inherit, except
 * `api_key_env`, which may be empty to mean "no key". `ollamaUrl` is the root, with or without `/v1`.
 */
export function mergeEntries(
  entries: ReadonlyMap<string, InferencerEntry>,
  ollamaUrl: string,
): readonly InferencerSettings[] {
  const merged = new Map(builtIns(ollamaUrl).map((settings) => [settings.name, settings]));
  for (const [name, entry] of entries) {
    if (entry.enabled === false) merged.delete(name);
    else merged.set(name, mergeEntry(merged.get(name) ?? blank(name), entry));
  }
  return [...merged.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function mergeEntry(base: InferencerSettings, entry: InferencerEntry): InferencerSettings {
  const kind = entry['type'] === 'ollama' ? 'ollama' : base.kind;
  return {
    name: base.name,
    kind,
    baseUrl: trimSlashes(entry.base_url ?? '') || base.baseUrl,
    key: toKeySource(entry) ?? base.key,
    extraBody: isEmpty(entry.extra_body) ? base.extraBody : { ...entry.extra_body },
    models: isEmpty(entry.models) ? base.models : [...entry.models],
    discover: entry.discover ?? (base.discover || kind === 'ollama'),
    modelPatterns: isEmpty(entry.model_patterns) ? base.modelPatterns : [...entry.model_patterns],
    idleTimeoutMs: entry.timeout === undefined ? base.idleTimeoutMs : entry.timeout * 1000,
  };
}

/** `api_key = "$NAME"` (or `"${NAME}"`) is the same as `api_key_env = "NAME"`. */
function toKeySource({ api_key, api_key_env }: InferencerEntry): KeySource | undefined {
  const literal = api_key?.trim() ?? '';
  const reference = /^\$(?:\{(\w+)\}|(\w+))$/.exec(literal);
  const variable = reference === null ? api_key_env?.trim() : (reference[1] ?? reference[2]);
  if (literal !== '' && reference === null) return { kind: 'literal', value: literal };
  if (variable !== undefined && variable !== '') return { kind: 'variable', variable };
  return api_key === undefined && api_key_env === undefined ? undefined : { kind: 'none' };
}

function builtIns(ollamaUrl: string): readonly InferencerSettings[] {
  return [
    {
      ...blank('ollama'),
      baseUrl: `${toRoot(ollamaUrl)}/v1`,
      extraBody: { options: { temperature: 0 } },
      discover: true,
    },
    {
      ...paid('anthropic', 'https://api.anthropic.com/v1'),
      extraBody: { temperature: 0, max_tokens: 4096 },
    },
    paid('openai', 'https://api.openai.com/v1'),
    paid('groq', 'https://api.groq.com/openai/v1'),
    paid('together', 'https://api.together.ai/v1'),
    paid('openrouter', 'https://openrouter.ai/api/v1'),
  ];
}

function paid(name: string, baseUrl: string): InferencerSettings {
  return {
    ...blank(name),
    baseUrl,
    key: { kind: 'variable', variable: `${name.toUpperCase()}_API_KEY` },
    extraBody: { temperature: 0 },
  };
}

function blank(name: string): InferencerSettings {
  return {
    name,
    kind: name === 'ollama' ? 'ollama' : 'openai',
    baseUrl: '',
    key: { kind: 'none' },
    extraBody: {},
    models: [],
    discover: false,
    modelPatterns: [],
    idleTimeoutMs: DEFAULT_IDLE_TIMEOUT_MS,
  };
}

function toRoot(ollamaUrl: string): string {
  const url = trimSlashes(ollamaUrl).replace(/\/v1$/, '');
  return /^https?:\/\//i.test(url) ? url : `http://${url}`;
}

function trimSlashes(text: string): string {
  return text.trim().replace(/\/+$/, '');
}

function isEmpty(value: object | undefined): value is undefined {
  return value === undefined || Object.keys(value).length === 0;
}
